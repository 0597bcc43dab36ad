"""Which metrics each edition asks for."""

import pytest

from metrics.models import EditionMetric, Metric

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]


@pytest.mark.parametrize(
    ("edition", "codes"),
    [
        ("2019-20", ["NEA", "DTOC", "RES", "REA"]),
        ("2023-25", ["AVOID", "FALLS", "DTUPR", "RES", "REA"]),
    ],
)
def test_the_metrics_of_an_edition_in_their_order(edition, codes):
    asked = EditionMetric.objects.filter(edition__code=edition).order_by("position")
    assert list(asked.values_list("metric__code", flat=True)) == codes


def test_delayed_transfers_go_no_further_than_2019_20():
    editions = EditionMetric.objects.filter(metric__code="DTOC")
    assert set(editions.values_list("edition__code", flat=True)) == {"2017-19", "2019-20"}


def test_lower_is_better_for_admissions_and_higher_for_going_home():
    directions = dict(Metric.objects.values_list("code", "good_direction"))
    assert {code for code, good in directions.items() if good == "higher"} == {"REA", "DTUPR"}
