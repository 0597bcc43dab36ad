"""Which versions count for a year: each pound once, whatever amends what."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db.models import Sum

from bcf.boards.models import Board
from bcf.editions.models import Collection, CollectionYear
from bcf.submissions.lifecycle import freeze, reopen
from bcf.submissions.models import Submission, Version
from schemes.models import FundingLine, FundingYear
from tests.factories import EXAMPLESHIRE, TWO_YEARS, plan

THIS, NEXT, LATER = "2023-24", "2024-25", "2025-26"
OTHER = "X99000002"


def amendment(code: str, effect: str, *years: str, amends: str = TWO_YEARS) -> Collection:
    amended = Collection.objects.select_related("edition").get(code=amends)
    collection = Collection.objects.create(
        code=code, edition=amended.edition, kind="update", title=code, amends=amended, effect=effect
    )
    for position, year in enumerate(years):
        CollectionYear.objects.create(collection=collection, year=year, position=position)
    return collection


def answer(collection: Collection, board: str = EXAMPLESHIRE) -> Version:
    """A board's answer to an amendment, of one funding line of 1,000 pounds a year."""
    submission = Submission.objects.create(
        board=Board.objects.get(code=board), collection=collection
    )
    version = Version.objects.create(submission=submission, number=1)
    source = collection.edition.sources.get(key="add_la")
    line = FundingLine.objects.create(version=version, source=source)
    for year in collection.years.all():
        FundingYear.objects.create(line=line, year=year.year, amount=1000)
    return version


def in_force(year: str) -> set[Version]:
    return set(Version.objects.in_force(year))


def pounds(year: str) -> Decimal:
    """What England has for a year, by the versions in force."""
    lines = FundingYear.objects.filter(line__version__in=Version.objects.in_force(year), year=year)
    return lines.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def test_a_plan_counts_for_the_years_it_speaks_of(version: Version) -> None:
    assert in_force(THIS) == in_force(NEXT) == {version}
    assert in_force(LATER) == in_force("2019-20") == set()


def test_the_newest_version_counts_and_no_older_one(version: Version) -> None:
    before = pounds(THIS)
    assert before > 0
    newest = reopen(
        freeze(version, by=None, reason="Sent").submission, by=None, reason="More to do"
    )
    assert in_force(THIS) == {newest}
    assert pounds(THIS) == before


def test_an_amendment_that_replaces_counts_instead_for_its_own_years(version: Version) -> None:
    update = answer(amendment("update", "replaces", NEXT))
    assert in_force(THIS) == {version}
    assert in_force(NEXT) == {update}
    assert pounds(NEXT) == 1000


def test_an_amendment_that_adds_counts_beside_it(version: Version) -> None:
    before = pounds(NEXT)
    addition = answer(amendment("addition", "adds", NEXT))
    assert in_force(NEXT) == {version, addition}
    assert pounds(NEXT) == before + 1000


def test_an_amendment_that_nobody_answered_replaces_nothing(version: Version) -> None:
    amendment("update", "replaces", NEXT)
    assert in_force(NEXT) == {version}


def test_one_board_s_amendment_leaves_the_others_alone(version: Version) -> None:
    other = plan(OTHER)
    update = answer(amendment("update", "replaces", NEXT))
    assert in_force(NEXT) == {update, other}


def test_the_last_of_a_row_of_amendments_counts(version: Version) -> None:
    first = amendment("first", "replaces", NEXT)
    second = amendment("second", "replaces", NEXT, amends="first")
    answers = [answer(first), answer(second)]
    assert in_force(NEXT) == {answers[1]}


@pytest.mark.parametrize("between", [(NEXT,), (THIS,)])
def test_it_counts_for_a_board_that_skipped_those_before(
    version: Version, between: tuple[str]
) -> None:
    """The plan is replaced through amendments that the board never answered."""
    other = plan(OTHER)
    amendment("first", "replaces", *between)
    amendment("second", "replaces", *between, amends="first")
    last = answer(amendment("third", "replaces", NEXT, amends="second"))
    assert in_force(NEXT) == {last, other}
    assert in_force(THIS) == {version, other}


def test_a_replaced_addition_leaves_what_it_added_to(version: Version) -> None:
    amendment("addition", "adds", NEXT)
    update = answer(amendment("update", "replaces", NEXT, amends="addition"))
    assert in_force(NEXT) == {version, update}


def test_amendments_in_a_circle_come_to_an_end(version: Version) -> None:
    first, second = amendment("first", "replaces", NEXT), amendment("second", "replaces", NEXT)
    for one, other in ((first, second), (second, first)):
        Collection.objects.filter(pk=one.pk).update(amends=other)
    assert in_force(NEXT) == {version}


def test_an_amendment_of_another_year_replaces_nothing(version: Version) -> None:
    update = answer(amendment("update", "replaces", LATER))
    assert in_force(NEXT) == {version}
    assert in_force(LATER) == {update}


def test_it_narrows_what_it_is_asked_of(version: Version) -> None:
    plan(OTHER)
    mine = Version.objects.filter(submission__board__code=EXAMPLESHIRE)
    assert set(mine.in_force(THIS)) == {version}
