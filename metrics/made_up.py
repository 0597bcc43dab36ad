"""Makes figures agree that were made up one by one, so that no rule finds a fault in them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from bcf.tables import Value

from .models import SetBy
from .sections import CAPACITY, DEMAND, DENOMINATOR, NUMERATOR, VALUE, Capacity, Targets

Cells = dict[str, Value]
FIGURES = {VALUE, NUMERATOR, DENOMINATOR}
#: What stands where nothing was made up.
SOME = Decimal(100)


def targets(section: Targets, row: Mapping[str, Value], made: Cells) -> Cells:
    """A target has the parts of its ratio, or else its value; nothing where others set it."""
    label = next(column.key for column in section.columns if column.given)
    asked = section.asked_of[str(row[label])]
    words = {key: value for key, value in made.items() if key not in FIGURES}
    if asked.set_by != SetBy.BOARD:
        return words
    if asked.metric.scale is None:
        return {**made, VALUE: made.get(VALUE, SOME)}
    whole = max(_number(made, NUMERATOR), _number(made, DENOMINATOR))
    return {**words, NUMERATOR: _number(made, NUMERATOR), DENOMINATOR: whole}


def months(section: Capacity, row: Mapping[str, Value], made: Cells) -> Cells:
    """No month is short."""
    return {**made, CAPACITY: max(_number(made, CAPACITY), _number(made, DEMAND))}


def _number(made: Cells, key: str) -> Decimal:
    value = made.get(key)
    return value if isinstance(value, Decimal) else SOME
