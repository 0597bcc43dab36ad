"""The two sections that hold money: income and expenditure."""

from .expenditure import Expenditure
from .income import Income

__all__ = ["Expenditure", "Income"]
