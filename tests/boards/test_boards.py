"""Boards by date, and who reaches them."""

import datetime

import pytest

from bcf.boards.models import Board, BoardLink, Organisation, ReportingMember, Succession

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]

BCP, BOURNEMOUTH, POOLE = "E06000058", "E06000028", "E06000029"
DORSET_COUNTY, DORSET = "E10000009", "E06000059"
DORSET_CCG, DORSET_ICB = "11J", "QVV"


def on(year, month=10, day=1):
    return datetime.date(year, month, day)


def real_boards(day):
    return Board.objects.on(day).filter(fictional=False)


def reports(day):
    """How many reports the country makes: boards, less those for whom another reports."""
    followers = ReportingMember.objects.on(day).filter(leads=False)
    return real_boards(day).exclude(pk__in=followers.values("board")).count()


def reach(day, *codes):
    boards = Board.objects.within_reach(Organisation.objects.filter(code__in=codes), day)
    return set(boards.values_list("code", flat=True))


@pytest.mark.parametrize(
    ("year", "boards", "reporting"),
    [(2018, 152, 150), (2019, 151, 150), (2020, 151, 150), (2021, 152, 151), (2023, 153, 152)],
)
def test_how_many_boards_there_are_and_how_many_report(year, boards, reporting):
    assert real_boards(on(year)).count() == boards
    assert reports(on(year)) == reporting


@pytest.mark.parametrize(
    ("day", "closed", "opened"),
    [
        (on(2019, 4), {BOURNEMOUTH, POOLE, DORSET_COUNTY}, {BCP, DORSET}),
        (on(2020, 4), {"E10000002"}, {"E06000060"}),
        (on(2021, 4), {"E10000021"}, {"E06000061", "E06000062"}),
        (
            on(2023, 4),
            {"E10000006", "E10000023", "E10000027"},
            {"E06000063", "E06000064", "E06000065", "E06000066"},
        ),
    ],
)
def test_boards_close_and_open_on_a_day(day, closed, opened):
    before = set(Board.objects.on(day - datetime.timedelta(1)).values_list("code", flat=True))
    after = set(Board.objects.on(day).values_list("code", flat=True))
    assert (before - after, after - before) == (closed, opened)


def test_every_closed_board_has_a_successor_that_opens_the_next_day():
    for board in Board.objects.filter(active_to__isnull=False):
        successions = Succession.objects.filter(predecessor=board).select_related("successor")
        assert successions, board
        for succession in successions:
            assert succession.date == board.active_to + datetime.timedelta(1)
            assert succession.successor.active_from <= succession.date


def test_every_board_has_its_council_its_region_and_the_nation():
    for kind in ("council", "region", "nation"):
        linked = BoardLink.objects.filter(organisation__kind=kind)
        assert set(linked.values_list("board", flat=True)) == set(
            Board.objects.values_list("pk", flat=True)
        )


@pytest.mark.parametrize("day", [on(2018), on(2019), on(2021), on(2022), on(2023), on(2026)])
def test_every_board_has_an_nhs_body_on_every_day(day):
    kind = "ccg" if day < on(2022, 7) else "icb"
    links = BoardLink.objects.on(day).filter(organisation__kind=kind)
    real = real_boards(day)
    assert set(links.values_list("board", flat=True)) >= set(real.values_list("pk", flat=True))


def test_no_tie_outlives_the_board_or_the_organisation():
    for link in BoardLink.objects.select_related("board", "organisation"):
        for end in (link.board, link.organisation):
            assert link.active_from >= end.active_from, link
            assert end.active_to is None or link.active_to <= end.active_to, link


def test_the_shares_of_a_board_add_up_to_its_residents():
    for day in (on(2018), on(2019), on(2020), on(2021), on(2023), on(2026)):
        shares = {}
        links = BoardLink.objects.on(day).filter(organisation__kind__in=["ccg", "icb"])
        for board, share in links.values_list("board__code", "share_of_board"):
            shares[board] = shares.get(board, 0) + share
        assert all(abs(share - 1) <= 0.002 for share in shares.values()), shares


def test_two_tier_boards_and_no_others_have_districts():
    with_districts = BoardLink.objects.filter(organisation__kind="district").values("board")
    tiers = dict(Board.objects.values_list("code", "two_tier"))
    assert set(Board.objects.filter(pk__in=with_districts).values_list("code", flat=True)) == {
        code for code, two_tier in tiers.items() if two_tier
    }


def test_a_council_reaches_its_own_board_alone():
    assert reach(on(2023), BCP) == {BCP}


def test_a_ccg_reaches_the_boards_of_its_time():
    assert reach(on(2018), DORSET_CCG) == {BOURNEMOUTH, POOLE, DORSET_COUNTY}
    # The closed boards stay within reach, beside those that took over.
    assert reach(on(2019), DORSET_CCG) == {BOURNEMOUTH, POOLE, DORSET_COUNTY, BCP, DORSET}


def test_an_icb_does_not_reach_boards_that_closed_before_it_began():
    assert reach(on(2023), DORSET_ICB) == {BCP, DORSET}
    assert reach(on(2022, 6), DORSET_ICB) == set()


def test_a_ccg_that_has_ended_reaches_only_what_closed_in_its_time():
    assert reach(on(2023), DORSET_CCG) == {BOURNEMOUTH, POOLE, DORSET_COUNTY}


def test_a_closed_board_stays_within_reach_of_its_council():
    assert reach(on(2023), DORSET_COUNTY) == {DORSET_COUNTY}
    assert reach(on(2018), DORSET_COUNTY) == {DORSET_COUNTY}


def test_the_icbs_of_april_2026_take_over_on_the_day():
    assert "E10000012" in reach(datetime.date(2026, 3, 31), "QH8")
    assert reach(on(2026, 4), "QH8") == set()
    assert "E10000012" in reach(on(2026, 4), "D7T5G")


def test_a_region_and_the_nation_reach_by_date():
    assert BCP in reach(on(2019), "E12000009")
    assert BCP not in reach(on(2018), "E12000009")
    real = set(real_boards(on(2023)).values_list("code", flat=True))
    assert reach(on(2023), "E92000001") >= real


def test_the_title_is_the_national_one():
    assert Board.objects.get(code="E06000047").title == "County Durham HWB"
