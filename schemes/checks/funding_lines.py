"""Rules of the single lines of income."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q
from django.db.models.expressions import Combinable

from bcf.answers.cells import Cells
from bcf.checks.rows import Breach, RowRules
from bcf.editions.models import Severity
from schemes.sections import Income
from schemes.totals import INCOME

from .facts import missing, with_commas


class FundingCells(Cells):
    """The lines of income, as conditions."""

    def __init__(self, section: Income) -> None:
        sources = {key: source.pk for key, source in section.sources.items()}
        super().__init__(section, ids={"source": sources, "contributor": {}})

    @property
    def name(self) -> Combinable:
        """Each line by its source and contributor: "iBCF, Dorset Council"."""
        return with_commas(F("source__label"), F("contributor__name"))


LINES = RowRules(INCOME, FundingCells)


@LINES.rule("R-INC-004", holds="Every additional contribution says who gives it and what for.")
def extras_are_explained(lines: FundingCells) -> Iterator[Breach]:
    """An additional contribution names its contributor; without a comment it only warns."""
    extra = Q(source__mandatory=False)
    yield Breach(
        extra & Q(contributor=None),
        "{row}: no contributor.",
        "An additional contribution names who gives it.",
        column="contributor",
        missing=True,
    )
    yield Breach(
        extra & Q(comment=""),
        "{row}: no comment on its use.",
        "Say what the additional contribution is for.",
        column="comment",
        missing=True,
        severity=Severity.WARNING,
    )


@LINES.rule("R-INC-008", holds="Every line of income has an amount for each year.")
def every_line_has_its_amounts(lines: FundingCells) -> Iterator[Breach]:
    """An empty amount is not nought."""
    yield from missing(lines, "R-INC-008")


@LINES.rule("R-INC-010", holds="Every source of funding is one of this edition.")
def sources_are_the_editions(lines: FundingCells) -> Iterator[Breach]:
    """The Winter Pressures Grant went into the iBCF after 2019-20; other sources end too."""
    yield Breach(
        ~Q(source__edition=lines.section.edition),
        "{row}: this edition has no such source of funding.",
        "Move the amount to a source of this edition and delete the line.",
        column="source",
    )
