"""The three-way merge of one row."""

import pytest

from bcf.editions.loader.merge import Outcome, merge

EDITS = {"label", "standing"}
OLD = {"key": "a", "label": "Old", "standing": "unconfirmed", "position": "1"}
NEW = {**OLD, "label": "New"}
OTHER = {**OLD, "label": "Other"}
CONFIRMED = {**OLD, "standing": "confirmed"}
MOVED = {**OLD, "position": "2"}


@pytest.mark.parametrize(
    ("base", "file", "here", "outcome", "cells"),
    [
        pytest.param(OLD, OLD, OLD, Outcome.SAME, OLD, id="nothing changed"),
        pytest.param(None, OLD, None, Outcome.ADDED, OLD, id="new in the file"),
        pytest.param(OLD, NEW, OLD, Outcome.CHANGED, NEW, id="the file changed"),
        pytest.param(OLD, OLD, NEW, Outcome.KEPT, NEW, id="edited"),
        pytest.param(OLD, NEW, NEW, Outcome.SAME, NEW, id="both say the same"),
        pytest.param(OLD, NEW, OTHER, Outcome.CONFLICT, OTHER, id="one cell, two words"),
        pytest.param(OLD, NEW, CONFIRMED, Outcome.CONFLICT, CONFIRMED, id="confirmed other words"),
        pytest.param(OLD, MOVED, NEW, Outcome.CHANGED, {**NEW, "position": "2"}, id="structure"),
        pytest.param(None, None, OLD, Outcome.KEPT, OLD, id="added in the admin"),
        pytest.param(None, OLD, OLD, Outcome.SAME, OLD, id="added on both sides alike"),
        pytest.param(None, OLD, NEW, Outcome.CONFLICT, NEW, id="added on both sides"),
        pytest.param(OLD, None, OLD, Outcome.GONE, None, id="gone from the file"),
        pytest.param(OLD, None, NEW, Outcome.CONFLICT, NEW, id="gone from the file, edited"),
        pytest.param(OLD, OLD, None, Outcome.KEPT, None, id="deleted in the admin"),
        pytest.param(OLD, NEW, None, Outcome.CONFLICT, None, id="deleted, and the file changed"),
        pytest.param(OLD, None, None, Outcome.SAME, None, id="gone on both sides"),
    ],
)
def test_merge(base, file, here, outcome, cells):
    assert merge(base, file, here, edits=EDITS) == (outcome, cells)


@pytest.mark.parametrize(
    ("file", "here", "take", "outcome", "cells"),
    [
        (NEW, OTHER, "file", Outcome.CHANGED, NEW),
        (NEW, OTHER, "admin", Outcome.KEPT, OTHER),
        (None, OTHER, "file", Outcome.GONE, None),
        (None, OTHER, "admin", Outcome.KEPT, OTHER),
        (NEW, None, "file", Outcome.ADDED, NEW),
        (NEW, None, "admin", Outcome.KEPT, None),
    ],
)
def test_a_conflict_is_settled_by_the_side_that_is_taken(file, here, take, outcome, cells):
    assert merge(OLD, file, here, edits=EDITS, take=take) == (outcome, cells)


def test_a_side_is_taken_only_where_there_is_a_conflict():
    assert merge(OLD, OLD, NEW, edits=EDITS, take="file") == (Outcome.KEPT, NEW)


def test_a_column_the_loaded_row_did_not_have_was_changed_by_nobody():
    before = {name: text for name, text in OLD.items() if name != "position"}
    assert merge(before, MOVED, OLD, edits=EDITS) == (Outcome.CHANGED, MOVED)
    assert merge(before, OLD, NEW, edits=EDITS) == (Outcome.KEPT, NEW)
