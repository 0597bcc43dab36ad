"""The places of the made-up England: boards, councils, districts, NHS bodies and their ties.

It is shaped like the real one: each board takes authority type, region and tiers from a real
board, so that regions and tiers come in their true proportions.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import cycle, islice
from random import Random
from typing import NamedTuple

from django.db.models import QuerySet

from bcf.boards.models import Board, BoardLink, Organisation, OrganisationKind
from bcf.boards.provenance import MADE_UP, Standing

from .names import place_names

#: Every code of the made-up England begins so, and no other code does.
PREFIX = "X98"
#: When boards became statutory.
FOUNDED = datetime.date(2013, 4, 1)
#: England has about so many boards for each ICB.
BOARDS_PER_ICB = 3.6
#: How many boards beside another NHS body's area are partly served by it, and how much of them.
BORDERS, ACROSS = 0.3, Decimal("0.12")
MADE = {
    "standing": Standing.CONFIRMED,
    "source": MADE_UP,
    "note": "Made up, for practice and examples.",
}
COUNCILS = {"County council": "County Council", "Unitary authority": "Council"}


class Era(NamedTuple):
    """A kind of NHS body, and when there were such bodies."""

    kind: OrganisationKind
    title: str
    begins: datetime.date
    ends: datetime.date | None = None


CCGS = Era(OrganisationKind.CCG, "CCG", FOUNDED, datetime.date(2022, 6, 30))
ICBS = Era(OrganisationKind.ICB, "Integrated Care Board", datetime.date(2022, 7, 1))


class EnglandError(Exception):
    """The made-up England cannot be made; the message says why, and how to go on."""


@dataclass
class Place:
    """A board, those behind it, and how many people live there."""

    board: Board
    council: Organisation
    people: int
    districts: list[Organisation] = field(default_factory=list)
    nhs: list[BoardLink] = field(default_factory=list)

    def nhs_on(self, day: datetime.date) -> dict[Organisation, Decimal]:
        """The NHS bodies of a day, each with its share of the board's residents (0 to 1)."""
        return {
            link.organisation: link.share_of_board or Decimal(1)
            for link in self.nhs
            if link.active_from <= day and (link.active_to is None or day <= link.active_to)
        }


def own_boards() -> QuerySet[Board]:
    """The boards of the made-up England that are there."""
    return Board.objects.filter(code__startswith=PREFIX)


def own_organisations() -> QuerySet[Organisation]:
    """Its councils, districts and NHS bodies."""
    return Organisation.objects.filter(code__startswith=PREFIX)


def make_places(count: int, chance: Random) -> list[Place]:
    """Make `count` boards and all that stands behind them, those of a region together.

    Raises EnglandError while there is no real England to be shaped like.
    """
    names = place_names(_real_names(), chance)
    places = [
        _place(f"{PREFIX}{number:06}", shape, names, chance)
        for number, shape in enumerate(_shapes(count, chance), start=1)
    ]
    _number_districts(places)
    _serve(places, CCGS, count, chance)
    _serve(places, ICBS, max(1, round(count / BOARDS_PER_ICB)), chance)
    _write(places)
    return places


def remove_places() -> None:
    """Take them away again. Raises ProtectedError where others' rows stand on them."""
    BoardLink.objects.filter(board__in=own_boards()).delete()
    own_boards().delete()
    own_organisations().delete()


def _real_names() -> Iterator[str]:
    for model in (Board, Organisation):
        yield from model.objects.exclude(code__startswith=PREFIX).values_list("name", flat=True)


Shape = tuple[str, str, bool]  # authority type, region, two-tier


def _shapes(count: int, chance: Random) -> list[Shape]:
    real = Board.objects.filter(fictional=False, active_to=None).order_by("code")
    shapes = list(real.values_list("authority_type", "region", "two_tier"))
    if not shapes:
        raise EnglandError("There is no real board to be shaped like. Run load_reference first.")
    chance.shuffle(shapes)
    return sorted(islice(cycle(shapes), count), key=lambda shape: shape[1])


def _place(code: str, shape: Shape, names: Iterator[str], chance: Random) -> Place:
    authority_type, region, two_tier = shape
    name = next(names) + ("shire" if two_tier else "")
    board = Board(
        code=code,
        name=name,
        authority_type=authority_type,
        region=region,
        two_tier=two_tier,
        fictional=True,
        active_from=FOUNDED,
        **MADE,
    )
    title = COUNCILS.get(authority_type, "Borough Council")
    people = int(chance.lognormvariate(12.3, 0.4)) * (3 if two_tier else 1)
    place = Place(board, _body(code, f"{name} {title}", OrganisationKind.COUNCIL), people)
    for _ in range(chance.randint(3, 6) if two_tier else 0):
        place.districts.append(_body("", next(names), OrganisationKind.DISTRICT))
    return place


def _body(code: str, name: str, kind: OrganisationKind) -> Organisation:
    return Organisation(code=code, name=name, kind=kind, active_from=FOUNDED, **MADE)


def _number_districts(places: list[Place]) -> None:
    districts = (district for place in places for district in place.districts)
    for number, district in enumerate(districts, start=1):
        district.code = f"{PREFIX}D{number:04}"


def _serve(places: list[Place], era: Era, count: int, chance: Random) -> None:
    """Tie every place to one of `count` NHS bodies, and some of those at a border to the next."""
    groups: list[list[Place]] = [[] for _ in range(count)]
    for number, place in enumerate(places):
        groups[number * count // len(places)].append(place)
    bodies = [_nhs_body(era, number, group) for number, group in enumerate(groups, start=1)]
    for number, group in enumerate(groups):
        for place in group:
            at_border = place is group[-1] and number + 1 < count
            across = ACROSS if at_border and chance.random() < BORDERS else Decimal(0)
            place.nhs.append(_tie(place, bodies[number], 1 - across))
            if across:
                place.nhs.append(_tie(place, bodies[number + 1], across))


def _nhs_body(era: Era, number: int, group: list[Place]) -> Organisation:
    ends = dict.fromkeys((group[0].board.name, group[-1].board.name))
    return Organisation(
        code=f"{PREFIX}{era.title[0]}{number:03}",
        name=f"NHS {' and '.join(ends)} {era.title}",
        kind=era.kind,
        active_from=era.begins,
        active_to=era.ends,
        **MADE,
    )


def _tie(place: Place, body: Organisation, share: Decimal | None = None) -> BoardLink:
    return BoardLink(
        organisation=body,
        board=place.board,
        active_from=body.active_from,
        active_to=body.active_to,
        share_of_board=share,
        standing=Standing.CONFIRMED,
        source=MADE_UP,
    )


def _write(places: list[Place]) -> None:
    """Store them by ordinary inserts, which also give the history of what follows its why."""
    Board.objects.bulk_create(place.board for place in places)
    nhs = {link.organisation.code: link.organisation for place in places for link in place.nhs}
    local = [body for place in places for body in (place.council, *place.districts)]
    Organisation.objects.bulk_create([*local, *nhs.values()])
    above = Organisation.objects.filter(kind__in=[OrganisationKind.REGION, OrganisationKind.NATION])
    BoardLink.objects.bulk_create(
        link
        for place in places
        for link in [
            *(_tie(place, body) for body in (place.council, *place.districts)),
            *place.nhs,
            *(_tie(place, body) for body in above if _covers(body, place)),
        ]
    )


def _covers(body: Organisation, place: Place) -> bool:
    """Whether a region or nation holds the place, so that its readers see the place, too."""
    return body.kind == OrganisationKind.NATION or body.name == place.board.region
