import re
import subprocess
import tracemalloc

import pytest

from bcf.workbooks.opening import Unreadable, check_package, open_book, read_sheet
from tests.workbooks import hostile
from tests.workbooks.hostile import MEGABYTE, merges, number, packed, plain
from tests.workbooks.hostile_kinds import HOSTILE
from tests.workbooks.reading import BCP, EXAMPLESHIRE, SAMPLETON, export, recalculated

#: The most memory that the check of a file takes beside it.
MOST_MEMORY = 50 * MEGABYTE


def refusal(data):
    """What is said of a file, and the memory that it took to say so."""
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable) as refused:
            read(data)
        return refused.value.message, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def read(data):
    """Every sheet of a workbook, as a list of rows by the sheet's name."""
    book = open_book(data).book
    return {name: read_sheet(book, name) for name in book.sheet_names}


@pytest.mark.parametrize("kind", HOSTILE)
def test_each_hostile_kind_is_refused_in_its_own_words(kind):
    make, words = HOSTILE[kind]
    message, memory = refusal(make())
    assert words in message
    assert message.endswith(".")
    assert len(message) < 300
    assert memory < MOST_MEMORY


def prefixed():
    """The small workbook as some programs write it, every element with a prefix."""
    parts = plain()
    sheet = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", parts[hostile.SHEET])
    parts["xl/data/first.xml"] = sheet.replace(b"xmlns=", b"xmlns:x=")
    parts[hostile.LINKS] = parts[hostile.LINKS].replace(b"worksheets/sheet1", b"data/first")
    del parts[hostile.SHEET]
    return packed(parts)


#: What looks odd and is right: Excel and others write such files.
GOOD = {
    "small": lambda: packed(plain()),
    "prefixed": prefixed,
    "formats-to-the-end": lambda: hostile.with_cells(
        number("A1") + '<c r="XFD1048576" s="0"/><c r="XFD1048576" s="0"></c>'
    ),
    "long": lambda: hostile.with_cells(number("A1") + number("AZ20000")),
    "wide": lambda: hostile.with_cells(number("A1") + number("OJ2500")),
    "merged-row": lambda: hostile.with_cells(number("A1"), merges("A1:XFD1", "B2")),
    "lines-not-well-formed": lambda: hostile.with_part("xl/a.vml", b"<xml><br></xml>"),
    "folders": lambda: packed({**plain(), "xl/worksheets/": b""}),
    "long-text": lambda: hostile.with_cells(
        f'<c r="A1" t="inlineStr"><is><t>{hostile.noise(15_000).hex()}</t></is></c>'
    ),
}


@pytest.mark.parametrize("kind", GOOD)
def test_what_only_looks_odd_is_read(kind):
    assert len(read(GOOD[kind]())) == 2


def test_a_prefix_changes_nothing():
    assert read(prefixed()) == read(packed(plain()))
    assert read(packed(plain()))["Income"] == [["Source", "Amount"], ["DFG", 1200]]


@pytest.mark.parametrize("plan", [BCP, EXAMPLESHIRE, SAMPLETON])
def test_our_own_workbook_is_read(examples, plan):
    book = export(plan)
    assert list(read(book.data)) == book.formulas.sheetnames


def test_what_libreoffice_saved_is_read(examples, soffice, tmp_path):
    book = export(EXAMPLESHIRE)
    (again,) = recalculated(soffice, tmp_path, book)
    assert list(read(again.data)) == book.formulas.sheetnames
    (tmp_path / "old.xlsx").write_bytes(book.data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for kind, words in (("xls", "Excel 97 to 2003"), ("ods", "OpenDocument"), ("pdf", "PDF")):
        command = [soffice, profile, "--headless", "--convert-to", kind, "old.xlsx"]
        subprocess.run(command, check=True, capture_output=True, timeout=180, cwd=tmp_path)
        with pytest.raises(Unreadable, match=words):
            check_package((tmp_path / f"old.{kind}").read_bytes())


def test_the_largest_that_is_read_takes_little_memory():
    data = hostile.largest()
    tracemalloc.start()
    check_package(data)
    memory = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert memory < MOST_MEMORY


def test_the_reader_is_given_nothing_that_was_not_checked():
    """Two directories in one file: a reader that took the other one would find another sheet."""
    good, bad = packed(plain()), hostile.with_cells(number("XFD1048576"))
    assert read(bad + good)["Income"][0] == ["Source", "Amount"]
