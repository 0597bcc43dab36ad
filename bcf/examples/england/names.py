"""Names of places that nobody can look up: words of fiction with English endings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from random import Random

BEGINNINGS = (
    "Ballad", "Banter", "Brindle", "Daydream", "Fable", "Fairytale", "Fancy", "Fiction", "Figment",
    "Folktale", "Guess", "Hearsay", "Humbug", "Jest", "Legend", "Limerick", "Make", "Maybe",
    "Mirage", "Mock", "Moral", "Myth", "Never", "Notion", "Novel", "Parable", "Perhaps", "Phantom",
    "Plot", "Pretend", "Proverb", "Puzzle", "Quill", "Rhyme", "Riddle", "Saga", "Semblance",
    "Story", "Sundry", "Tinsel", "Whimsy", "Yarn", "Yonder",
)  # fmt: skip
ENDINGS = (
    "bourne", "bridge", "brook", "burgh", "bury", "by", "chester", "cliffe", "combe", "cote",
    "dale", "den", "fold", "ford", "gate", "ham", "haven", "holme", "hurst", "ley", "mere",
    "minster", "mouth", "pool", "sea", "stead", "stoke", "thorpe", "ton", "vale", "well", "wick",
    "wold", "worth",
)  # fmt: skip


def place_names(real: Iterable[str], chance: Random) -> Iterator[str]:
    """Invented names in an order of chance, none of them a word of a `real` name."""
    words = {word for name in real for word in re.findall(r"\w+", name.casefold())}
    names = [beginning + ending for beginning in BEGINNINGS for ending in ENDINGS]
    chance.shuffle(names)
    return (name for name in names if name.casefold() not in words)
