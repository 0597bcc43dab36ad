"""Workbooks with something changed by chance: in the zip file, its parts, or a part's XML."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from bcf.workbooks.parts import Part, read_parts, write_parts

from .tags import CHANGES, Change, Tokens, tokens_of

#: Mostly one change, so that it shows; sometimes several.
_HOW_MANY = [1, 1, 1, 1, 2, 2, 3, 8]


class Original:
    """A good workbook, cut up once for all of its mutants."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.parts = read_parts(data)
        self.tokens: dict[str, Tokens] = {
            part.name: tokens_of(part.unpack().decode())
            for part in self.parts
            if part.name.endswith((".xml", ".rels"))
        }

    def mutant(self, random: Random) -> tuple[str, bytes]:
        """What was changed, and the file."""
        kind = random.choices([_bytes, _parts, _markup], [3, 1, 8])[0]
        return kind(self, random)


def _bytes(book: Original, random: Random) -> tuple[str, bytes]:
    data, names = bytearray(book.data), []
    # Half of them near the end, where the directory is.
    low = random.choice([0, max(0, len(data) - 3000)])
    for _ in range(random.choice(_HOW_MANY)):
        change = random.choice([_flip, _cut, _insert, _repeat, _blank])
        at = random.randrange(min(low, len(data)), len(data) + 1)
        change(data, at, random.choice([1, 1, 2, 4, 20, 500, 20_000]), random)
        names.append(change.__name__)
    return "bytes" + "".join(names), bytes(data)


def _flip(data: bytearray, at: int, length: int, random: Random) -> None:
    for place in range(at, min(at + length, len(data))):
        data[place] ^= 1 << random.randrange(8)


def _cut(data: bytearray, at: int, length: int, random: Random) -> None:
    del data[at : at + length]


def _insert(data: bytearray, at: int, length: int, random: Random) -> None:
    data[at:at] = random.randbytes(length)


def _repeat(data: bytearray, at: int, length: int, random: Random) -> None:
    start = random.randrange(len(data) + 1)
    data[at:at] = data[start : start + length]


def _blank(data: bytearray, at: int, length: int, random: Random) -> None:
    data[at : at + length] = bytes([random.choice([0, 255])]) * len(data[at : at + length])


def _parts(book: Original, random: Random) -> tuple[str, bytes]:
    parts = list(book.parts)
    change = random.choice([_drop, _double, _rename, _swap, _lie, _empty])
    change(parts, random.randrange(len(parts)), random)
    return f"parts{change.__name__}", write_parts(parts)


def _drop(parts: list[Part], at: int, random: Random) -> None:
    del parts[at]


def _double(parts: list[Part], at: int, random: Random) -> None:
    parts.append(parts[at])


def _rename(parts: list[Part], at: int, random: Random) -> None:
    name = random.choice(["xl/vbaProject.bin", "../x.xml", parts[at].name.upper(), "x", "é/ü.xml"])
    parts[at] = replace(parts[at], name=name)


def _swap(parts: list[Part], at: int, random: Random) -> None:
    other = random.randrange(len(parts))
    here, there = parts[at], parts[other]
    parts[at], parts[other] = replace(there, name=here.name), replace(here, name=there.name)


def _lie(parts: list[Part], at: int, random: Random) -> None:
    lies = [{"size": 10}, {"size": 4_000_000_000}, {"crc": 7}, {"method": 0}, {"method": 12}]
    parts[at] = replace(parts[at], **random.choice(lies))


def _empty(parts: list[Part], at: int, random: Random) -> None:
    parts[at] = Part.pack(parts[at].name, random.choice([b"", b"<a/>", b"\0" * 9, b"\xff\xfe<"]))


def _markup(book: Original, random: Random) -> tuple[str, bytes]:
    """One part of the file with other XML, compressed anew, so that the zip file is right."""
    change, name = _change(book, random)
    tokens = book.tokens[name].copy()
    for _ in range(random.choice(_HOW_MANY)):
        change.make(tokens, random.choice(tokens.places[change.tag]), random)
    changed = Part.pack(name, tokens.text().encode(errors="surrogatepass"))
    parts = [changed if part.name == name else part for part in book.parts]
    return f"xml{change.name}", write_parts(parts)


def _change(book: Original, random: Random) -> tuple[Change, str]:
    """A change, and a part that has such a tag."""
    while True:
        change = random.choice(CHANGES)
        if names := [name for name, tokens in book.tokens.items() if change.tag in tokens.places]:
            return change, random.choice(names)
