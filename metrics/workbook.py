"""Sections of figures as sheets: what follows from the typed figures stands as formulas."""

from functools import partial

from bcf.workbooks.answered import areas_of_answered, draw_fixed_rows
from bcf.workbooks.kinds import SheetKind

from .sections import CAPACITY, DEMAND, DENOMINATOR, NUMERATOR, PLANNED, SCALE, SURPLUS, VALUE

_PLANNED = (
    f"IF(AND(LEN({{{SCALE}}})>0,LEN({{{NUMERATOR}}})>0,N({{{DENOMINATOR}}})>0),"
    f"ROUND({{{NUMERATOR}}}/{{{DENOMINATOR}}}*{{{SCALE}}},1),"
    f'IF(LEN({{{VALUE}}})>0,{{{VALUE}}},""))'
)
_SURPLUS = f'IF(AND(LEN({{{DEMAND}}})>0,LEN({{{CAPACITY}}})>0),{{{CAPACITY}}}-{{{DEMAND}}},"")'

TARGETS = SheetKind(partial(draw_fixed_rows, worked={PLANNED: _PLANNED}), areas_of_answered)
MONTHS = SheetKind(partial(draw_fixed_rows, worked={SURPLUS: _SURPLUS}), areas_of_answered)
