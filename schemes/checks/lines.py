"""Rules of the single lines of expenditure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import and_

from django.db.models import Count, F, Min, OuterRef, Q, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, NullIf

from bcf.answers.cells import Cells
from bcf.checks.rows import Blank, Breach, Case, RowRules
from bcf.kept import VERSIONS
from bcf.tables import Column
from schemes.keys import JOINT, OTHER
from schemes.models import ExpenditureLine, Scheme
from schemes.sections import Expenditure
from schemes.totals import EXPENDITURE

from .facts import missing, with_commas


class LineCells(Cells):
    """The lines of expenditure, as conditions."""

    section: Expenditure

    def __init__(self, section: Expenditure) -> None:
        super().__init__(section, ids=section.references)

    @property
    def name(self) -> Combinable:
        """Each line by its place and its scheme: "Line 14, Home care"."""
        lines = ExpenditureLine.objects.filter(version=OuterRef("version")).order_by()
        earlier = Q(position__lt=OuterRef("position"))
        itself = Q(position=OuterRef("position"), pk__lte=OuterRef("pk"))
        counted = lines.filter(earlier | itself).values("version").annotate(place=Count("pk"))
        place = Concat(Value("Line "), Subquery(counted.values("place")))
        return with_commas(place, NullIf("scheme__name", Value("")))

    def cell(self, column: Column, **lookups: object) -> Q:
        """A condition on a typed cell, such as `cell(amount, gt=0)`."""
        path = self.path(column)
        return Q(**{f"{path}__{lookup}": value for lookup, value in lookups.items()})

    def is_nothing(self, column: Column) -> Q:
        """The cell of a number is empty, or holds 0."""
        return self.is_blank(column) | self.cell(column, exact=0)

    def blank(self, key: str, whether: str, *when: Q) -> Blank:
        """The cell in column `key` is empty: then `whether` cannot be told, of lines `when`."""
        column = self.section.column(key)
        return Blank(
            reduce(and_, when, self.is_blank(column)),
            "“{of}” is empty on {rows}: whether {whether} cannot be told.",
            {"of": column.heading, "whether": whether},
            key,
            self.section.row_noun,
        )

    @property
    def asks_outputs(self) -> Q:
        """The line's type asks for expected outputs."""
        return self._types(asking=True)

    @property
    def takes_no_outputs(self) -> Q:
        """The line's type is known, and asks for none."""
        return self._types(asking=False)

    def _types(self, asking: bool) -> Q:
        types = self.section.scheme_types.items()
        return self.among("scheme_type", (k for k, t in types if t.asks_outputs is asking))

    def among(self, key: str, keys: Iterable[str]) -> Q:
        """The cell in column `key` holds one of these choices."""
        return self.is_among(self.section.column(key), keys)


LINES = RowRules(EXPENDITURE, LineCells)


@LINES.rule("R-EXP-003", holds="Every line has all that the edition asks of it.")
def lines_are_complete(lines: LineCells) -> Iterator[Breach]:
    """Scheme id and name, description, type, area, provider, source and amount."""
    yield from missing(lines, "R-EXP-003")


@LINES.rule("R-EXP-004", holds="Every sub type is there and belongs to its type.")
def sub_types_belong(lines: LineCells) -> Iterator[Case]:
    """A type with sub types needs one of them."""
    yield from missing(lines, "R-EXP-004")
    yield lines.blank("scheme_type", "a sub type is needed")
    both = Q(sub_type__isnull=False, scheme_type__isnull=False)
    yield Breach(
        both & ~Q(sub_type__scheme_type=F("scheme_type")),
        "{row}: the sub type belongs to another type.",
        "Choose one of the type's own.",
        column="sub_type",
    )


@LINES.rule("R-EXP-005", holds="Every line of the type Other says what it is.")
def other_types_are_named(lines: LineCells) -> Iterator[Case]:
    yield from missing(lines, "R-EXP-005")
    yield lines.blank("scheme_type", "it is Other")


@LINES.rule("R-EXP-006", holds="Every sub type Other is explained.")
def other_sub_types_are_explained(lines: LineCells) -> Iterator[Case]:
    """The description says more than the scheme's name."""
    may_have_one = Q(scheme_type=None) | lines.is_asked(lines.section.column("sub_type"))
    yield lines.blank("sub_type", "it is Other", may_have_one)
    says_nothing = Q(description="") | Q(description__iexact=F("scheme__name"))
    yield Breach(
        Q(sub_type__key=OTHER) & says_nothing,
        "{row}: nothing says what the sub type Other is.",
        "Explain it in the description.",
        column="description",
    )


@LINES.rule("R-EXP-007", holds="Every area of spend Other says what it is.")
def other_areas_are_named(lines: LineCells) -> Iterator[Case]:
    yield from missing(lines, "R-EXP-007")
    yield lines.blank("area_of_spend", "it is Other")


@LINES.rule("R-EXP-008", holds="Every jointly commissioned line gives the NHS share.")
def joint_lines_give_shares(lines: LineCells) -> Iterator[Case]:
    """The council's share is what is left of 100: the two cannot disagree."""
    yield from missing(lines, "R-EXP-008")
    yield lines.blank("commissioner", "an NHS share is needed")


