"""Amounts that texts quote beside schemes, and what became of them."""

from __future__ import annotations

from uuid import UUID

import pytest

from bcf.mentions.mending import put_right
from bcf.mentions.mention import Standing
from bcf.mentions.spoken import spoken_of
from bcf.submissions.lifecycle import freeze, reopen
from bcf.submissions.models import Version
from bcf.tables import Edit
from tests.factories import EXAMPLESHIRE, NEXT, THIS, add, again, person, put, section


@pytest.fixture
def line(version: Version) -> UUID:
    """The one line of a scheme of £320,000, and £330,000 in the year after."""
    named = {"scheme_code": "41", "scheme_name": "Home First"}
    return add(version, {**named, THIS: "320000", NEXT: "330000"})


def write(version: Version, text: str) -> None:
    narrative = Edit(uid=section(version, "narrative").uid, raw={"priorities": text})
    put(again(version), narrative, key="narrative")


def pays(version: Version, line: UUID, this: str, column: str = THIS) -> None:
    put(again(version), Edit(uid=line, raw={column: this}))


def changed(version: Version) -> list[tuple[str, str, str]]:
    """The figures told as changed: what is written, what it is today, and of what."""
    return [
        (each.what, each.today, each.name)
        for text in spoken_of(again(version))
        for each in text.told
        if each.standing is Standing.CHANGED
    ]


def test_an_amount_that_was_the_schemes_is_told_and_mended(version: Version, line: UUID) -> None:
    write(version, "Scheme 41 has £320,000 (£0.33m later). It pays for £320,000.")
    assert changed(version) == []
    pays(version, line, "350000")
    pays(version, line, "1361000", NEXT)
    assert changed(version) == [
        ("£320,000", "£350,000", "Scheme 41: Home First"),
        ("£0.33m", "£1.36m", "Scheme 41: Home First"),
    ]
    assert put_right(again(version), person(organisation=EXAMPLESHIRE))
    (text,) = spoken_of(again(version))
    assert text.text == "Scheme 41 has £350,000 (£1.36m later). It pays for £320,000."
    assert changed(version) == []


def test_it_is_told_though_the_text_was_written_on(version: Version, line: UUID) -> None:
    write(version, "Scheme 41 has £320,000.")
    pays(version, line, "350000")
    write(version, "Scheme 41 has £320,000. More of it follows.")
    assert changed(version) == [("£320,000", "£350,000", "Scheme 41: Home First")]


def test_it_is_told_though_the_text_came_first(version: Version) -> None:
    write(version, "Scheme 7 has £90,000.")
    line = add(again(version), {"scheme_code": "7", THIS: "90000"})
    pays(version, line, "80000")
    assert changed(version) == [("£90,000", "£80,000", "Scheme 7")]


def test_what_was_never_so_while_it_stood_is_not_told(version: Version, line: UUID) -> None:
    pays(version, line, "350000")
    write(version, "Last year scheme 41 had £320,000, of £999,000 asked for.")
    pays(version, line, "360000")
    assert changed(version) == []


def test_a_sentence_that_says_both_is_right(version: Version, line: UUID) -> None:
    write(version, "Scheme 41 grows from £320,000 to £350,000.")
    pays(version, line, "350000")
    assert changed(version) == []


def test_what_is_still_an_amount_of_it_is_right(version: Version, line: UUID) -> None:
    write(version, "Scheme 41 has £320,000.")
    second = add(again(version), {"scheme_code": "41", "scheme_name": "Home First", THIS: "5000"})
    assert changed(version) == []
    pays(version, line, "310000")
    pays(version, second, "10000")
    assert changed(version) == []  # the total of both
    pays(version, second, "20000")
    assert changed(version) == [("£320,000", "£310,000 or £330,000", "Scheme 41: Home First")]
    assert put_right(again(version), person(organisation=EXAMPLESHIRE)) is None


def test_the_amount_follows_a_scheme_that_has_another_id(version: Version, line: UUID) -> None:
    write(version, "Scheme 41 has £320,000.")
    other = add(again(version), {"scheme_code": "8", THIS: "70000"})
    put(
        again(version),
        Edit(uid=line, raw={"scheme_code": "8"}),
        Edit(uid=other, raw={"scheme_code": "41"}),
    )
    pays(version, line, "350000")
    put_right(again(version), person(organisation=EXAMPLESHIRE))
    (text,) = spoken_of(again(version))
    assert text.text == "Scheme 8 has £350,000."


def test_of_a_scheme_that_is_gone_the_amount_is_not_told(version: Version, line: UUID) -> None:
    write(version, "Scheme 41 has £320,000.")
    put(again(version), Edit(uid=line, remove=True))
    assert changed(version) == []


def test_a_reopened_version_tells_what_it_began_with(version: Version, line: UUID) -> None:
    write(version, "Scheme 41 has £320,000.")
    frozen = freeze(again(version), by=None, reason="Sent")
    copy = reopen(frozen.submission, by=None, reason="A mistake")
    pays(copy, line, "350000")
    assert changed(copy) == [("£320,000", "£350,000", "Scheme 41: Home First")]
