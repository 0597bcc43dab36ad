"""Making the made-up England: each kind of mistake, what stays as it was, what is refused."""

import pytest
from django.core.management import CommandError
from django.db import models
from pytest_django.fixtures import Settings

from bcf.boards.models import Board, Organisation
from bcf.boards.reference import reference_files
from bcf.editions.models import Allocation
from bcf.examples.england.places import EnglandError
from bcf.people.models import User
from schemes.england import make_england, remove_england
from schemes.england.faults import FAULTS

from .reading import ALSO, OWN, call, digests, fails, findings

pytestmark = pytest.mark.django_db


def others() -> dict[str, object]:
    """All reference data, people and plans that are not the made-up England's."""
    return {
        **{file.name: _rows_of_others(file.model) for file in reference_files()},
        "people": list(User.objects.exclude(email="england@example.org").values()),
        "plans": {k: v for k, v in digests().items() if not k.startswith(OWN)},
    }


def _rows_of_others(model: type[models.Model]) -> list[dict[str, object]]:
    rows = model._base_manager.order_by("pk")
    names = {field.name for field in model._meta.get_fields()}
    paths = [("code", "code"), ("board", "board__code"), ("contributor", "contributor__code")]
    for name, path in paths:
        if name in names:
            own = rows.filter(**{f"{path}__startswith": OWN})
            rows = rows.exclude(pk__in=own.values("pk"))
    ticking = {"structure_revision"}
    return [{k: v for k, v in row.items() if k not in ticking} for row in rows.values()]


@pytest.mark.usefixtures("reference")
def test_every_kind_of_mistake_is_found_and_no_other() -> None:
    made = make_england(len(FAULTS), 2, one_in=1)
    found = findings()

    assert set(made.faults.values()) == FAULTS.keys()
    assert made.faults.keys() == found.keys()
    for code, rule in made.faults.items():
        assert fails(found[code]) == {rule} | ALSO.get(rule, set()), code


@pytest.mark.usefixtures("examples")
def test_nothing_of_others_changes() -> None:
    before, published = others(), Allocation.objects.count()
    make_england(2, 2)
    assert others() == before

    remove_england()
    assert others() == before
    assert not Organisation.objects.filter(code__startswith=OWN).exists()
    assert Allocation.objects.count() == published


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--boards", "0"], "--boards is 1 to 500"),
        (["--boards", "501"], "--boards is 1 to 500"),
        (["--scale", "0"], "are 1 or more"),
        (["--years", "3"], "There are 2 plan collections, not 3"),
    ],
)
@pytest.mark.usefixtures("reference")
def test_a_number_that_makes_no_sense_is_refused(
    settings: Settings, arguments: list[str], message: str
) -> None:
    settings.DEBUG = True

    with pytest.raises(CommandError, match=message):
        call(*arguments)


def test_without_reference_data_it_says_what_to_do() -> None:
    with pytest.raises(EnglandError, match=r"There are 0 plan collections, not 1\. Run load_r"):
        make_england()


@pytest.mark.usefixtures("reference")
def test_without_real_boards_there_is_nothing_to_be_like() -> None:
    Board.objects.update(fictional=True)

    with pytest.raises(EnglandError, match="no real board to be shaped like"):
        make_england()


@pytest.mark.usefixtures("reference")
def test_refuses_to_stand_among_boards_in_use(settings: Settings) -> None:
    settings.DEBUG = False

    with pytest.raises(CommandError, match="only where DEBUG is true"):
        call()

    assert not Board.objects.filter(code__startswith=OWN).exists()
