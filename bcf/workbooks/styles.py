"""How cells look: yellow to fill in, grey filled in, white worked out.

A style is named by its role and, for figures, its kind: `input.money`, `total.percent`.
"""

from __future__ import annotations

from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

BRAND, TINT, LINE, INK, QUIET = "0C4A5B", "DCE8EC", "B8C2C7", "1F2A30", "505A5F"
YELLOW, GREY = "FFF8CC", "E4E7E9"
BAD, BAD_TINT, GOOD, GOOD_TINT = "AE231C", "FBE3E1", "0F6B48", "DDEFE5"
UNKNOWN, UNKNOWN_TINT = "44506A", "E8EBF1"

FORMATS = {
    "text": "@",
    "choice": "@",
    "money": '#,##0.00;"\u2212"#,##0.00;0',
    "number": '#,##0.##;"\u2212"#,##0.##;0',
    "percent": "0.00%",
    "date": "d mmmm yyyy",
}
_FIGURES = ("money", "number", "percent")
_SIDE = Side(style="thin", color=LINE)
_BOX = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_TOP = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
_MIDDLE = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
_RIGHT = Alignment(horizontal="right", vertical="center", wrap_text=True, indent=1)

Look = dict[str, Any]


def _font(size: int = 10, *, bold: bool = False, color: str = INK, underline: bool = False) -> Font:
    return Font(
        name="Arial", size=size, bold=bold, color=color, underline="single" if underline else None
    )


def _fill(color: str) -> PatternFill:
    return PatternFill("solid", start_color=color)


#: Styles without a kind.
_PLAIN: dict[str, Look] = {
    "title": {"font": _font(16, bold=True, color=BRAND)},
    "sheet": {"font": _font(13, bold=True)},
    "line": {"font": _font()},
    "state": {"font": _font(bold=True)},
    "notice": {"font": _font(bold=True, color="7F4A00")},
    "plain": {"font": _font(), "alignment": _TOP},
    "note": {"font": _font(9, color=QUIET), "alignment": _TOP},
    "band": {
        "font": _font(11, bold=True, color=BRAND),
        "fill": _fill(TINT),
        "alignment": Alignment(horizontal="left", vertical="center", indent=1),
    },
    "figure_band": {
        "font": _font(11, bold=True, color=BRAND),
        "fill": _fill(TINT),
        "alignment": _RIGHT,
    },
    "heading": {
        "font": _font(bold=True, color="FFFFFF"),
        "fill": _fill(BRAND),
        "border": _BOX,
        "alignment": _MIDDLE,
    },
    "figure_heading": {
        "font": _font(bold=True, color="FFFFFF"),
        "fill": _fill(BRAND),
        "border": _BOX,
        "alignment": _RIGHT,
    },
    "label": {"font": _font(), "border": _BOX, "alignment": _TOP},
    "check": {
        "font": _font(bold=True),
        "border": _BOX,
        "alignment": Alignment(horizontal="center", vertical="top"),
    },
    "link": {
        "font": _font(color=BRAND, underline=True),
        "border": _BOX,
        "alignment": _TOP,
    },
    "yellow": {"font": _font(), "border": _BOX, "alignment": _TOP, "fill": _fill(YELLOW)},
    "grey": {"font": _font(), "border": _BOX, "alignment": _TOP, "fill": _fill(GREY)},
    "white": {"font": _font(), "border": _BOX, "alignment": _TOP},
    "hidden": {"font": _font(9, color=QUIET)},
}
#: What each role adds to the format of a kind.
_ROLES: dict[str, Look] = {
    "input": {"fill": _fill(YELLOW), "protection": Protection(locked=False)},
    "locked": {"fill": _fill(GREY)},
    "worked": {},
    "bare": {"border": Border()},
    "total": {"font": _font(bold=True), "fill": _fill(TINT)},
}
#: What conditional formats show.
HIGHLIGHTS: dict[str, Look] = {
    "yes": {"font": Font(color=GOOD, bold=True), "fill": PatternFill(bgColor=GOOD_TINT)},
    "no": {"font": Font(color=BAD, bold=True), "fill": PatternFill(bgColor=BAD_TINT)},
    "unknown": {
        "font": Font(color=UNKNOWN, bold=True),
        "fill": PatternFill(bgColor=UNKNOWN_TINT),
    },
    "missing": {"fill": PatternFill(bgColor=BAD_TINT)},
    "unasked": {"fill": PatternFill(bgColor="F1F3F4")},
    "boxed": {"border": _BOX},
    "complete": {"font": Font(color=GOOD, bold=True)},
    "incomplete": {"font": Font(color=BAD, bold=True)},
}


def _figure(role: str, kind: str) -> Look:
    figure = kind in _FIGURES
    alignment = Alignment(
        horizontal="right" if figure else "left", vertical="top", wrap_text=not figure, indent=1
    )
    look = {"font": _font(), "border": _BOX, "alignment": alignment}
    return {**look, **_ROLES[role], "number_format": FORMATS[kind]}


def all_styles() -> dict[str, Look]:
    """Every style by name, in an order that never depends on the workbook."""
    figures = {f"{role}.{kind}": _figure(role, kind) for role in _ROLES for kind in FORMATS}
    return {**_PLAIN, **figures}
