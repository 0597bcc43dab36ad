"""Targets: worked out or typed, locked where others set them, beside the last actual."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bcf.submissions.lifecycle import version_digest
from bcf.submissions.models import Version
from bcf.submissions.sections import sections_of
from bcf.tables import Row
from metrics.models import FigureKind, Metric, MetricFigure
from metrics.sections import ELSEWHERE, NATIONAL, NOT_LOADED, Targets
from metrics.targets import ratio
from tests.factories import BCP, ONE_YEAR, SAMPLETON, again, plan, section, statements
from tests.filled import collections

from .plans import METRICS, publish, refused, row, says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]


def figures(found: Row, *keys: str) -> list[object]:
    return [found.get(key) for key in keys]


@pytest.mark.parametrize(
    ("scale", "numerator", "denominator", "value"),
    [
        (100, "442", "528", "83.7"),
        (100_000, "731", "155700", "469.5"),
        (100_000, "0", "155700", "0.0"),
        (100, "1", "0", None),
        (100, None, "528", None),
        (None, "442", "528", None),
    ],
)
def test_a_ratio_is_its_parts_times_its_scale(
    scale: int | None, numerator: str | None, denominator: str, value: str | None
) -> None:
    parts = numerator and Decimal(numerator), Decimal(denominator)
    assert ratio(scale, *parts) == (value and Decimal(value))  # type: ignore[arg-type]


class TestValues:
    def test_a_plain_ratio_is_worked_out_from_its_parts(self, version: Version) -> None:
        says(version, "REA-2023-24", numerator="442", denominator="528")
        assert figures(row(version, "REA-2023-24"), "value", "planned") == [None, Decimal("83.7")]

    def test_a_published_rate_needs_no_parts(self, older: Version) -> None:
        says(older, "RES-2019-20", value="592")
        assert row(older, "RES-2019-20").get("planned") == 592

    def test_a_standardised_rate_is_typed_and_never_worked_out(self, version: Version) -> None:
        says(version, "FALLS-2023-24", numerator="3004", denominator="155700")
        assert row(version, "FALLS-2023-24").get("planned") is None
        says(version, "FALLS-2023-24", value="1,940")
        assert row(version, "FALLS-2023-24").get("planned") == 1940

    def test_half_a_ratio_is_no_value(self, version: Version) -> None:
        says(version, "REA-2023-24", numerator="442")
        assert row(version, "REA-2023-24").get("planned") is None

    def test_what_is_worked_out_is_no_part_of_the_digest(self, version: Version) -> None:
        before = version_digest(again(version))
        publish(version, "REA", "2022-23", "84")
        assert row(version, "REA-2023-24").get("actual") == 84
        assert version_digest(again(version)) == before


class TestSetByOthers:
    def test_a_national_value_is_filled_in_and_locked(self, older: Version) -> None:
        assert figures(row(older, "DTOC-2019-20"), "value", "planned") == [25, 25]
        (refusal,) = refused(older, "DTOC-2019-20", value="24")
        assert (refusal.column, refusal.message) == ("value", NATIONAL)
        assert refused(older, "DTOC-2019-20", value="25.00") == []

    def test_one_that_is_not_loaded_stays_empty(self) -> None:
        version = plan(SAMPLETON, ONE_YEAR)
        assert row(version, "DTOC-2019-20").get("planned") is None
        (refusal,) = refused(version, "DTOC-2019-20", value="25")
        assert refusal.message == NOT_LOADED

    def test_one_that_is_loaded_later_can_be_put_in(self) -> None:
        version = plan(SAMPLETON, ONE_YEAR)
        publish(version, "DTOC", "2019-20", "18.5", FigureKind.NATIONAL)
        assert [r.message for r in refused(version, "DTOC-2019-20", value="18")] == [NATIONAL]
        says(version, "DTOC-2019-20", value="18.5")
        assert row(version, "DTOC-2019-20").get("planned") == Decimal("18.5")

    @pytest.mark.parametrize("column", ["value", "numerator", "denominator"])
    def test_no_number_is_typed_for_what_is_planned_elsewhere(
        self, older: Version, column: str
    ) -> None:
        (refusal,) = refused(older, "NEA-2019-20", **{column: "1"})
        assert (refusal.column, refusal.message) == (column, ELSEWHERE)


class TestLastActual:
    def test_nothing_is_shown_where_nothing_is_loaded(self, version: Version) -> None:
        assert figures(row(version, "RES-2023-24"), "actual", "actual_period") == [None, None]

    def test_the_newest_of_an_earlier_year_stands_beside(self, version: Version) -> None:
        for year, value in (("2021-22", "490.7"), ("2022-23", "474.6"), ("2023-24", "470")):
            publish(version, "RES", year, value)
        shown = figures(row(version, "RES-2023-24"), "actual", "actual_period")
        assert shown == [Decimal("474.6"), "2022-23"]

    def test_quarters_stand_beside_the_same_quarter(self, version: Version) -> None:
        for period in ("2021-22 Q2", "2022-23 Q1", "2022-23 Q3", "2022-23"):
            publish(version, "AVOID", period, "180")
        assert row(version, "AVOID-2023-24-Q1").get("actual_period") == "2022-23 Q1"
        assert row(version, "AVOID-2023-24-Q2").get("actual_period") == "2021-22 Q2"
        assert row(version, "AVOID-2023-24-Q4").get("actual") is None

    def test_another_boards_figures_are_not_taken(self, version: Version) -> None:
        publish(plan(BCP), "RES", "2022-23", "500")
        assert row(version, "RES-2023-24").get("actual") is None


def test_rows_are_read_by_one_statement_with_all_figures(version: Version) -> None:
    fresh = again(version)
    section(fresh, METRICS).rows(fresh)
    assert len(statements(lambda: section(fresh, METRICS).rows(fresh))) == 1


@pytest.mark.parametrize("collection", collections())
def test_every_row_is_about_a_metric_of_its_edition(collection: str) -> None:
    asked = plan(collection=collection).submission.collection
    kinds = [kind for kind in sections_of(asked) if isinstance(kind, Targets)]
    for kind in kinds:
        planned = {asked.metric.code for asked in kind.asked_of.values()}
        assert planned <= kind.metrics.keys()
    assert kinds or collection == "2022-23-discharge"


def test_only_plain_ratios_have_a_scale() -> None:
    scales = dict(Metric.objects.exclude(scale=None).values_list("code", "scale"))
    assert scales == {"RES": 100_000, "EA65": 100_000, "REA": 100, "DTUPR": 100}


def test_one_real_figure_is_loaded() -> None:
    (figure,) = MetricFigure.objects.exclude(source="MADE")
    assert str(figure) == "Bournemouth, Christchurch and Poole: Delayed Transfers of Care 2019-20"
    assert (figure.kind, figure.value, figure.source) == ("national", 25, "S003")
