"""Damaged and hostile documents: one plain sentence, never an error of ours."""

from __future__ import annotations

import random
import tracemalloc
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from bcf import zips
from bcf.documents.errors import Unfit
from bcf.documents.packages import DAMAGED, DECLARES, LOCKED, MACROS, SWOLLEN
from bcf.documents.reading import NOT_WORD, read_document
from tests.chance import EXAMPLES
from tests.documents.files import PDF, office, packed, parts_of, with_part, word
from tests.documents.narratives import NAME

MAIN, TYPES = "word/document.xml", "[Content_Types].xml"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    "<x><body><p><r><t>&b;</t></r></p></body></x>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


def refusal(data: bytes, name: str = NAME) -> str:
    with pytest.raises(Unfit) as refused:
        read_document(name, data)
    return refused.value.message


def main(text: str) -> Callable[[], bytes]:
    return lambda: with_part(word(), MAIN, lambda _: text)


def encrypted() -> bytes:
    """A zip whose entries say that they are encrypted."""
    data = bytearray(word())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        while start >= 0:
            data[start + place] |= 1
            start = data.find(signature, start + 4)
    return bytes(data)


def lzma() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        for name, part in parts_of(word()).items():
            archive.writestr(name, part)
    return file.getvalue()


def without(name: str) -> bytes:
    return packed({key: part for key, part in parts_of(word()).items() if key != name})


def claiming(size: int, data: bytes, part: str = MAIN) -> bytes:
    """The zip's list says that a part has this size."""
    changed = bytearray(data)
    entry = changed.rfind(part.encode()) - 46
    assert changed[entry : entry + 4] == b"PK\x01\x02"
    changed[entry + 24 : entry + 28] = size.to_bytes(4, "little")
    return bytes(changed)


def growing() -> bytes:
    """A part that unpacks to 300 MB and says that it has 1,000 bytes."""
    return claiming(1_000, packed({**parts_of(word()), MAIN: b" " * 300_000_000}))


NESTED = "<x><body>" + "<sdt>" * 5_000 + "</sdt>" * 5_000 + "</body></x>"
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "an entity bomb": (main(BOMB), DECLARES),
    "an entity from outside": (main(OUTSIDE), DECLARES),
    "a DOCTYPE in UTF-16": (
        lambda: packed(
            {
                **parts_of(word()),
                MAIN: BOMB.replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16"),
            }
        ),
        DECLARES,
    ),
    "a DOCTYPE in the list of types": (
        lambda: packed({TYPES: OUTSIDE, MAIN: "<x/>"}),
        DECLARES,
    ),
    "a DOCTYPE in the properties": (
        lambda: with_part(stamped(), "docProps/custom.xml", lambda _: OUTSIDE),
        DECLARES,
    ),
    "macros": (lambda: packed({**parts_of(word()), "word/vbaProject.bin": b"x"}), MACROS),
    "encrypted parts": (encrypted, LOCKED),
    "a compression we do not read": (lzma, DAMAGED),
    "no text part": (lambda: without(MAIN), DAMAGED),
    "a part cut short": (lambda: word()[:-2_000], DAMAGED),
    "no XML in it": (main("not XML"), DAMAGED),
    "an empty text part": (main(""), DAMAGED),
    "no body": (main("<x/>"), DAMAGED),
    "an unknown encoding": (main('<?xml version="1.0" encoding="klingon"?><x/>'), DAMAGED),
    "elements in elements without end": (main(NESTED), SWOLLEN),
    "more elements than a text has": (
        main("<x><body>" + "<p/>" * 200_000 + "</body></x>"),
        SWOLLEN,
    ),
    "a hundred times its size": (lambda: packed({**parts_of(word()), "x": b"0" * 2**23}), SWOLLEN),
    "a part larger than a text": (
        lambda: with_part(word(), MAIN, lambda text: text + " " * (17 * 2**20)),
        SWOLLEN,
    ),
    "a size that is a lie": (lambda: claiming(40_000_000, word()), SWOLLEN),
    "a size that hides the rest": (growing, DAMAGED),
    "a listing without end": (lambda: word() + b"PK\1\2" * 20_001, SWOLLEN),
    "parts without number": (
        lambda: packed({**parts_of(word()), **{f"x/{n}": b"" for n in range(2_001)}}),
        SWOLLEN,
    ),
    "another kind of file": (lambda: office("spreadsheetml.sheet"), "ending .xlsx"),
}


def stamped() -> bytes:
    """A document with properties of its own."""
    types = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    part = f'<Override PartName="/docProps/custom.xml" ContentType="{types}"/></Types>'
    listed = with_part(word(), TYPES, lambda text: text.replace("</Types>", part))
    return packed({**parts_of(listed), "docProps/custom.xml": "<x/>"})


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_in_a_sentence(what: str) -> None:
    make, why = HOSTILE[what]
    data = make()
    assert why in refusal(data)


def test_unpacking_to_more_than_fits_is_refused_whatever_its_own_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(zips, "MOST_UNPACKED", 10_000)
    assert refusal(word()) == SWOLLEN


def test_no_more_is_unpacked_than_a_part_claims() -> None:
    data = growing()
    tracemalloc.start()
    try:
        assert refusal(data) == DAMAGED
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_another_kind_by_its_right_name_is_no_narrative() -> None:
    assert refusal(PDF, "narrative.pdf") == NOT_WORD


def test_what_is_only_odd_is_read() -> None:
    odd = "<x><body><p><pPr><pStyle val='no such style'/></pPr><r><t>a</t></r></p></body></x>"
    (block,) = read_document(NAME, with_part(word(), MAIN, lambda _: odd)).blocks
    assert (block.text, block.level) == ("a", 0)
    circle = '<style styleId="A"><name val="x"/><basedOn val="A"/></style>'
    styled = with_part(word(), "word/styles.xml", lambda _: f"<styles>{circle}</styles>")
    odd = odd.replace("no such style", "A")
    (block,) = read_document(NAME, with_part(styled, MAIN, lambda _: odd)).blocks
    assert block.level == 0


def test_a_mutated_document_is_read_or_refused() -> None:
    """Bytes of the zip, and of the XML inside a sound zip."""
    chance = random.Random(7)
    sound = stamped()
    parts = parts_of(sound)
    refused = 0
    rounds = 10 * EXAMPLES
    for _ in range(rounds):
        for data in (mutated(chance, sound), packed(_with_one_mutated(chance, parts))):
            refused += is_refused(data)
    assert refused > rounds / 2, "the mutations reach what is read"


def is_refused(data: bytes) -> bool:
    """Whether it is refused; any other error goes on to the test."""
    try:
        read_document(NAME, data)
    except Unfit:
        return True
    return False


def mutated(chance: random.Random, data: bytes) -> bytes:
    """Some bytes changed, taken out or put in."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(changed) + 1)
        length = chance.choice((0, 1, 1, 4, 200))
        changed[place : place + length] = chance.randbytes(chance.choice((0, 1, length)))
    return bytes(changed)


def _with_one_mutated(chance: random.Random, parts: dict[str, bytes]) -> dict[str, bytes]:
    name = chance.choice((TYPES, MAIN, "word/styles.xml", "docProps/custom.xml"))
    return {**parts, name: mutated(chance, parts[name])}
