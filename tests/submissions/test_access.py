"""Who may open what: another board's plan does not exist, and readers change nothing."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse

from bcf.boards.models import Board, BoardLink
from bcf.people.models import KEEPERS, WRITERS, Role, User
from bcf.submissions.access import (
    get_board,
    get_keepable,
    get_version,
    get_writable,
    must_write,
    versions_for,
)
from bcf.submissions.lifecycle import freeze, reopen
from bcf.submissions.models import Submission, Version
from tests.factories import (
    BCP,
    EXAMPLESHIRE,
    ONE_YEAR,
    TWO_YEARS,
    day,
    joins,
    person,
    plan,
    statements,
)

OTHER = EXAMPLESHIRE


@pytest.fixture
def version(editions: None) -> Version:
    """BCP's plan, beside another board's."""
    plan(OTHER)
    return plan(BCP, ONE_YEAR)


def reaches(user: User) -> set[str]:
    return set(user.boards().values_list("code", flat=True))


def link(board: str, organisation: str, **fields: object) -> None:
    """Change the tie of a board and an organisation; there must be one."""
    links = BoardLink.objects.filter(board__code=board, organisation__code=organisation)
    assert links.update(**fields) == 1


def by_membership(**days: datetime.date | None) -> User:
    """A person of the board whose membership has these days."""
    return person(**days)


def by_link(**days: datetime.date | None) -> User:
    """A person of the board whose council is tied to it on these days."""
    link(BCP, BCP, **days)
    return person()


class TestAPersonOfTheBoard:
    def test_opens_its_plan(self, version: Version) -> None:
        assert get_version(person(), BCP, ONE_YEAR) == version
        assert get_board(person(), BCP) == version.submission.board
        assert list(Submission.objects.for_user(person())) == [version.submission]

    def test_does_not_find_another_board_s(self, version: Version) -> None:
        user = person()
        for getter in (get_version, get_writable, get_keepable):
            with pytest.raises(Http404):
                getter(user, OTHER, TWO_YEARS)
        with pytest.raises(Http404):
            get_board(user, OTHER)
        assert reaches(user) == {BCP}
        assert set(versions_for(user)) == {version}

    def test_does_not_find_what_is_not_there(self, version: Version) -> None:
        for board, collection in ((BCP, TWO_YEARS), (BCP, "x"), ("x", ONE_YEAR)):
            with pytest.raises(Http404):
                get_version(person(), board, collection)
        with pytest.raises(Http404):
            get_board(person(), "x")

    def test_opens_the_newest_version(self, version: Version) -> None:
        submission = freeze(version, by=None, reason="Sent").submission
        newest = reopen(submission, by=None, reason="More to do")
        assert get_version(person(), BCP, ONE_YEAR) == newest


@pytest.mark.parametrize("role", Role.values)
def test_what_each_role_may_do(version: Version, role: str) -> None:
    user = person(role)
    found = get_version(user, BCP, ONE_YEAR)
    board = get_board(user, BCP)
    assert (found.may_write, found.may_keep) == (role in WRITERS, role in KEEPERS)
    assert (board.may_write, board.may_keep) == (role in WRITERS, role in KEEPERS)
    if role in WRITERS:
        assert get_writable(user, BCP, ONE_YEAR) == version
        must_write(found)
    else:
        with pytest.raises(PermissionDenied):
            get_writable(user, BCP, ONE_YEAR)
        with pytest.raises(PermissionDenied):
            must_write(found)
    if role in KEEPERS:
        assert get_keepable(user, BCP, ONE_YEAR) == version
    else:
        with pytest.raises(PermissionDenied):
            get_keepable(user, BCP, ONE_YEAR)


def test_who_writes_for_one_board_only_reads_the_other(version: Version) -> None:
    user = person(Role.COMMISSIONER, BCP)
    joins(user, Role.ANALYST, "E92000001")
    assert get_writable(user, BCP, ONE_YEAR).may_keep
    other = get_version(user, OTHER, TWO_YEARS)
    assert not other.may_write
    assert not other.may_keep
    with pytest.raises(PermissionDenied):
        get_writable(user, OTHER, TWO_YEARS)


@pytest.mark.parametrize("tied", [by_membership, by_link])
@pytest.mark.parametrize(
    ("active_from", "active_to", "holds"),
    [
        (0, 0, True),
        (-1000, None, True),
        (-1000, -1, False),
        (1, None, False),
    ],
)
def test_a_tie_holds_between_its_days(
    version: Version,
    tied: Callable[..., User],
    active_from: int,
    active_to: int | None,
    holds: bool,
) -> None:
    """In days from today, which midnight may change while the tests run."""
    last = None if active_to is None else day(active_to)
    user = tied(active_from=day(active_from), active_to=last)
    assert reaches(user) == ({BCP} if holds else set())
    if holds:
        assert get_version(user, BCP, ONE_YEAR) == version
    else:
        with pytest.raises(Http404):
            get_version(user, BCP, ONE_YEAR)


class TestAMembership:
    def test_that_ended_leaves_what_another_one_gives(self, version: Version) -> None:
        user = person(Role.COMMISSIONER, active_to=day(-1))
        joins(user, Role.READER, BCP)
        assert not get_version(user, BCP, ONE_YEAR).may_write

    def test_reaches_nothing_without_one(self, version: Version) -> None:
        user = User.objects.create_superuser("root@example.org", "Rae Root")
        assert reaches(user) == set()
        with pytest.raises(Http404):
            get_version(user, BCP, ONE_YEAR)


class TestALink:
    def test_gives_an_nhs_body_the_boards_it_serves_today(self, version: Version) -> None:
        """Dorset's CCG became part of an ICB in 2022: they reach what closed before."""
        assert reaches(person(organisation="11J")) == {"E06000028", "E06000029", "E10000009"}
        assert BCP in reaches(person(organisation="QVV"))

    @pytest.mark.parametrize(
        ("share", "works"),
        [("0.0099", False), ("0.01", True), (None, True)],
    )
    def test_by_a_sliver_gives_reading_only(
        self, version: Version, share: str | None, works: bool
    ) -> None:
        """An NHS body of 0.2 % of a board's residents does not freeze the board's plan."""
        link(BCP, "QVV", share_of_board=share)
        user = person(Role.COMMISSIONER, "QVV")
        for found in (get_version(user, BCP, ONE_YEAR), get_board(user, BCP)):
            assert (found.may_write, found.may_keep) == (works, works)
        assert version in versions_for(user)

    def test_by_a_sliver_takes_nothing_from_another_one(self, version: Version) -> None:
        link(BCP, "QVV", share_of_board="0.002")
        user = person(Role.FINANCE)
        joins(user, Role.COMMISSIONER, "QVV")
        found = get_version(user, BCP, ONE_YEAR)
        assert (found.may_write, found.may_keep) == (True, False)

    def test_gives_the_nation_every_board(self, version: Version) -> None:
        standing = Board.objects.filter(active_to=None).values_list("code", flat=True)
        assert {BCP, OTHER} < set(standing) <= reaches(person(Role.ANALYST, "E92000001"))


