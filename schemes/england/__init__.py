"""The plans of the made-up England: their money, and the mistakes that are put into some."""

from .make import Made, make_england
from .removal import remove_england

__all__ = ["Made", "make_england", "remove_england"]
