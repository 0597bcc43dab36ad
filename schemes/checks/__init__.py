"""The rules of the money, by their ids in the catalogue. Importing this registers them."""

from . import (
    discharge,
    expenditure,
    funding_lines,
    income,
    lines,
    mentions,
    minimums,
    purposes,
    totals,
)

__all__ = [
    "discharge",
    "expenditure",
    "funding_lines",
    "income",
    "lines",
    "mentions",
    "minimums",
    "purposes",
    "totals",
]