class TestAClosedBoard:
    @pytest.fixture
    def closed(self, version: Version) -> Version:
        Board.objects.filter(code=BCP).update(active_to=day(-1))
        return version

    def test_stays_within_reach_of_those_of_its_last_day(self, closed: Version) -> None:
        link(BCP, BCP, active_to=day(-1))
        assert get_version(person(), BCP, ONE_YEAR) == closed

    def test_is_out_of_reach_of_those_who_had_left_before(self, closed: Version) -> None:
        link(BCP, BCP, active_to=day(-2))
        assert reaches(person()) == set()

    def test_is_out_of_reach_of_those_who_came_after(self, closed: Version) -> None:
        link(BCP, BCP, active_from=day(0))
        assert reaches(person()) == set()

    def test_real_ones_are_read_by_the_council_that_took_over(self, version: Version) -> None:
        """Bournemouth and Poole closed on 31 March 2019."""
        assert reaches(person(organisation="E06000028")) == {"E06000028"}


def test_nobody_comes_in_without_signing_in(version: Version, client: Client) -> None:
    address = reverse("submission", args=[BCP, ONE_YEAR])
    for answer in (client.get(address), client.post(f"{address}start/")):
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))


def test_a_person_who_was_switched_off_is_out_on_the_next_request(
    version: Version, client: Client
) -> None:
    user = person()
    client.force_login(user)
    address = reverse("submission", args=[BCP, ONE_YEAR])
    assert client.get(address).status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(address).status_code == 302


def test_one_query_tells_the_version_and_what_may_be_done(version: Version) -> None:
    user = person()
    assert len(statements(lambda: get_writable(user, BCP, ONE_YEAR))) == 1
