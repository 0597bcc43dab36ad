"""What a filled workbook would change, from real files."""

from __future__ import annotations

import pytest

from bcf.submissions.codes import newest_version
from tests.imports.files import Sent, changes, seen
from tests.workbooks.reading import BCP, EXAMPLESHIRE, SAMPLETON
from bcf.workbooks.export import workbook


@pytest.mark.parametrize("plan", [BCP, EXAMPLESHIRE, SAMPLETON])
def test_a_file_sent_back_as_it_was_changes_nothing(examples: None, plan: tuple[str, str]) -> None:
    version = newest_version(*plan)
    for data in (workbook(version), Sent.of(version).data):
        found = seen(version, data)
        assert (changes(found), found.conflicts, found.faults) == ([], [], [])
        assert (found.filled.notes, found.filled.doubts) == ([], [])
