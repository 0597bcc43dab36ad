"""Columns: what a cell of each kind accepts, and how its value is written."""

from __future__ import annotations

import datetime
import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from .errors import CellError
from .numbers import AMOUNT, DECIMALS, NUMBER, SHARE, parse_number

#: A cell's value: text, a choice's key, a number, a day, or nothing.
Value = str | Decimal | datetime.date | None

#: Excel keeps at most 32,767 characters in a cell.
LONGEST_TEXT = 30_000
#: A text that may be longer is prose, and has a box of several lines.
ONE_LINE = 300


class Kind(StrEnum):
    TEXT = "text"
    MONEY = "money"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    CHOICE = "choice"

    @property
    def is_number(self) -> bool:
        """Whether its cells hold figures, which stand at the right."""
        return self in (Kind.MONEY, Kind.NUMBER, Kind.PERCENT)


_LINE_END = re.compile(r"\r\n?|\v|\f")
#: What neither the database nor a workbook keeps.
_UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
UNKEPT = "The text holds a character that cannot be kept. Type it again."


def cannot_be_kept(text: str) -> bool:
    """Whether a text holds a character that the database or a workbook would refuse."""
    return bool(_UNKEPT.search(text))


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a drop-down. `parent` is the entry it belongs to in the list it follows."""

    key: str
    label: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A condition on another cell of the row, for a column to be asked."""

    on: str
    op: str
    values: tuple[str, ...] = ()

    def holds(self, row: Mapping[str, Value]) -> bool:
        """Whether the row meets the condition."""
        value = row.get(self.on)
        match self.op:
            case "blank":
                return value is None
            case "not_blank":
                return value is not None
            case _:
                return value is not None and str(value) in self.values


