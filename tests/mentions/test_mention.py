"""A text that names things, told and written anew."""

from __future__ import annotations

from bcf.mentions.mention import Mention, Spoken, Standing
from bcf.submissions.models import Version
from tests.factories import section


def spoken(version: Version, text: str, *mentions: Mention) -> Spoken:
    narrative = section(version, "narrative")
    return Spoken(narrative, narrative.column("priorities"), "", 1, text, list(mentions))


def moved(start: int, end: int, now: str) -> Mention:
    return Mention(start, end, f"at {start}", Standing.MOVED, now=now)


def test_two_change_places_at_once_and_nothing_else_changes(version: Version) -> None:
    text = "Schemes 8, 10 and 12 pay for 8 beds."
    told = spoken(version, text, moved(11, 13, "8"), moved(8, 9, "10"))
    assert told.mended == "Schemes 10, 8 and 12 pay for 8 beds."
    assert told.moved


def test_what_stands_as_it_was_is_left(version: Version) -> None:
    told = spoken(
        version, "Falls and Falls", *(Mention(n, n + 5, "Falls", Standing.SAME) for n in (10, 0))
    )
    assert told.mended == told.text
    assert not told.moved
    assert len(told.told) == 1
