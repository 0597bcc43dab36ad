"""What income and expenditure have in common: every row names a source of funding."""

from __future__ import annotations

from functools import cached_property

from bcf.answers.typed import TypedRows
from bcf.tables import Option

from ..models import FundingSource


class FundedRows(TypedRows):
    """Typed rows, each of one of the edition's sources of funding."""

    paid_from = "source"

    @cached_property
    def sources(self) -> dict[str, FundingSource]:
        """The collection's sources of funding by key, in the edition's order."""
        sources = FundingSource.objects.asked_by(self.collection).order_by("position")
        return {source.key: source for source in sources}

    def lists(self) -> dict[str, tuple[Option, ...]]:
        sources = tuple(Option(key, source.label) for key, source in self.sources.items())
        return {**super().lists(), "funding_source": sources}

    def rows_about(self, subject: str) -> dict[str, str]:
        """The rows of one source."""
        return {"source": subject} if subject in self.sources else {}
