"""What the money's rules are given, and words that several of them use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import Func, TextField, Value
from django.db.models.expressions import Combinable

from bcf.answers.cells import Cells
from bcf.checks.registry import Round
from bcf.checks.rows import Breach
from bcf.editions.models import Need
from bcf.tables import Kind
from schemes.sums import read_totals
from schemes.totals import Totals

NOT_LOADED = (
    "The published figure is not loaded here. The national team adds it: there is nothing for"
    " you to do."
)


def totals(round: Round) -> Mapping[int, Totals]:
    """The totals of each plan."""
    return read_totals(round.versions)


def missing(cells: Cells, rule: str) -> Iterator[Breach]:
    """A breach for each column that the edition needs by this rule: its cell is empty."""
    for column in cells.section.columns:
        if column.rule == rule and column.need != Need.NEVER:
            money = column.kind is Kind.MONEY and column.year
            yield Breach(
                cells.is_missing(column),
                "{row}: no amount for {of}." if money else "{row}: “{of}” is empty.",
                facts={"of": column.year if money else column.heading},
                column=column.key,
                year=column.year,
                missing=True,
            )


def with_commas(*words: Combinable) -> Combinable:
    """Words with a comma and a space between them; those that are null are left out."""
    return Func(Value(", "), *words, function="concat_ws", output_field=TextField())
