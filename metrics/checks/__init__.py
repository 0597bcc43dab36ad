"""The rules of metrics and of capacity, by their ids in the catalogue. Importing registers them."""

from . import months, narratives, targets

__all__ = ["months", "narratives", "targets"]
