"""Sections of figures as sheets: what follows from the typed figures stands as formulas."""

from functools import partial

from bcf.workbooks.answered import areas_of_answered, draw_fixed_rows
from bcf.workbooks.kinds import SheetKind

from .sections import (
    CAPACITY,
    DEMAND,
    DENOMINATOR,
    NUMERATOR,
    PLANNED,
    SCALE,
    SPOT,
    SURPLUS,
    SURPLUS_WITH_SPOT,
    VALUE,
)

_PLANNED = (
    f"IF(AND(LEN({{{SCALE}}})>0,LEN({{{NUMERATOR}}})>0,N({{{DENOMINATOR}}})>0),"
    f"ROUND({{{NUMERATOR}}}/{{{DENOMINATOR}}}*{{{SCALE}}},1),"
    f'IF(LEN({{{VALUE}}})>0,{{{VALUE}}},""))'
)


def _surplus(*capacity: str) -> str:
    """Capacity less demand, once every figure stands."""
    stand = ",".join(f"LEN({{{key}}})>0" for key in (DEMAND, *capacity))
    together = "+".join(f"{{{key}}}" for key in capacity)
    return f'IF(AND({stand}),{together}-{{{DEMAND}}},"")'


TARGETS = SheetKind(partial(draw_fixed_rows, worked={PLANNED: _PLANNED}), areas_of_answered)
MONTHS = SheetKind(
    partial(
        draw_fixed_rows,
        worked={SURPLUS: _surplus(CAPACITY), SURPLUS_WITH_SPOT: _surplus(CAPACITY, SPOT)},
    ),
    areas_of_answered,
)
