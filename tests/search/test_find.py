"""What a search finds, where, and in what order."""

from __future__ import annotations

import pytest
from django.db import connection

from bcf.boards.models import Board
from bcf.search.find import FROM, TO, Hit, find, marked, newest_versions, snippets_of, texts_of
from bcf.submissions.lifecycle import freeze, reopen
from bcf.submissions.models import Version
from tests.documents.narratives import write
from tests.factories import add, again, plan, statements

LINE = {"scheme_code": "7", "scheme_name": "Telecare at home", "description": "Sensors and alarms"}


def hits(words: str, boards: str = "X9900000") -> list[Hit]:
    return find(newest_versions(Board.objects.filter(code__startswith=boards)), words)


def places(words: str) -> list[tuple[str, str]]:
    return [(hit.section.key, hit.column.key) for hit in hits(words)]


def test_finds_narratives_scheme_names_descriptions_comments_and_answers(version: Version) -> None:
    write(version, governance="The board watches telecare closely.")
    uid = add(version, {**LINE, "local_reference": "TELECARE 12"})
    assert places("telecare") == [
        ("expenditure", "scheme_name"),
        ("expenditure", "local_reference"),
        ("narrative", "governance"),
    ]
    assert places("alarms") == [("expenditure", "description")]
    assert {hit.where.row for hit in hits("alarms")} == {str(uid)}


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("carer", True),  # other forms of a word
        ("supported carers", True),
        ('"unpaid carers"', True),
        ('"carers unpaid"', False),
        ("carers -unpaid", False),
        ("falls or carers", True),
        ("the", False),  # a word that says nothing
        ("'; DROP TABLE --", False),
        ("& | ! ( :* \\", False),
    ],
)
def test_words_are_read_as_people_type_them(version: Version, words: str, is_found: bool) -> None:
    write(version, unpaid_carers="We support unpaid carers with breaks.")
    assert bool(hits(words)) is is_found


def test_only_the_newest_version_is_looked_through(version: Version) -> None:
    write(version, governance="Telecare")
    frozen = freeze(again(version), by=None, reason="Sent")
    assert [hit.version for hit in hits("telecare")] == [frozen]
    write(again(reopen(frozen.submission, by=None, reason="Again")), governance="Falls")
    assert hits("telecare") == []


def test_hits_stand_by_board_and_as_the_form_has_them(version: Version) -> None:
    other = plan("X99000002")
    for each in (version, other):
        write(each, equality="Telecare", governance="Telecare", priorities="Telecare")
    found = [(hit.board.code, hit.column.key) for hit in hits("telecare")]
    asked = ["governance", "priorities", "equality"]
    assert found == [(b, key) for b in ("X99000001", "X99000002") for key in asked]


def test_a_snippet_marks_what_was_found_and_a_text_is_whole(version: Version) -> None:
    text = "Before. " * 100 + "<b>Telecare</b> & sensors." + " After." * 100
    write(version, governance=text)
    (hit,) = found = hits("telecare")
    pieces = list(marked(snippets_of(found, "telecare")[hit.where]))
    assert ("Telecare", True) in pieces
    assert len("".join(piece for piece, _ in pieces)) < 400
    assert texts_of(found) == {hit.where: text.strip()}


def test_marks_that_somebody_typed_lose_nothing() -> None:
    assert "".join(piece for piece, _ in marked(f"a{TO}b{FROM}c{FROM}d{TO}e")) == "ab" + "cde"


def test_many_texts_cost_as_many_statements_as_one(version: Version) -> None:
    write(version, governance="Telecare")
    hits("telecare")
    few = len(statements(lambda: hits("telecare")))
    write(version, equality="Telecare", priorities="Telecare")
    for _ in range(20):
        add(version, LINE)
    assert len(statements(lambda: hits("telecare"))) == few <= 4


def test_answers_are_looked_up_and_not_read(version: Version) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM answers_answer WHERE to_tsvector('english'::regconfig,"
            " COALESCE(text, '')) @@ websearch_to_tsquery('english'::regconfig, 'carers')"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "answer_words" in plan
    (asked,) = (sql for sql in statements(lambda: hits("carers")) if "answers_answer" in sql)
    assert "to_tsvector('english'::regconfig, COALESCE(\"answers_answer\".\"text\", '')" in asked