@LINES.rule("R-EXP-009", holds="Only jointly commissioned lines give an NHS share.")
def other_lines_give_none(lines: LineCells) -> Iterator[Case]:
    yield lines.blank("commissioner", "an NHS share is allowed")
    alone = lines.section.references["commissioner"].keys() - {JOINT}
    yield Breach(
        lines.among("commissioner", alone) & Q(nhs_share__isnull=False),
        "{row}: it has an NHS share, and is not jointly commissioned.",
        "Empty the share, or choose Joint.",
        column="nhs_share",
    )


@LINES.rule("R-EXP-010", holds="Expected outputs are there where they are asked, and only there.")
def outputs_are_expected(lines: LineCells) -> Iterator[Case]:
    """A type with a unit needs an output above 0 in each year with spending; others none."""
    yield lines.blank("scheme_type", "an expected output is needed")
    amounts = lines.section.by_year("amount")
    for year, output in lines.section.by_year("output").items():
        yield lines.blank(
            amounts[year].key,
            "an expected output is needed",
            lines.asks_outputs,
            lines.is_nothing(output),
        )
        asked = lines.asks_outputs & lines.cell(amounts[year], gt=0)
        yield Breach(
            asked & lines.is_blank(output),
            "{row}: no expected output for {year}.",
            "Its type needs a number in each year that has spending.",
            column=output.key,
            year=year,
            missing=True,
        )
        yield Breach(
            asked & lines.cell(output, exact=0),
            "{row}: an expected output of 0 for {year}.",
            "It has spending in that year: the number must be above 0.",
            column=output.key,
            year=year,
        )
        yield _no_output(lines, output)


def _no_output(lines: LineCells, output: Column) -> Breach:
    return Breach(
        lines.takes_no_outputs & lines.is_filled(output),
        "{row}: an expected output for {year}, which its type does not take.",
        "Empty the cell, or choose the right type.",
        column=output.key,
        year=output.year,
    )


@LINES.rule("R-EXP-011", holds="Planned outputs are there where they are asked, and only there.")
def outputs_are_planned(lines: LineCells) -> Iterator[Case]:
    """Certain types need a unit and a number; others take neither."""
    yield lines.blank("scheme_type", "a planned output is needed")
    unit = lines.section.column("unit")
    yield Breach(
        lines.asks_outputs & lines.is_blank(unit),
        "{row}: no unit for its planned output.",
        "Choose what the number counts.",
        column=unit.key,
        missing=True,
    )
    yield Breach(
        lines.takes_no_outputs & lines.is_filled(unit),
        "{row}: a unit of output, which its type does not take.",
        "Empty the cell, or choose the right type.",
        column=unit.key,
    )
    for output in lines.section.by_year("output").values():
        yield Breach(
            lines.asks_outputs & lines.is_blank(output),
            "{row}: no planned output.",
            "Its type needs a number.",
            column=output.key,
            year=output.year,
            missing=True,
        )
        yield _no_output(lines, output)


@LINES.rule("R-EXP-022", holds="Every line has its activity and its primary objective.")
def lines_have_activity_and_objective(lines: LineCells) -> Iterator[Breach]:
    yield from missing(lines, "R-EXP-022")


@LINES.rule("R-EXP-012", holds="Every line spends something.")
def lines_spend_something(lines: LineCells) -> Iterator[Case]:
    """A line of 0 in every year is dropped or explained. Below 0 is refused when typed."""
    amounts = list(lines.section.by_year("amount").values())
    for amount in amounts:
        others = [lines.is_nothing(other) for other in amounts if other is not amount]
        yield lines.blank(amount.key, "anything is spent", *others)
    years = "every year" if len(lines.section.years) > 1 else lines.section.years[0]
    yield Breach(
        reduce(and_, [lines.cell(amount, exact=0) for amount in amounts]),
        "{row}: £0 in {years}.",
        "Delete the line, or give it an amount.",
        {"years": years},
        column=amounts[0].key,
    )


@LINES.rule("R-EXP-013", holds="Every line names one source of funding at most.")
def lines_have_one_source(lines: LineCells) -> Iterator[Breach]:
    """A line has room for one source only: there is nothing to break."""
    return iter(())


@LINES.rule("R-EXP-014", holds="Lines that share a scheme ID share its name.")
def schemes_have_one_name(lines: LineCells) -> Iterator[Case]:
    """Told of the lines under the newer name."""
    yield lines.blank("scheme_code", "another line has it")
    named = Scheme.objects.filter(version__any_of=VERSIONS, code__gt="", name__gt="").order_by()
    oldest = named.values("version", "code").annotate(oldest=Min("pk")).values("oldest")
    yield Breach(
        Q(scheme__code__gt="", scheme__name__gt="") & ~Q(scheme__in=oldest),
        "{row}: its scheme ID has another name elsewhere.",
        "Lines with one scheme ID usually share a name.",
        column="scheme_name",
    )
