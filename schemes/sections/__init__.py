"""The two sections that hold money: income and expenditure."""

from .expenditure import Expenditure
from .income import SLIVER, Income

__all__ = ["SLIVER", "Expenditure", "Income"]
