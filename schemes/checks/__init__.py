"""The rules of the money, by their ids in the catalogue. Importing this registers them."""

from . import (
    administration,
    discharge,
    expenditure,
    funding_lines,
    income,
    lines,
    mentions,
    minimums,
    purposes,
    signatures,
    totals,
    updates,
)

__all__ = [
    "administration",
    "discharge",
    "expenditure",
    "funding_lines",
    "income",
    "lines",
    "mentions",
    "minimums",
    "purposes",
    "signatures",
    "totals",
    "updates",
]
