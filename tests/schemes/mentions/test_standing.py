"""What became of the schemes that texts name, told by the plan's history, and put right."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest

from bcf.checks.engine import check
from bcf.mentions.mending import edits_of, put_right
from bcf.mentions.mention import Standing
from bcf.mentions.spoken import spoken_of
from bcf.people.models import User
from bcf.submissions.models import Version
from bcf.submissions.proposals import Refused, propose, propose_undo
from bcf.tables import Edit
from tests.factories import EXAMPLESHIRE, add, again, person, put, section


@pytest.fixture
def lines(version: Version) -> dict[str, UUID]:
    """A line for each of three schemes."""
    named = {"8": "Carers", "10": "Falls", "12": "Housing"}
    return {
        code: add(again(version), {"scheme_code": code, "scheme_name": name})
        for code, name in named.items()
    }


@pytest.fixture
def by(editions: None) -> User:
    return person(organisation=EXAMPLESHIRE)


def write(version: Version, **texts: str) -> None:
    narrative = section(version, "narrative")
    put(again(version), Edit(uid=narrative.uid, raw=texts), key="narrative")


def told(version: Version) -> list[tuple[str, Standing, str, str]]:
    (text,) = spoken_of(again(version))
    return [(m.what, m.standing, m.now, m.name) for m in text.told]


def number(version: Version, *edits: tuple[UUID, str]) -> None:
    put(again(version), *(Edit(uid=uid, raw={"scheme_code": code}) for uid, code in edits))


def test_each_scheme_is_told_by_its_name(version: Version, lines: dict[str, UUID]) -> None:
    write(version, priorities="Schemes 8 and 12, not scheme 9.")
    assert told(version) == [
        ("Scheme 8", Standing.SAME, "", "Carers"),
        ("Scheme 12", Standing.SAME, "", "Housing"),
        ("Scheme 9", Standing.NEVER, "", ""),
    ]


def test_two_that_change_places_are_followed(
    version: Version, lines: dict[str, UUID], by: User
) -> None:
    write(version, priorities="Scheme 8 comes before scheme 10.", governance="Nothing.")
    number(version, (lines["8"], "10"), (lines["10"], "8"))
    assert told(version) == [
        ("Scheme 8", Standing.MOVED, "10", "Carers"),
        ("Scheme 10", Standing.MOVED, "8", "Falls"),
    ]
    assert put_right(again(version), by)
    (text,) = spoken_of(again(version))
    assert text.text == "Scheme 10 comes before scheme 8."
    assert not text.moved
    assert put_right(again(version), by) is None


def test_it_can_be_undone(version: Version, lines: dict[str, UUID], by: User) -> None:
    write(version, priorities="Scheme 8.")
    number(version, (lines["8"], "14"))
    change = put_right(again(version), by)
    assert change
    propose_undo(change).apply(by=by, what="Undone")
    assert spoken_of(again(version))[0].text == "Scheme 8."


def test_one_whose_lines_are_deleted_is_gone_by_its_old_name(
    version: Version, lines: dict[str, UUID]
) -> None:
    write(version, priorities="Scheme 12.")
    put(again(version), Edit(uid=lines["12"], remove=True))
    assert told(version) == [("Scheme 12", Standing.GONE, "", "Housing")]


def test_one_that_keeps_a_line_keeps_its_id(version: Version, lines: dict[str, UUID]) -> None:
    second = add(again(version), {"scheme_code": "8", "scheme_name": "Carers"})
    write(version, priorities="Scheme 8.")
    number(version, (second, "9"))
    assert told(version) == [("Scheme 8", Standing.SAME, "", "Carers")]


def test_a_text_that_came_first_means_the_scheme_that_came_later(version: Version) -> None:
    write(version, priorities="Scheme 8.")
    add(again(version), {"scheme_code": "8", "scheme_name": "Carers"})
    assert told(version) == [("Scheme 8", Standing.SAME, "", "Carers")]


def test_a_text_changed_meanwhile_is_not_overwritten(
    version: Version, lines: dict[str, UUID]
) -> None:
    write(version, priorities="Scheme 8.")
    number(version, (lines["8"], "14"))
    edits = edits_of(spoken_of(again(version)))
    write(version, priorities="Scheme 8, and more.")
    with pytest.raises(Refused):
        propose(again(version), edits).apply(by=None, what="Late")


class TestTheRule:
    def found(self, version: Version) -> Iterator[tuple[str, str, bool]]:
        for finding in check([again(version)])[version.pk]:
            if finding.rule == "H-NAR-002":
                yield finding.column, finding.message, finding.stops

    def test_only_warns_of_what_is_not_in_the_plan(
        self, version: Version, lines: dict[str, UUID]
    ) -> None:
        write(version, priorities="Schemes 8 and 9.", governance="Scheme 12.")
        assert list(self.found(version)) == [
            ("priorities", "Priorities: scheme 9 is not in the plan.", False)
        ]

    def test_has_nothing_to_say_of_other_texts(self, version: Version) -> None:
        write(version, priorities="Eight schemes.")
        assert not list(self.found(version))
