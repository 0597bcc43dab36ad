"""Pages of questions as sheets: a question and its answer in each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bcf.submissions.sections import SectionKind
from bcf.tables import Column, Kind, Row

from .areas import Anchor, Area
from .cells import address
from .exported import Exported
from .heads import TOP
from .kinds import SheetKind
from .layout import Book, Check, Highlight, Sheet, Validation, height_of
from .lists import Lists
from .names import place_name, sheet_name
from .rows import Condition, all_of, condition_of, content, validation

_LABEL, _ANSWER, _HINT = 2, 3, 4
#: Of the column of answers. A longer text is given the height of so many characters at most.
WIDTH, _SHOWN = 80.0, 1200


def draw_questions(book: Book, lists: Lists, section: SectionKind, exported: Exported) -> None:
    """Lay a section's questions out on its sheet, below what stands there already."""
    sheet = book.sheet(sheet_name(section))
    sheet.widths |= {1: 0, _LABEL: 60, _ANSWER: WIDTH, _HINT: 60}
    sheet.freeze = "A3"
    columns = _asked(section)
    rows = _places(sheet, columns)
    names = {column.key: place_name(section.key, column.key) for column in columns}
    for column in columns:
        book.name(names[column.key], sheet, address(rows[column.key], _ANSWER))
    answers = exported.tables[section.key].rows[0]
    for column in columns:
        _draw_question(sheet, lists, section, column, rows[column.key], answers)
        if column.need != "never":
            conditions = [condition_of(when, section.column(when.on)) for when in column.conditions]
            _draw_need(book, sheet, column, rows[column.key], conditions, names, answers)


def areas_of_questions(section: SectionKind) -> Iterator[Area]:
    """The answers, each by the name of its cell, else beside its question."""
    anchors = {
        column.key: Anchor(place_name(section.key, column.key), column.label)
        for column in _asked(section)
    }
    if anchors:
        yield Area(section.key, section.key, sheet_name(section), anchors, answers=True)


QUESTIONS = SheetKind(draw_questions, areas_of_questions)


def _asked(section: SectionKind) -> list[Column]:
    return [column for column in section.workbook_columns if not column.computed]


def _places(sheet: Sheet, columns: Sequence[Column]) -> dict[str, int]:
    """The row of each question; a heading begins each group."""
    row, group = max(sheet.bottom, TOP - 2), ""
    rows = {}
    for column in columns:
        if column.group != group:
            row += 2
            sheet.text(row, _LABEL, column.group, "band")
            sheet.blank(row, [_ANSWER, _HINT], "band")
            group = column.group
        row += 1
        rows[column.key] = row
    return rows


def _draw_question(
    sheet: Sheet, lists: Lists, section: SectionKind, column: Column, row: int, answers: Row
) -> None:
    place = address(row, _ANSWER)
    sheet.text(row, _LABEL, column.label, "label")
    sheet.value(row, _ANSWER, content(column, answers.get(column.key)), f"input.{column.kind}")
    if column.kind is Kind.TEXT:
        sheet.heights[row] = height_of("x" * min(column.max_length, _SHOWN), WIDTH)
    if column.hint:
        sheet.text(row, _HINT, column.hint, "note")
    source = lists.of(section, column) if column.kind is Kind.CHOICE else ""
    wanted: Validation = validation(column, place, source)
    sheet.validations.append(wanted._replace(prompt=""))  # the hint stands beside it


def _draw_need(
    book: Book,
    sheet: Sheet,
    column: Column,
    row: int,
    conditions: Sequence[Condition],
    names: Mapping[str, str],
    answers: Row,
) -> None:
    """A highlight while the answer is missing, and a line of the checklist."""
    place = address(row, _ANSWER)
    missing = all_of(f"LEN({names[column.key]})=0", conditions).format_map(names)
    sheet.highlights.append(Highlight(place, missing, "missing"))
    if conditions:
        asked = all_of("1", conditions).format_map(names)
        sheet.highlights.append(Highlight(place, f"{asked}=0", "unasked"))
    open_ = answers.get(column.key) is None and all(c.holds(answers.values) for c in conditions)
    formula = f'IF({missing}=0,"Yes","No")'
    book.checks.append(Check(sheet.name, column.label, place, formula, "No" if open_ else "Yes"))
