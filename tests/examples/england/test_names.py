"""Invented names of places."""

from itertools import islice
from random import Random

from bcf.examples.england.names import BEGINNINGS, ENDINGS, place_names


def test_each_name_comes_once() -> None:
    names = list(place_names([], Random(1)))

    assert len(names) == len(set(names)) == len(BEGINNINGS) * len(ENDINGS)


def test_a_name_that_is_part_of_a_real_one_is_left_out() -> None:
    taken = list(islice(place_names([], Random(1)), 3))
    real = [f"{taken[0].upper()} Borough Council", f"NHS Kent and {taken[2]} CCG"]

    assert [name for name in taken if name in set(place_names(real, Random(1)))] == [taken[1]]


def test_the_same_chance_gives_the_same_order() -> None:
    assert list(place_names([], Random(7))) == list(place_names([], Random(7)))
    assert list(place_names([], Random(7))) != list(place_names([], Random(8)))
