"""XML cut at its tags, and changes of one tag or text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from random import Random
from typing import NamedTuple

_TOKEN = re.compile(r"<[^>]*>|[^<]+")
_NAME = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_ATTRIBUTE = re.compile(r"""\s([\w:.-]+)=("[^"]*"|'[^']*')""")

_NUMBERS = [
    *("", " ", "0", "-1", "1", "7", "65536", "4294967296", "99999999999999999999", "-0", "+1"),
    *("1e400", "-1e400", "1e-400", "NaN", "inf", "0x10", "1,5", "0.1e", "2958466", "-693594"),
    *("14", "22", "46", "60", "1e18", "-1e18", "1e300", "-1e300", "0.99999999999", "45000.5"),
]
_ADDRESSES = [
    *("A0", "A1", "a1", "$A$1", "XFD1048576", "XFE1", "A1048577", "ZZZZ9", "1A", "A", "OJ20000"),
    *("A1:XFD1048576", "B2:A1", "A1:", ":", "A1:B2 C3:D4", "'x'!A1", "#REF!", "[1]Sheet!A1"),
    *("A4294967297", "OK1", "A20001", "OJ2500", "AZ20000", "XFD1", "A1048576", "D4:D4"),
]
_TEXTS = [
    *("s", "str", "inlineStr", "b", "e", "d", "n", "shared", "array", "true", "TRUE", "x"),
    *("_x000D_", "_x0000_", "\t\n\r", "\x01", "\0", "\ufffe", "\ud800", "\U0001f600", "é" * 50),
    *("&#0;", "&#xD800;", "&bogus;", "&amp;", "&", "<", "]]>", "=1+1", "x" * 40_000, "%s%n{}"),
    *("2023-02-30", "99999-12-31T25:61:61Z", "T", "veryHidden", "General", '"', "'"),
]
_TARGETS = [
    *("../../etc/passwd", "/xl/workbook.xml", "xl/worksheets/sheet2.xml", "worksheets/sheet1.xml"),
    *("http://192.0.2.1/x", "sharedStrings.xml", "styles.xml", "rId1", "rId2", "rId99"),
]
_FORMATS = [
    *("[h]:mm:ss", 'yyyy"', "[$-F800]d", "0" * 300, "[Red", "@;@;@;@;@", "dd/mm/yy;;;", "d"),
]
#: What no attribute or text should hold.
ODD = [*_NUMBERS, *_ADDRESSES, *_TEXTS, *_TARGETS, *_FORMATS]
#: What is more to the point of some attributes.
_TELLING = {
    **dict.fromkeys(("s", "uniqueCount", "numFmtId", "localSheetId", "date1904"), _NUMBERS),
    **dict.fromkeys(("r", "ref"), _ADDRESSES),
    **dict.fromkeys(("r:id", "Id", "Target", "PartName"), _TARGETS),
    "formatCode": _FORMATS,
}
#: What no part should have within it.
PIECES = [
    '<!DOCTYPE x [<!ENTITY a "b">]>',
    "<!-- <c r='A1'> -->",
    "<![CDATA[<v>1</v>]]>",
    "<?x y?>",
    '<c r="XFD1048576"><v>1</v></c>',
    '<c r="C3" t="s"><v>7</v></c>',
    "<c><v>1</v></c>",
    '<row r="1048576"><c r="A1048576" s="1"/></row>',
    '<row r="0"/>',
    "<v>1</v>",
    "<is><t>x</t><r><t>y</t></r></is>",
    '<f t="shared" si="0" ref="A1:XFD1048576">1</f>',
    '<dimension ref="A1:XFD1048576"/>',
    "<dimension/>",
    '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    '<mergeCells count="-1"><mergeCell ref="B2:A1"/><mergeCell/></mergeCells>',
    '<sheet name="x" sheetId="1" r:id="rId1"/>',
    '<sheet name="x"/>',
    "<definedName name=\"x\">'1'!$A$1:$ZZZ$9</definedName>",
    '<definedName localSheetId="-1">#REF!</definedName>',
    '<workbookPr date1904="1"/>',
    '<numFmt numFmtId="14" formatCode="[Red"/>',
    '<xf numFmtId="22"/>',
    "<si><t>x</t></si>",
    "<si/>",
    "<sheetData/>",
    "</sheetData>",
    "</c>",
]


class Tokens:
    """The tags and texts of a part. A changed one stays in its place, so that places hold."""

    def __init__(self, tokens: list[str], places: dict[str, list[int]]) -> None:
        self.tokens = tokens
        #: Where tags begin, by their name; all of them under "".
        self.places = places

    def copy(self) -> Tokens:
        return Tokens(self.tokens.copy(), self.places)

    def text(self) -> str:
        return "".join(self.tokens)


def tokens_of(xml: str) -> Tokens:
    tokens, places = _TOKEN.findall(xml), defaultdict(list)
    for place, token in enumerate(tokens):
        if found := _NAME.match(token):
            places[""].append(place)
            places[found[1]].append(place)
    return Tokens(tokens, dict(places))


class Change(NamedTuple):
    """A change of one tag: which tags it is for (any, for ""), and what it does to the one."""

    name: str
    tag: str
    make: Callable[[Tokens, int, Random], None]