@dataclass(frozen=True)
class Column:
    """One column of a section's table, or one question of a page.

    `need` is `always`, `asked` (whenever the conditions hold) or `never`: what is missing
    is a finding of the checks. Only without a `required` cell a row cannot be kept at all.
    A `computed` column is worked out and never typed. A `given` one says which row of the
    edition's it is: it is read from files to know the row, and is never changed. `follows`
    names the column that narrows the options. `withdrawn` entries are no longer offered, and
    stay where they were chosen. `field` names the typed model field; without one the cell is
    an answer. Only a column that is `in_table` is shown in the dense table, and only one that
    is `in_workbook` is sent in the national workbook.
    """

    key: str
    label: str
    kind: Kind
    short_label: str = ""
    options: tuple[Option, ...] = ()
    follows: str = ""
    need: str = "never"
    required: bool = False
    computed: bool = False
    given: bool = False
    field: str = ""
    year: str = ""
    group: str = ""
    hint: str = ""
    rule: str = ""
    max_length: int = LONGEST_TEXT
    in_table: bool = True
    in_workbook: bool = True
    conditions: tuple[When, ...] = ()
    withdrawn: tuple[Option, ...] = ()

    @property
    def is_typed(self) -> bool:
        """Whether people say what stands in its cells."""
        return not (self.computed or self.given)

    @property
    def heading(self) -> str:
        """The short heading for a dense table."""
        return self.short_label or self.label

    @property
    def is_prose(self) -> bool:
        """Whether it is for a text of several lines."""
        return self.kind is Kind.TEXT and self.max_length > ONE_LINE

    def with_options(self, options: tuple[Option, ...]) -> Column:
        """The same column with another list."""
        return replace(self, options=options)

    def asked(self, row: Mapping[str, Value]) -> bool:
        """Whether the row's other cells call for this one."""
        return all(condition.holds(row) for condition in self.conditions)

    def options_for(self, row: Mapping[str, Value]) -> tuple[Option, ...]:
        """The options open to the row: all, or those of what it follows."""
        if not self.follows:
            return self.options
        parent = row.get(self.follows)
        return tuple(option for option in self.options if option.parent == parent)

    @cached_property
    def _listed(self) -> dict[Value, dict[str, str]]:
        """The keys of options by key and by label, as most are written.

        By the entry that they belong to; all under None in a list that follows none.
        """
        listed: dict[Value, dict[str, str]] = {}
        for option in self.options:
            keys = listed.setdefault(option.parent if self.follows else None, {})
            keys.setdefault(option.key, option.key)
            keys.setdefault(option.label, option.key)
        return listed

    def parse(self, raw: object, row: Mapping[str, Value]) -> Value:
        """Read what was typed; `row` holds the row's other values.

        A value that this has given before reads as itself. Raises CellError, with what was
        typed and the reason, when it cannot be kept.
        """
        text = _written(raw)
        if not text:
            return None
        match self.kind:
            case Kind.TEXT:
                return self._parse_text(text)
            case Kind.CHOICE:
                return self._parse_choice(text, row)
            case Kind.DATE:
                return _parse_date(text)
            case Kind.PERCENT:
                return _parse_percent(text)
            case Kind.MONEY:
                return parse_number(text, AMOUNT)
            case Kind.NUMBER:
                return parse_number(text, NUMBER)

    def canonical(self, value: Value) -> str:
        """The one way to write a value where versions are compared."""
        if value is None:
            return ""
        if isinstance(value, Decimal):
            return f"{value:.{DECIMALS}f}"
        if isinstance(value, datetime.date):
            return value.isoformat()
        return unicodedata.normalize("NFC", value)

    def label_of(self, value: Value) -> str:
        """The label of a chosen option; empty for none."""
        known = (*self.options, *self.withdrawn)
        return next((option.label for option in known if option.key == value), "")

    def _parse_text(self, typed: str) -> str | None:
        text = unicodedata.normalize("NFC", _LINE_END.sub("\n", typed)).strip()
        if cannot_be_kept(text):
            raise CellError(typed, UNKEPT)
        if len(text) > self.max_length:
            raise CellError(
                typed, f"The text has {len(text):,} characters; at most {self.max_length:,} fit."
            )
        return text or None

    def _parse_choice(self, text: str, row: Mapping[str, Value]) -> str | None:
        as_listed = self._listed.get(row.get(self.follows), {})
        if text in as_listed:
            return as_listed[text]
        wanted = fold(text)
        if wanted in ("", "-"):
            return None
        if self.follows and row.get(self.follows) is None:
            raise CellError(text, "This list follows another one. Choose that one first.")
        if text in {option.key for option in self.withdrawn}:
            return text
        options = self.options_for(row)
        for option in options:
            if wanted in (fold(option.key), fold(option.label)):
                return option.key
        raise CellError(text, _not_in_list(text.strip(), self, options))


def _written(raw: object) -> str:
    """What was typed, or a value as it would be typed."""
    if raw is None:
        return ""
    return format(raw, "f") if isinstance(raw, Decimal) else str(raw)


def fold(text: str) -> str:
    """A text as names are compared: without capitals, and with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _not_in_list(text: str, column: Column, options: tuple[Option, ...]) -> str:
    if column.follows and not options:
        return f"“{text}” has no list to choose from here. Leave it empty."
    labels = {fold(option.label): option.label for option in options}
    near = difflib.get_close_matches(fold(text), labels, n=1)
    hint = f" Did you mean “{labels[near[0]]}”?" if near else " Choose one from the list."
    return f"“{text}” is not in the list for {column.heading}.{hint}"


def _parse_percent(text: str) -> Decimal | None:
    share = parse_number(text, SHARE)
    if share is not None and share > 100:
        raise CellError(text, f"“{text.strip()}” is over 100. A share is from 0 to 100.")
    return share


_DATE_FORMATS = (
    *("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y"),
    *("%d %B %Y", "%d %b %Y"),
)
#: Workbooks know no day before.
_FIRST_YEAR = 1900


def _parse_date(typed: str) -> datetime.date | None:
    text = typed.strip()
    if text in ("", "-"):
        return None
    for pattern in _DATE_FORMATS:
        try:
            day = datetime.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
        if day.year >= _FIRST_YEAR:
            return day
    raise CellError(typed, f"“{text[:40]}” is not a date. Type one such as 28/06/2023.")
