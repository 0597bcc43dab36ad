"""A filled official file comes back: known by its bytes, else by its map alone."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from openpyxl import Workbook, load_workbook

from bcf.imports.changes import Look, look
from bcf.imports.files import Given
from bcf.imports.filled import read_filled
from bcf.imports.many import import_one
from bcf.imports.origin import OFFICIAL, WrongFile
from bcf.imports.putting import all_faults
from bcf.submissions.codes import newest_version
from bcf.submissions.models import Version
from bcf.submissions.sections import section_of
from bcf.tables import Edit, Row
from bcf.workbooks.models import OfficialFile
from bcf.workbooks.outline import Outline
from bcf.workbooks.registry import _compiled, fill
from tests.factories import NEXT, again, put
from tests.official.made import HEADINGS, LEFT, POOL, SPENDING, TOP, in_file
from tests.official.rows import in_use
from tests.official.test_filling import made_for, mapped
from tests.workbooks.reading import SAMPLETON
from tests.workbooks.saving import saved

pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")


@pytest.fixture
def file(plan: Version) -> OfficialFile:
    _compiled.cache_clear()
    data = made_for(plan)
    return in_use(plan, data, mapped(plan, data))


@pytest.fixture
def sent(file: OfficialFile, plan: Version) -> bytes:
    return fill(file, plan, None)


def edited(data: bytes, edit: Callable[[Workbook], object]) -> bytes:
    book = load_workbook(io.BytesIO(data))
    edit(book)
    return saved(book)


def looked(plan: Version, data: bytes) -> Look:
    return look(read_filled(Outline.read(data), again(plan)))


def told(found: Look) -> list[tuple[str, str]]:
    return [(item.column, item.change.now) for item in found.items if item.change]


def place(key: str) -> int:
    return LEFT + list(HEADINGS).index(key)


def lines(plan: Version) -> list[Row]:
    return section_of(plan.submission.collection, "expenditure").rows(plan)


def test_what_was_sent_is_known_and_changes_nothing(plan: Version, sent: bytes) -> None:
    found = looked(plan, sent)
    assert (found.items, found.conflicts, all_faults(found)) == ([], [], [])
    assert found.filled.origin.version == plan


def test_also_once_the_plan_has_moved_on(plan: Version, sent: bytes) -> None:
    put(plan, Edit(uid=lines(plan)[0].uid, raw={NEXT: "5"}))
    found = looked(plan, sent)
    assert (found.items, found.conflicts) == ([], [])


def test_one_cell_is_one_change(plan: Version, sent: bytes) -> None:
    def edit(book: Workbook) -> None:
        book[SPENDING].cell(TOP + 2, place("amount_2023-24")).value = 12345.5

    found = looked(plan, edited(sent, edit))
    assert [(column, str(now)) for column, now in told(found)] == [("amount_2023-24", "12345.50")]
    assert found.items[0].line.uid == lines(plan)[2].uid
    assert found.items[0].section.sheet == SPENDING
    assert OFFICIAL in found.filled.notes


def other(plan: Version, line: Row, key: str) -> object:
    """Something else that a column takes, in the file's words."""
    entries = {
        "scheme_type": "Carers Services",
        "area_of_spend": "Acute",
        "commissioner": "Jointly commissioned",
        "provider": "Private Sector",
        "source": "Additional LA Contribution",
        "new_or_existing": "New",
    }
    if key in entries:
        return entries[key]
    if key == "sub_type":
        column = section_of(plan.submission.collection, "expenditure").column(key)
        return in_file(key, column.options_for(line.values)[-1].label)
    if key == "nhs_share":
        return 0.25
    return 17 if key.startswith(("amount", "output")) else "Other words"


@pytest.mark.parametrize("key", [key for key in HEADINGS if key != "unit"])
def test_each_column_s_cell_is_that_change(plan: Version, sent: bytes, key: str) -> None:
    def edit(book: Workbook) -> None:
        book[SPENDING].cell(TOP + 6, place(key)).value = other(plan, line, key)

    line = lines(plan)[6]
    found = looked(plan, edited(sent, edit))
    assert [column for column, _ in told(found)] == [key]
    assert found.items[0].line.uid == line.uid


def test_words_of_the_file_are_our_entries(plan: Version, sent: bytes) -> None:
    def edit(book: Workbook) -> None:
        book[SPENDING].cell(TOP, place("commissioner")).value = "jointly commissioned"

    assert told(looked(plan, edited(sent, edit))) == [("commissioner", "joint")]


def test_the_amount_of_a_source_with_one_line(plan: Version, sent: bytes) -> None:
    def edit(book: Workbook) -> None:
        book[POOL]["E8"].value = 777

    found = looked(plan, edited(sent, edit))
    assert [(column, str(now)) for column, now in told(found)] == [("amount_2023-24", "777.00")]


def test_a_sum_of_several_lines_is_changed_on_their_page(plan: Version, sent: bytes) -> None:
    def edit(book: Workbook) -> None:
        book[POOL]["E6"].value = 777

    found = looked(plan, edited(sent, edit))
    assert found.items == []
    (fault,) = all_faults(found)
    assert (fault.sheet, fault.cell) == (POOL, "E6")
    assert fault.message.startswith("This cell adds up 2 funding lines of the plan.")


def test_another_plan_s_file_is_refused_in_a_sentence(plan: Version, sent: bytes) -> None:
    other = newest_version(*SAMPLETON)
    with pytest.raises(WrongFile) as refused:
        read_filled(Outline.read(sent), other)
    assert refused.value.message.startswith("This file is Exampleshire's 2023-25 plan.")


def test_among_many_it_is_known_by_its_bytes(plan: Version, sent: bytes) -> None:
    report = import_one(Given("sent.xlsx", lambda: sent), apply=False)
    assert (report.submission, report.ok) == (plan.submission.code, True)
