"""The money added up: the published tables of one board, and what blank cells leave open."""

from decimal import Decimal
from uuid import uuid4

import pytest

from bcf.submissions.models import Version
from bcf.submissions.sections import section_of
from bcf.tables import Row
from schemes.sums import AREA, PAYER, SCHEME, SOURCE, read_totals, spending_by, totals_of
from schemes.tables import ByType, spending_by_type
from schemes.totals import MinimumSpend, Range, Totals
from tests.examples.reading import BCP, BCP_PLAN, EXAMPLESHIRE, TWO_YEARS, version_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("examples")]

YEAR = "2019-20"


def thousands(pounds: int) -> Decimal:
    return Decimal(pounds * 1000)


@pytest.fixture
def bcp() -> Version:
    return version_of(BCP, BCP_PLAN)


@pytest.fixture
def totals(bcp: Version) -> Totals:
    return totals_of(bcp)


class TestSpendingByType:
    def by_type(self, plan: tuple[str, str]) -> tuple[Version, ByType]:
        version = version_of(*plan)
        section = section_of(version.submission.collection, "expenditure")
        return version, section.totals(version, section.rows(version))["by_type"]

    def test_is_what_the_database_adds_up_the_largest_first(self) -> None:
        version, by_type = self.by_type((EXAMPLESHIRE, TWO_YEARS))
        added_up: dict[str | None, dict[str, Decimal]] = {}
        type_of = ("line__scheme_type__label",)
        for (kind, _, year), pounds in spending_by([version], type_of, AREA)[version.pk].items():
            years = added_up.setdefault(kind[0], dict.fromkeys(by_type.sums, Decimal(0)))
            years[year] += pounds
        assert dict(by_type.rows) == {k: v for k, v in added_up.items() if any(v.values())}
        spent = [sum(years.values()) for _, years in by_type.rows]
        assert spent == sorted(spent, reverse=True)
        totals = totals_of(version)
        assert by_type.sums == {year: totals.spending(year) for year in totals.frame.years}

    def test_lines_without_a_type_are_told_apart(self) -> None:
        _, by_type = self.by_type((BCP, BCP_PLAN))
        assert by_type.rows == [("No type yet", by_type.sums)]

    def test_types_without_money_are_left_out(self) -> None:
        amounts = {YEAR: "amount"}
        rows = [
            Row(uuid4(), n, {"scheme_type": key, "amount": amount})
            for n, (key, amount) in enumerate([("a", None), ("b", Decimal(5)), ("b", Decimal(2))])
        ]
        by_type = spending_by_type(rows, {"a": "A", "b": "B"}, amounts)
        assert by_type == ByType([("B", {YEAR: Decimal(7)})], {YEAR: Decimal(7)})


class TestPrintedTables:
    """TV-01 to TV-06: what Bournemouth, Christchurch and Poole printed for 2019-20, in £000"""

    SCHEMES = {
        "Maintaining Independence": (7_798, 13_374, 21_172),
        "Early Supported Hospital Discharge": (4_883, 3_086, 7_969),
        "Carers": (1_148, 0, 1_148),
        "Moving on From Hospital Living": (7_265, 2_182, 9_447),
        "Integrated Health & Social Care Locality Teams": (19_105, 0, 19_105),
    }

    def test_schemes_by_contributor(self, bcp: Version) -> None:
        spending = spending_by([bcp], SCHEME, PAYER)[bcp.pk]
        table = {
            name: [
                sum(v for (s, p, _), v in spending.items() if s[1] == name and p == (payer,))
                for payer in ("nhs", "council")
            ]
            for name in {scheme[1] for scheme, _, _ in spending}
        }
        assert {str(name): (*cells, sum(cells)) for name, cells in table.items()} == {
            name: tuple(map(thousands, cells)) for name, cells in self.SCHEMES.items()
        }

    def test_contributors_add_up(self, bcp: Version) -> None:
        spending = spending_by([bcp], SCHEME, PAYER)[bcp.pk]
        nhs = sum(v for (_, payer, _), v in spending.items() if payer == ("nhs",))
        council = sum(v for (_, payer, _), v in spending.items() if payer == ("council",))
        assert (nhs, council) == (thousands(40_199), thousands(18_642))
        assert nhs + council == thousands(58_841)

    def test_sources_by_area(self, bcp: Version) -> None:
        spending = spending_by([bcp], SOURCE, AREA)[bcp.pk]
        assert {(s, a): v for ((s,), (a,), _), v in spending.items()} == {
            ("min_nhs", "social-care"): thousands(10_919),
            ("min_nhs", "community-health"): thousands(29_280),
            ("dfg", "social-care"): thousands(3_101),
            ("ibcf", "social-care"): thousands(11_296),
            ("winter", "social-care"): thousands(1_748),
            ("add_la", "social-care"): thousands(2_497),
        }

    def test_balances_and_the_pool(self, totals: Totals) -> None:
        balances = {b.source.key: (b.income, b.spending, b.left) for b in totals.balances()}
        each = {
            "min_nhs": 40_199,
            "dfg": 3_101,
            "ibcf": 11_296,
            "winter": 1_748,
            "add_la": 2_497,
        }
        assert balances == {k: (thousands(v), thousands(v), Decimal(0)) for k, v in each.items()}
        assert totals.income(YEAR) == totals.spending(YEAR) == thousands(58_841)

    def test_the_misprinted_total_gives_the_pool_it_would_give(self, bcp: Version) -> None:
        """TV-04 and TV-06: with 29,975 for 40,199 the rows come to 48,617."""
        totals = totals_of(bcp)
        (row,) = [row for row in totals.rows if row.source == "min_nhs"]
        row.amounts[YEAR] = thousands(29_975)
        assert totals.income(YEAR) == thousands(48_617)
        (balance,) = [b for b in totals.balances() if b.source.key == "min_nhs"]
        assert balance.left == -thousands(10_224)


def minimum(totals: Totals, key: str) -> MinimumSpend:
    (found,) = [m for m in totals.minimums() if m.minimum.key == key]
    return found


def test_the_social_care_minimum_is_met_with_nothing_to_spare(totals: Totals) -> None:
    """TV-08"""
    found = minimum(totals, "asc_min")
    assert found.required == thousands(10_919)
    assert found.planned == Range(thousands(10_919), thousands(10_919))
    assert (found.met, found.spare, found.unclear) == (True, Decimal(0), 0)


def test_the_social_care_minimum_rose_by_what_was_printed(totals: Totals) -> None:
    """TV-07: 10,919 less 10,437 is the 482 printed; an exact 4.6 % would be 10,917.102."""
    published = minimum(totals, "asc_min").published
    assert published is not None
    assert published.previous is not None
    assert published.amount - published.previous == thousands(482)
    assert published.previous * Decimal("1.046") == Decimal("10917102.000")
    assert published.uplift == Decimal("4.6")


def test_a_minimum_that_is_not_published_and_not_added_up_is_not_known(totals: Totals) -> None:
    found = minimum(totals, "nhs_ooh")
    assert found.planned == Range(Decimal(0), thousands(40_199))
    assert (found.required, found.met, found.spare) == (None, None, None)
    assert found.unclear == 6


def test_every_version_gets_its_own_totals(bcp: Version) -> None:
    versions = Version.objects.newest().select_related(
        "submission__board", "submission__collection__edition"
    )
    together = read_totals(list(versions))
    assert len(together) == len(versions) > 1
    for pk, totals in together.items():
        alone = totals_of(totals.version)
        assert (totals.rows, totals.spend, totals.published) == (
            alone.rows,
            alone.spend,
            alone.published,
        )
        assert pk == totals.version.pk
