"""A file sent back with tables of answers: known by uid, by words, and never with other rows."""

from __future__ import annotations

import pytest

from bcf.editions.models import Question
from bcf.imports.changes import CELL, GONE, NEW
from bcf.submissions.codes import newest_version
from bcf.submissions.models import Version
from bcf.workbooks.export import workbook
from tests.factories import EXAMPLESHIRE, TWO_YEARS, again
from tests.imports.files import Sent, changes, seen

pytestmark = pytest.mark.usefixtures("examples")
SHEET = "8. Planning Requirements"


@pytest.fixture
def version() -> Version:
    return newest_version(EXAMPLESHIRE, TWO_YEARS)


@pytest.fixture
def sent_too(changed_reference: None) -> None:
    """Section 75 agreements as a part of the workbook."""
    Question.objects.filter(section__key="section-75").update(in_workbook=True)


class TestFixedRows:
    def test_as_they_were_sent_change_nothing(self, version: Version) -> None:
        found = seen(version, workbook(again(version)))
        assert (changes(found), found.faults) == ([], [])

    def test_a_changed_answer_is_one_change(self, version: Version) -> None:
        sent = Sent.of(version)
        sent.cell("conditions_met", 3).value = "No"
        (change,) = changes(seen(version, sent.data))
        assert change[0] == CELL
        assert change[2] == "yes > no"

    @pytest.mark.parametrize("names", [True, False], ids=["by names", "by headings"])
    def test_in_another_order_are_known_by_their_words(self, version: Version, names: bool) -> None:
        sent = Sent.of(version)
        sent.swap("conditions", 0, 8)
        sent.cell("conditions_met", 0).value = "No"
        sent.forget_uids("conditions")
        if not names:
            sent.book.defined_names.clear()
        found = seen(version, sent.data)
        assert found.faults == []
        (item,) = found.items
        assert item.line.get("requirement") == "PR9"
        assert any("Rows are matched by What the plan shows" in note for note in found.filled.notes)

    def test_a_row_that_the_edition_does_not_have_is_a_fault(self, version: Version) -> None:
        sent = Sent.of(version)
        sent.cell("conditions_requirement", 2).value = "Something of our own"
        sent.cell("conditions_uid", 2).value = None
        found = seen(version, sent.data)
        assert found.items == []
        assert found.faults

    def test_a_row_that_the_file_lost_stays(self, version: Version) -> None:
        sent = Sent.of(version)
        sent.clear("conditions", 4)
        found = seen(version, sent.data)
        assert (changes(found), found.faults) == ([], [])

    def test_words_typed_over_are_refused(self, version: Version) -> None:
        sent = Sent.of(version)
        sent.cell("conditions_requirement", 2).value = sent.cell("conditions_requirement", 3).value
        found = seen(version, sent.data)
        (fault,) = found.faults
        assert "is not changed here" in fault.message
        assert found.items == []


class TestRecords:
    def test_as_they_were_sent_change_nothing(self, version: Version, sent_too: None) -> None:
        found = seen(version, workbook(again(version)))
        assert (changes(found), found.faults) == ([], [])

    def test_are_changed_added_and_taken_out(self, version: Version, sent_too: None) -> None:
        sent = Sent.of(version)
        sent.cell("section_75_host").value = "One of the ICBs"
        sent.clear("section_75", 1)
        sent.cell("section_75_title", 4).value = "A third pool"
        found = [change[0] for change in changes(seen(version, sent.data))]
        assert sorted(found) == sorted([CELL, GONE, NEW])

    def test_without_uids_are_known_by_their_name(self, version: Version, sent_too: None) -> None:
        sent = Sent.of(version)
        sent.cell("section_75_host").value = "One of the ICBs"
        sent.forget_uids("section_75")
        (change,) = changes(seen(version, sent.data))
        assert change[0] == CELL
