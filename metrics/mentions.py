"""The metrics that a plan's texts name, and the targets they quote."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from bcf.mentions.mention import Kind, Mention, Standing
from bcf.mentions.words import FIGURES
from bcf.pages.frame import place
from bcf.submissions.models import Version
from bcf.submissions.past import Cells
from bcf.submissions.sections import sections_of_kind

from .models import Metric
from .sections import DENOMINATOR, NUMERATOR, VALUE, Targets
from .targets import planned


class Metrics(Kind):
    """The metrics that the edition asks for, by their names, with the plan's targets.

    Metrics that only earlier editions asked for are told too: texts are taken over from there.
    """

    figures = FIGURES

    def __init__(self, version: Version) -> None:
        targets = sections_of_kind(version.submission.collection, Targets)
        self.targets = targets[0] if targets else None
        super().__init__(version, self.targets)

    def named(self, text: str, revision: int) -> Iterator[Mention]:
        for found in self._names.finditer(text) if self._metrics else ():
            metric, asked = self._metrics[found[0].casefold()]
            if asked:
                url, code = place(self.version, "metric", metric.code), metric.code
                yield Mention(*found.span(), str(metric), Standing.SAME, url=url, subject=code)
            else:
                yield Mention(*found.span(), str(metric), Standing.NOT_ASKED)

    def values(self, subject: str, rows: Mapping[UUID, Cells]) -> dict[Hashable, Decimal]:
        """The planned value of each period."""
        if self.targets is None:
            return {}
        found = {}
        for uid, key in self.targets.keys.items():
            metric = self.targets.asked_of[key].metric
            if metric.code == subject:
                cells = (rows[uid][column] for column in (VALUE, NUMERATOR, DENOMINATOR))
                typed = (Decimal(cell) if cell else None for cell in cells)
                found[uid] = planned(metric.scale, *typed)
        return {uid: value for uid, value in found.items() if value is not None}

    @cached_property
    def _metrics(self) -> dict[str, tuple[Metric, bool]]:
        """Each metric that may be named, by its name, and whether this edition asks for it."""
        if self.targets is None:
            return {}
        asked = set(self.targets.metrics)
        starts = self.targets.edition.starts
        earlier = Metric.objects.filter(editions__edition__starts__lte=starts).distinct()
        known = {str(metric).casefold(): (metric, metric.code in asked) for metric in earlier}
        return {name: found for name, found in known.items() if found[1] or " " in name}

    @cached_property
    def _names(self) -> re.Pattern[str]:
        """The names, the longest first. One of a single word is one with its capital only."""
        names = [str(metric) for metric, _ in self._metrics.values()]
        ordered = sorted(map(re.escape, names), key=len, reverse=True)
        choices = (name if "\\ " not in name else f"(?i:{name})" for name in ordered)
        return re.compile(rf"\b(?:{'|'.join(choices)})\b")
