"""Statements that are written once and run for any versions."""

import pytest
from django.db.models import Q

from bcf.kept import VERSIONS, Kept
from bcf.submissions.models import Version
from schemes.models import Scheme
from tests.schemes.plans import empty_plan
from tests.snapshot import reference_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def versions() -> list[int]:
    """Three versions with a scheme each, called after its place."""
    reference_data()
    plans = [empty_plan("2023-25-plan", f"K{n}") for n in range(3)]
    for place, plan in enumerate(plans):
        plan.scheme(str(place), "Home care")
    return [plan.version.pk for plan in plans]


def codes() -> Kept:
    schemes = Scheme.objects.filter(version__any_of=VERSIONS, name="Home care").order_by("code")
    return Kept(lambda: schemes.values_list("code", "name"))


def test_answers_for_the_versions_it_is_run_for(versions: list[int]) -> None:
    kept = codes()
    first, second, third = versions
    assert kept.run(versions=[first, third]) == [("0", "Home care"), ("2", "Home care")]
    assert kept.run(versions=[second]) == [("1", "Home care")]
    assert kept.run(versions=[]) == []


def test_is_written_once(versions: list[int]) -> None:
    made = []

    def make():
        made.append(1)
        return Scheme.objects.filter(version__any_of=VERSIONS).values_list("code")

    kept = Kept(make)
    assert [kept.run(versions=[pk]) for pk in versions] == [[("0",)], [("1",)], [("2",)]]
    assert made == [1]


def test_follows_a_path_and_stands_in_several_places(versions: list[int]) -> None:
    of_two = Version.objects.filter(pk__any_of=VERSIONS).exclude(pk=versions[0])
    schemes = Scheme.objects.filter(Q(version__in=of_two), version__pk__any_of=VERSIONS)
    kept = Kept(lambda: schemes.order_by("code").values_list("code"))
    assert kept.run(versions=versions) == [("1",), ("2",)]
