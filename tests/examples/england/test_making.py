"""Making the made-up England: each kind of mistake, what stays as it was, what is refused."""

import pytest
from django.core.management import CommandError
from pytest_django.fixtures import Settings

from bcf.boards.models import Board
from bcf.examples.england.places import EnglandError
from schemes.england import make_england
from schemes.england.faults import FAULTS

from .reading import ALSO, OWN, call, fails, findings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]


def test_every_kind_of_mistake_is_found_and_no_other() -> None:
    made = make_england(len(FAULTS), 2, one_in=1)
    found = findings()

    assert set(made.faults.values()) == FAULTS.keys()
    assert made.faults.keys() == found.keys()
    for code, rule in made.faults.items():
        assert fails(found[code]) == {rule} | ALSO.get(rule, set()), code


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--boards", "0"], "--boards is 1 to 500"),
        (["--boards", "501"], "--boards is 1 to 500"),
        (["--scale", "0"], "are 1 or more"),
        (["--years", "3"], "There are 2 plan collections, not 3"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused(
    settings: Settings, arguments: list[str], message: str
) -> None:
    settings.DEBUG = True

    with pytest.raises(CommandError, match=message):
        call(*arguments)


def test_without_real_boards_there_is_nothing_to_be_like() -> None:
    Board.objects.update(fictional=True)

    with pytest.raises(EnglandError, match="no real board to be shaped like"):
        make_england()


def test_refuses_to_stand_among_boards_in_use(settings: Settings) -> None:
    settings.DEBUG = False

    with pytest.raises(CommandError, match="only where DEBUG is true"):
        call()

    assert not Board.objects.filter(code__startswith=OWN).exists()
