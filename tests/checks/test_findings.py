"""Findings: their words, their figures, and what they are counted as."""

from decimal import Decimal

import pytest

from bcf.checks.findings import Finding, Outcome, Place, Verdict, counts, fails, holds, unknown


def finding(verdict: Verdict, severity: str = "error") -> Finding:
    return Finding(7, "income", "R-INC-001", severity, verdict)


def test_writes_its_facts_and_its_year_into_its_sentences() -> None:
    facts = {"source": "iBCF", "over": Decimal("12500"), "lines": 3}
    said = finding(
        fails(
            "{source} is {over} over in {year}.",
            "{lines} lines.",
            Place("a-uid", "amount", "ibcf", "2019-20"),
            facts,
        )
    )
    assert (said.message, said.detail) == ("iBCF is £12,500 over in 2019-20.", "3 lines.")
    assert said.figures == {"over": Decimal("12500")}
    assert (said.row, said.column, said.subject, said.year) == (
        "a-uid",
        "amount",
        "ibcf",
        "2019-20",
    )


def test_leaves_braces_that_somebody_typed_alone() -> None:
    said = finding(fails("{row}: no provider.", "", Place(), {"row": "Line 1, {year} {0}"}))
    assert said.message == "Line 1, {year} {0}: no provider."


def test_has_no_place_and_no_figures_unless_told() -> None:
    said = finding(holds("All is well."))
    assert (said.row, said.column, said.subject, said.year) == ("", "", "", "")
    assert (said.detail, said.figures, said.missing, said.judgement) == ("", {}, False, False)


@pytest.mark.parametrize(
    ("verdict", "severity", "state", "stops"),
    [
        (holds(""), "error", "holds", False),
        (unknown(""), "error", "unknown", False),
        (unknown("", judgement=True), "warning", "unknown", False),
        (fails(""), "error", "fails", True),
        (fails("", missing=True), "error", "missing", True),
        (fails(""), "warning", "warns", False),
        (fails("", missing=True), "warning", "warns", False),
    ],
)
def test_has_a_state(verdict: Verdict, severity: str, state: str, stops: bool) -> None:
    said = finding(verdict, severity)
    assert (said.state, said.stops) == (state, stops)


def test_is_counted_under_its_state() -> None:
    found = [
        *[finding(fails(""))] * 2,
        finding(fails("", missing=True)),
        finding(fails(""), "warning"),
        *[finding(unknown(""))] * 2,
        *[finding(holds(""))] * 5,
    ]
    assert counts(found) == {"fails": 3, "warns": 1, "unknown": 2, "holds": 5}
    assert counts([]) == {"fails": 0, "warns": 0, "unknown": 0, "holds": 0}


def test_cannot_be_checked_is_the_word_for_unknown() -> None:
    assert [outcome.word for outcome in Outcome] == ["holds", "fails", "cannot be checked"]