def _set(key: str) -> Callable[[Tokens, int, Random], None]:
    """Give an attribute an odd value, whether the tag had it or not."""

    def make(tokens: Tokens, place: int, random: Random) -> None:
        odd = random.choice(random.choice([ODD, _TELLING.get(key, ODD), _TELLING.get(key, ODD)]))
        tag, value = tokens.tokens[place], f' {key}="{odd}"'
        changed, had = re.subn(rf'\s{key}="[^"]*"', lambda found: value, tag)
        tokens.tokens[place] = changed if had else re.sub(r"/?>$", lambda e: value + e[0], tag)

    return make


def _attribute(tokens: Tokens, place: int, random: Random) -> None:
    """Change, drop, double or rename one of the tag's attributes."""
    tag = tokens.tokens[place]
    attributes = list(_ATTRIBUTE.finditer(tag))
    if not attributes:
        return
    found = random.choice(attributes)
    odd = f' {found[1]}="{random.choice(ODD)}"'
    other = random.choice([odd, odd, odd, "", found[0] * 2, f" x{found[1]}={found[2]}"])
    tokens.tokens[place] = tag[: found.start()] + other + tag[found.end() :]


def _drop(tokens: Tokens, place: int, random: Random) -> None:
    """Take the tag out, or all that it encloses too."""
    end = random.choice([place + 1, _end(tokens, place)])
    tokens.tokens[place:end] = [""] * (end - place)


def _double(tokens: Tokens, place: int, random: Random) -> None:
    """Put the tag twice, or all that it encloses too, or very often."""
    end = random.choice([place + 1, _end(tokens, place)])
    whole = "".join(tokens.tokens[place:end])
    times = min(random.choice([1, 1, 1, 500]), 100_000 // len(whole)) if whole else 0
    tokens.tokens[place] = whole * times + tokens.tokens[place]


def _end(tokens: Tokens, place: int) -> int:
    """Where what the tag encloses ends."""
    tag = tokens.tokens[place]
    found = _NAME.match(tag)
    if found is None or tag.endswith("/>"):
        return place + 1
    closing = f"</{found[0][1:]}>"
    return (
        tokens.tokens.index(closing, place) + 1 if closing in tokens.tokens[place:] else place + 1
    )


def _swap(tokens: Tokens, place: int, random: Random) -> None:
    other = random.choice(tokens.places[""])
    here, there = tokens.tokens[place], tokens.tokens[other]
    tokens.tokens[place], tokens.tokens[other] = there, here


def _repeat(tokens: Tokens, place: int, random: Random) -> None:
    """Put a stretch of the part once more where the tag is."""
    start = random.randrange(len(tokens.tokens))
    tokens.tokens[place] += "".join(tokens.tokens[start : start + random.choice([2, 5, 50, 2000])])


def _cut(tokens: Tokens, place: int, random: Random) -> None:
    end = min(place + random.choice([1, 2, 5, 50, 100_000]), len(tokens.tokens))
    tokens.tokens[place:end] = [""] * (end - place)


def _insert(tokens: Tokens, place: int, random: Random) -> None:
    tokens.tokens[place] += random.choice(PIECES)


def _text(tokens: Tokens, place: int, random: Random) -> None:
    """Put odd text after the tag, in place of what text there is."""
    following = place + 1
    if following < len(tokens.tokens) and not tokens.tokens[following].startswith("<"):
        tokens.tokens[following] = random.choice(ODD)
    else:
        tokens.tokens[place] += random.choice(ODD)


def _cell(tokens: Tokens, place: int, random: Random) -> None:
    """Put another cell in place of the whole cell: any style, any kind, any value."""
    found = re.search(r'\sr="(\w+)"', tokens.tokens[place])
    own = found[1] if found else "A1"
    address = random.choice([own, own, own, own, random.choice(_ADDRESSES)])
    kind = random.choice(["", "", "", ' t="s"', ' t="d"', ' t="b"', ' t="e"', ' t="str"'])
    value = random.choice(random.choice([_NUMBERS, _NUMBERS, ODD]))
    end = _end(tokens, place)
    tokens.tokens[place:end] = [""] * (end - place)
    cell = f'<c r="{address}" s="{random.randrange(60)}"{kind}><v>{value}</v></c>'
    tokens.tokens[place] = cell


CHANGES = [
    *(
        Change(make.__name__, "", make)
        for make in (_attribute, _drop, _double, _swap, _repeat, _cut, _insert, _insert, _text)
    ),
    *(
        Change(f"_{tag}_{key}", tag, _set(key))
        for tag, key in (
            *(("c", "r"), ("c", "s"), ("c", "t"), ("row", "r"), ("dimension", "ref")),
            *(("mergeCell", "ref"), ("sheet", "name"), ("sheet", "r:id"), ("sheet", "state")),
            *(("Relationship", "Target"), ("Relationship", "Id"), ("Relationship", "Type")),
            *(("numFmt", "formatCode"), ("numFmt", "numFmtId"), ("xf", "numFmtId")),
            *(("definedName", "name"), ("definedName", "localSheetId"), ("Override", "PartName")),
            *(("Override", "ContentType"), ("workbookPr", "date1904"), ("sst", "uniqueCount")),
        )
    ),
    *[Change("_cell", "c", _cell)] * 10,
    *(Change(f"_{tag}_text", tag, _text) for tag in ("v", "v", "t", "f", "definedName", "si")),
    *(Change(f"_{tag}_drop", tag, _drop) for tag in ("sheet", "si", "xf", "c", "row")),
    *(Change(f"_{tag}_double", tag, _double) for tag in ("sheet", "si", "c", "Relationship")),
]
