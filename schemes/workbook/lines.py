"""The lines of expenditure as a table: what follows what, and the names of its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from bcf.tables import Column, Row
from bcf.workbooks.cells import address, letter
from bcf.workbooks.layout import Book, GridColumn, Sheet
from bcf.workbooks.lists import Lists, rounded_up
from bcf.workbooks.names import place_name
from bcf.workbooks.rows import COMPLETE, FIRST, Condition, RowsTable, Values, among
from schemes.sections import Expenditure

#: There is room for more lines, in steps so that boards share blanks.
_STEP, _SPARE = 50, 10
#: The fields of a scheme, as its heading in tables of spending has them.
SCHEME_FIELDS = ("scheme_code", "scheme_name")
#: By this rule a year without spending needs no expected output.
_BY_YEAR = "R-EXP-010"
_TYPES = "list_scheme_type"
_TYPES_WITH_OUTPUTS = "list_scheme_type_with_outputs"
_UNITS_OF_TYPES = "list_scheme_type_units"
_PAIRS, _UNITS_OF_PAIRS = "list_scheme_type_pairs", "list_scheme_type_pair_units"


class Lines:
    """The columns of an edition's lines, by the names that formulas use."""

    def __init__(self, section: Expenditure) -> None:
        self.section = section
        self.by_field = {c.field: c for c in section.columns if c.field and not c.year}

    @cached_property
    def amounts(self) -> dict[str, Column]:
        """The columns of amounts, by year."""
        return {c.year: c for c in self.section.columns if c.field == "amount"}

    def amount(self, year: str) -> str:
        """The name of a year's amounts."""
        return place_name(self.section.key, self.amounts[year].key)

    def field(self, field: str) -> str:
        """The name of the column that holds a field."""
        return place_name(self.section.key, self.by_field[field].key)

    def label(self, field: str, key: str) -> str:
        """The label of a choice, as cells hold it."""
        return self.by_field[field].label_of(key) or key

    @cached_property
    def scheme(self) -> Column:
        """What tells schemes apart: their name, or their ID where the edition asks no name."""
        return self.by_field.get("scheme_name") or self.by_field["scheme_code"]

    @property
    def places(self) -> str:
        """The name of a hidden column that numbers each scheme's first line."""
        return place_name(self.section.key, "scheme_place")

    def scheme_names(self, rows: Iterable[Row]) -> dict[str, str]:
        """Each scheme's name as first written. Formulas compare names without capitals."""
        names: dict[str, str] = {}
        for row in rows:
            if name := row.get(self.scheme.key):
                names.setdefault(str(name).lower(), str(name))
        return names

    def number_schemes(self, table: RowsTable, rows: Sequence[Row]) -> None:
        """Number the first line of each scheme beside `table`, for the summary to find it."""
        sheet, key = table.sheet, self.scheme.key
        column = FIRST + len(table.columns) + 1
        name, place = f"${table.letters[key]}", f"${letter(column)}"
        same = f"SUMPRODUCT(--({name}${table.first}:{name}{{row}}={name}{{row}}))"
        number = f"MAX({place}${table.top}:{place}{{above}})+1"
        formula = f'IF(LEN({name}{{row}})=0,"",IF({same}=1,{number},""))'
        sheet.grid(table.first, column, [GridColumn("hidden", formula)], table.room)
        sheet.widths[column] = 0
        cells = f"{address(table.first, column)}:{address(table.last, column)}"
        table.book.name(self.places, sheet, cells)
        numbers = {name: n for n, name in enumerate(self.scheme_names(rows), start=1)}
        for line, row in enumerate(rows, start=table.first):
            name_here = str(row.get(key)).lower()
            sheet.put(address(line, column), numbers.pop(name_here, None))

    def table(self, book: Book, sheet: Sheet, lists: Lists, top: int, rows: int) -> RowsTable:
        """A table with its headings in row `top`, and room for `rows` lines and more."""
        section = self.section
        _add_lists(lists, section)
        return RowsTable(
            *(book, sheet, lists, section, place_name(section.key), section.workbook_columns, top),
            rounded_up(rows + _SPARE, _STEP),
            worked=self._worked(),
            more={column.key: tuple(self._more(column)) for column in section.workbook_columns},
            must=True,
        )

    def _worked(self) -> Mapping[str, str]:
        """The formulas of the columns that this edition works out from others of the sheet."""
        formulas = {
            "unit": self._unit,
            "la_share": lambda: 'IF(ISNUMBER({nhs_share}),1-{nhs_share},"")',
            "share_of_spend": self._share_of_spend,
        }
        return {
            c.key: formulas[c.field or c.key]()
            for c in self.section.workbook_columns
            if c.computed and c.key not in self.section.previous
        }

    def _unit(self) -> str:
        """The unit of the pair of type and sub type, else that of the type."""
        scheme_type, sub_type = self.by_field["scheme_type"].key, self.by_field["sub_type"].key
        place = f"MATCH({{{scheme_type}}},{_TYPES},0)"
        pair = f'MATCH({place}&"|"&{{{sub_type}}},{_PAIRS},0)'
        of_type = f'IFERROR(INDEX({_UNITS_OF_TYPES},{place})&"","")'
        return f'IFERROR(INDEX({_UNITS_OF_PAIRS},{pair})&"",{of_type})'

    def _share_of_spend(self) -> str:
        line = ",".join(f"{{{column.key}}}" for column in self.amounts.values())
        every = ",".join(self.amount(year) for year in self.amounts)
        return f'IF(LEN({{{COMPLETE}}})=0,"",IF(SUM({every})=0,"",SUM({line})/SUM({every})))'

    def _more(self, column: Column) -> Iterator[Condition]:
        """Outputs are asked of some types only, and in some editions of years with spending."""
        if column.field not in ("output", "unit"):
            return
        scheme_type = self.by_field["scheme_type"].key
        yield Condition(among(scheme_type, _TYPES_WITH_OUTPUTS), self.section.asks_outputs)
        if column.rule == _BY_YEAR:
            amount = self.amounts[column.year].key
            yield Condition(f"{{{amount}}}>0", lambda values: _positive(values, amount))


def _positive(values: Values, key: str) -> bool:
    amount = values.get(key)
    return bool(amount)


def _add_lists(lists: Lists, section: Expenditure) -> None:
    """What units and outputs follow: the scheme types, and the pairs with their sub types."""
    types = section.scheme_types
    lists.add(_TYPES_WITH_OUTPUTS, [t.label for t in types.values() if t.asks_outputs])
    lists.add(_UNITS_OF_TYPES, [t.unit.label if t.unit else "" for t in types.values()])
    places = {key: place for place, key in enumerate(types, start=1)}
    pairs = [
        (f"{places[sub.scheme_type.key]}|{sub.label}", sub.unit or types[sub.scheme_type.key].unit)
        for sub in section.sub_types.values()
    ]
    lists.add(_PAIRS, [pair for pair, _ in pairs])
    lists.add(_UNITS_OF_PAIRS, [unit.label if unit else "" for _, unit in pairs])
