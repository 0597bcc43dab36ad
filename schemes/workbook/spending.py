"""The summary's two tables of spending: by source and area, and by scheme and partner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from bcf.submissions.models import Version
from bcf.workbooks.cells import address, letter
from bcf.workbooks.layout import GridColumn, Highlight, Sheet
from bcf.workbooks.lists import Lists, rounded_up
from schemes.models import Pays
from schemes.sums import AREA, PAYER, SCHEME, SOURCE, Heading, spending_by
from schemes.tables import nhs_partner

from .balances import NO_SOURCE, spending_cell
from .boxes import Boxes
from .crossings import FIRST, LABEL, Amounts, Crossing, Key, draw_headings
from .lines import SCHEME_FIELDS

_NO_AREA, _NO_SOURCE, _OTHER = "No area", "No source", "Other lines"
#: Schemes have room in steps of this, so that boards share blanks.
_STEP = 25
_PARTNERS = (Pays.NHS, Pays.COUNCIL)

Spending = dict[tuple[Heading, Heading, str], Decimal]


def draw_areas(boxes: Boxes, sheet: Sheet, top: int, year: str) -> int:
    """Spending of one year by source and area of spend; gives the last row."""
    lines, sources = boxes.lines, boxes.section.sources
    areas = lines.by_field["area_of_spend"].options
    title = f"Spending by source and area of spend, {year}"
    headings = [*(area.label for area in areas), _NO_AREA, "Total"]
    draw_headings(sheet, top, title, lines.by_field["source"].label, headings)
    rest = top + 2 + len(sources)
    for row, source in enumerate(sources.values(), start=top + 2):
        sheet.text(row, LABEL, source.label, "label")
    sheet.text(rest, LABEL, NO_SOURCE, "label")
    sheet.text(rest + 1, LABEL, "Total", "total.text")
    amount = lines.amount(year)
    by_source = f"{lines.field('source')},${letter(LABEL)}{{row}}"
    by_area = [
        f"{lines.field('area_of_spend')},{address(top + 1, FIRST + place)}"
        for place in range(len(areas))
    ]
    Crossing(
        *(sheet, top + 2, rest, rest + 1, FIRST),
        *(list(sources), [area.key for area in areas], _amounts_by_area(boxes, year)),
        cells=[f"SUMIFS({amount},{by_source},{area})" for area in by_area],
        row_total=f"SUMIFS({amount},{by_source})",
        column_totals=[f"SUMIFS({amount},{area})" for area in by_area],
        every=spending_cell("all", year),
    ).draw()
    return rest + 1


def _amounts_by_area(boxes: Boxes, year: str) -> Amounts:
    found = boxes.exported.fact(_by_source_and_area).items()
    return {(source, area): a for ((source,), (area,), of), a in found if of == year}


def _by_source_and_area(versions: Sequence[Version]) -> Mapping[int, Spending]:
    return spending_by(versions, SOURCE, AREA)


def draw_schemes(boxes: Boxes, lists: Lists, sheet: Sheet, top: int) -> None:
    """Spending by scheme and partner, the years side by side, the totals first.

    Schemes are told apart by name as a formula does it: without regard to capitals.
    """
    lines = boxes.exported.tables[boxes.section.key]
    names = boxes.lines.scheme_names(lines)
    partners = [nhs_partner(boxes.section), "Council", _NO_SOURCE, "Total"]
    label = boxes.lines.scheme.label
    draw_headings(sheet, top, "Spending by scheme and partner", label, partners * len(boxes.years))
    sheet.text(top + 2, LABEL, "Total", "total.text")
    sheet.text(top + 3, LABEL, _OTHER, "label")
    spare = rounded_up(len(names) + 1, _STEP) - len(names)
    width = len(partners) * len(boxes.years)
    _draw_names(boxes, sheet, top + 4, list(names.values()), spare, width)
    for place, year in enumerate(boxes.years):
        first = FIRST + place * len(partners)
        sheet.text(top, first, year, "figure_band")
        _cross_partners(boxes, lists, sheet, (top, first), year, list(names), spare)


def _draw_names(
    boxes: Boxes, sheet: Sheet, first: int, names: list[str], spare: int, width: int
) -> None:
    """The schemes in the order of their lines; room for those yet to come stays white."""
    room, label = len(names) + spare, letter(LABEL)
    place = f"MATCH(ROWS(${label}${first}:${label}{{row}}),{boxes.lines.places},0)"
    formula = f'IFERROR(INDEX({boxes.lines.field(boxes.lines.scheme.field)},{place}),"")'
    sheet.grid(first, LABEL, [GridColumn("bare.text", formula)], room)
    for row, name in enumerate(names, start=first):
        sheet.put(address(row, LABEL), name)
    top, end = address(first, LABEL), address(first + room - 1, LABEL + width)
    sheet.highlights.append(Highlight(f"{top}:{end}", f"LEN(${top})>0", "boxed"))


def _cross_partners(
    boxes: Boxes,
    lists: Lists,
    sheet: Sheet,
    corner: tuple[int, int],
    year: str,
    rows: list[str],
    spare: int,
) -> None:
    """The figures of one year, whose headings begin at `corner`."""
    top, first = corner
    lines = boxes.lines
    amount, source = lines.amount(year), lines.field("source")
    named = f"({lines.field(lines.scheme.field)}=${letter(LABEL)}{{row}})"
    paid_by = [f"ISNUMBER(MATCH({source},{_sources_of(boxes, lists, p)},0))" for p in _PARTNERS]
    Crossing(
        *(sheet, top + 4, top + 3, top + 2, first),
        *(rows, [str(partner) for partner in _PARTNERS], _amounts_by_partner(boxes, year)),
        cells=[f"SUMPRODUCT({named}*{paid},{amount})" for paid in paid_by],
        row_total=f"SUMPRODUCT(--{named},{amount})",
        column_totals=[f"SUMPRODUCT(--{paid},{amount})" for paid in paid_by],
        every=spending_cell("all", year),
        spare=spare,
    ).draw()


def _sources_of(boxes: Boxes, lists: Lists, partner: Pays) -> str:
    """The name of the list of a partner's sources."""
    sources = boxes.section.sources.values()
    return lists.add(f"list_sources_{partner}", [s.label for s in sources if s.pays == partner])


def _amounts_by_partner(boxes: Boxes, year: str) -> Amounts:
    amounts: dict[tuple[Key, Key], Decimal] = defaultdict(Decimal)
    place = SCHEME_FIELDS.index(boxes.lines.scheme.field)
    for (scheme, (partner,), of), amount in boxes.exported.fact(_by_scheme_and_partner).items():
        if of == year:
            name = scheme[place]
            amounts[name.lower() if name else None, partner] += amount
    return amounts


def _by_scheme_and_partner(versions: Sequence[Version]) -> Mapping[int, Spending]:
    return spending_by(versions, SCHEME, PAYER)
