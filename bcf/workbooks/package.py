"""An uploaded file as a package of parts, unpacked piece by piece and never beyond its limits.

What the file says of its own sizes is not believed: what comes out is counted.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator

from .parts import Part, read_parts
from .unreadable import Unreadable, damaged, unlike_a_workbook

#: A file, which is held whole. A national form has 0.3 MB, and pictures may come with it.
MOST_BYTES = 20_000_000
#: All parts unpacked. The largest national form has 2 MB; what is over this is no form.
MOST_UNPACKED = 50_000_000
#: Unpacked bytes for each byte of the file. A sheet of nothing but formatted cells has about 40.
MOST_RATIO = 100
#: A national form has 33.
MOST_PARTS = 200
#: The parts that are read, unpacked, for they are held whole. A national form has 1.3 MB.
MOST_MARKUP = 20_000_000
#: So much is unpacked at a time.
PIECE = 1 << 16

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1
_NO_ZIP = (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error)
_ENTRY = b"PK\1\2"
_OUTSIDE = re.compile(r"^/|^[A-Za-z]:|(^|/)\.\.(/|$)|[\\\0]")


class Package:
    """The parts of a file by their names, each as stored."""

    def __init__(self, data: bytes) -> None:
        """Raises Unreadable for what is no zip file, or none that a workbook would be."""
        if not data.startswith(b"PK"):
            raise unlike_a_workbook(data)
        if len(data) > MOST_BYTES:
            raise _too_large(f"is larger than {MOST_BYTES // 1_000_000} MB")
        # An entry costs memory before it can be counted, so its marks are counted first. A
        # document within the workbook has marks too, so this leaves room for some.
        if data.count(_ENTRY) > 10 * MOST_PARTS:
            raise _too_many()
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                _check_entries(archive.infolist(), len(data))
            parts = read_parts(data)
        except _NO_ZIP:
            raise damaged("the file is cut off or was changed on its way here") from None
        self.parts = {part.name: part for part in parts}
        self._room = min(MOST_UNPACKED, MOST_RATIO * len(data))
        self._unpacked = 0

    def unpack(self, *endings: str) -> dict[str, bytes]:
        """The parts with these endings, by name; of the others only the size is checked."""
        unpacked: dict[str, bytes] = {}
        markup = 0
        for name, part in self.parts.items():
            if not name.lower().endswith(endings):
                deque(self._pieces(part), maxlen=0)
                continue
            pieces = []
            for piece in self._pieces(part):
                pieces.append(piece)
                markup += len(piece)
                if markup > MOST_MARKUP:
                    raise _too_large("holds far more cells and text than a form")
            unpacked[name] = b"".join(pieces)
        return unpacked

    def _pieces(self, part: Part) -> Iterator[bytes]:
        crc = size = 0
        for piece in _inflated(part):
            crc, size = zlib.crc32(piece, crc), size + len(piece)
            self._unpacked += len(piece)
            if self._unpacked > self._room:
                raise self._beyond()
            yield piece
        if (crc, size) != (part.crc, part.size):
            raise damaged(f"its part {part.name} did not arrive whole")

    def _beyond(self) -> Unreadable:
        if self._room < MOST_UNPACKED:
            return _too_large(f"unpacks to more than {MOST_RATIO} times its size, as no form does")
        return _too_large(f"unpacks to more than {MOST_UNPACKED // 1_000_000} MB")


def _too_large(what: str) -> Unreadable:
    return Unreadable(
        f"This workbook {what}. Take out pictures and sheets that are not part of the form."
    )


def _check_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > MOST_PARTS:
        raise _too_many()
    if sum(entry.compress_size for entry in entries) > size:
        raise damaged("its parts lie over each other")
    # Readers take two names for the same that differ by capitals.
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise damaged("it holds two parts of one name")
    for entry in entries:
        if _OUTSIDE.search(entry.orig_filename):
            raise damaged("one of its parts would be put outside of it")
        if entry.flag_bits & _ENCRYPTED:
            raise Unreadable(
                "Parts of this workbook are encrypted. "
                "Open it in Excel, take the password off and save it."
            )
        if entry.compress_type not in _METHODS:
            raise damaged("it is compressed in a way that Excel does not read")


def _too_many() -> Unreadable:
    return _too_large(f"is made of more than {MOST_PARTS} parts")


def _inflated(part: Part) -> Iterator[bytes]:
    stored = (part.stored[at : at + PIECE] for at in range(0, len(part.stored), PIECE))
    if part.method == zipfile.ZIP_STORED:
        yield from stored
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for rest in stored:
            while rest and not inflater.eof:
                yield inflater.decompress(rest, PIECE)
                rest = inflater.unconsumed_tail
        yield inflater.flush()
    except zlib.error:
        raise damaged(f"its part {part.name} cannot be unpacked") from None
