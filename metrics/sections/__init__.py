"""Sections of figures: targets of metrics, and capacity against demand."""

from .capacity import (
    CAPACITY,
    DEMAND,
    SHORTFALL,
    SPOT,
    SURPLUS,
    SURPLUS_WITH_SPOT,
    Capacity,
    Month,
    Service,
)
from .figured import Figured
from .targets import (
    DENOMINATOR,
    ELSEWHERE,
    NATIONAL,
    NOT_LOADED,
    NUMERATOR,
    PLANNED,
    REASON,
    SCALE,
    VALUE,
    Targets,
)

__all__ = [
    "CAPACITY",
    "DEMAND",
    "DENOMINATOR",
    "ELSEWHERE",
    "NATIONAL",
    "NOT_LOADED",
    "NUMERATOR",
    "PLANNED",
    "REASON",
    "SCALE",
    "SHORTFALL",
    "SPOT",
    "SURPLUS",
    "SURPLUS_WITH_SPOT",
    "VALUE",
    "Capacity",
    "Figured",
    "Month",
    "Service",
    "Targets",
]
