"""Making the whole of the made-up England: places, published sums, and a plan for each board."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import cycle
from math import ceil
from random import Random

from django.db import connection, transaction

from bcf.copying import Copier
from bcf.editions.models import Collection
from bcf.examples.england.places import EnglandError, Place, make_places, own_boards
from bcf.submissions.content import COUNTED
from bcf.submissions.proposals import recorded

from ..models import ExpenditureLine
from .faults import FAULTS, faults_of
from .income import Pots, add_income, publish, publish_pots
from .plan import Lists, Plan
from .spending import add_lines
from .store import WHAT, Store

LINES = 100
#: Ids are taken from a table's sequence by this many at a time.
BLOCK = 5_000
#: Plans are copied by so many at a time, so that few wait in memory.
AT_ONCE = 40
#: The plans whose sheets have all that is made up: commissioners, outputs, both minimums.
PLANS = ("2023-25-plan", "2019-20-plan")


@dataclass
class Made:
    """What was made. `faults` names the rule that each plan with a mistake breaks, by its code."""

    places: list[Place]
    plans: dict[str, int] = field(default_factory=dict)  # how many, by collection
    faults: dict[str, str] = field(default_factory=dict)
    lines: int = 0
    rows: int = 0


def make_england(
    boards: int = 152, years: int = 1, scale: int = 1, seed: int = 1, one_in: int = 8
) -> Made:
    """Make `boards` boards with a plan each for the newest `years` of `PLANS`.

    A plan has about 100 lines times `scale`. One plan in `one_in` has a mistake. The same
    arguments make the same England. Raises EnglandError, and makes nothing, where it is there
    already or there are not so many collections.
    """
    if own_boards().exists():
        raise EnglandError("The made-up England is there already: --again makes it anew.")
    collections = _plans(years)
    with recorded(by=None, what=WHAT), transaction.atomic():
        # These ordinary inserts also give the history of all that is copied after them its why.
        made = Made(make_places(boards, Random(f"{seed}/places")))
        copier = Copier(BLOCK)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {COUNTED}")  # the versions come with their revisions
        for collection in collections:
            _make_plans(
                made, Lists(collection), LINES * scale, f"{seed}/{collection.code}", one_in, copier
            )
        made.lines, made.rows = copier.counts[ExpenditureLine], sum(copier.counts.values())
    copier.analyse()
    return made


def _plans(years: int) -> list[Collection]:
    found = list(
        Collection.objects.filter(code__in=PLANS)
        .select_related("edition")
        .order_by("-edition__starts")
    )
    if len(found) < years:
        raise EnglandError(
            f"There are {len(found)} plan collections, not {years}. Run load_reference to have"
            " all there are."
        )
    return found[:years]


def _make_plans(
    made: Made, lists: Lists, lines: int, seed: str, one_in: int, copier: Copier
) -> None:
    store, pots = Store(lists, copier), Pots()
    faults = _mistaken(made.places, lists, one_in, Random(f"{seed}/faults"))
    for number, place in enumerate(made.places, start=1):
        chance = Random(f"{seed}/{place.board.code}")
        plan, fault = Plan(place), faults.get(place.board.code, "")
        add_income(plan, lists, chance)
        add_lines(plan, lists, lines, chance)
        publish(plan, lists, pots, copier)
        if fault:
            FAULTS[fault](plan, lists)
            made.faults[f"{place.board.code}/{lists.collection.code}"] = fault
        store.keep(plan, _illustration(place, fault), chance)
        if number % AT_ONCE == 0:
            copier.copy()
    publish_pots(pots, copier)
    copier.copy()
    made.plans[lists.collection.code] = len(made.places)


def _mistaken(places: list[Place], lists: Lists, one_in: int, chance: Random) -> Mapping[str, str]:
    """The rule that each board with a mistake shall break, by the board's code."""
    rules = faults_of(lists)
    chance.shuffle(rules)
    chosen = chance.sample(places, ceil(len(places) / one_in)) if rules else []
    return dict(zip((place.board.code for place in chosen), cycle(rules), strict=False))


def _illustration(place: Place, fault: str) -> str:
    made_up = (
        f"{place.board.name} is made up, and so are its partners, its allocations and every"
        " figure of this plan."
    )
    return f"{made_up} A mistake was put into it on purpose." if fault else made_up
