"""The parts of a workbook's zip file, kept compressed so that an untouched part is only copied.

Python's zipfile can read a part and write a part, but not move one without unpacking it.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: The part of a workbook that lists its sheets.
WORKBOOK = "xl/workbook.xml"
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _STORED, _DEFLATED, _UTF8 = 20, 0, 8, 0x800
# Three times as quick as zlib's usual 6, for files larger by a fifth.
_LEVEL = 1
#: The first day a zip file can name. Every part bears it, so that bytes depend on content alone.
_DAY = (1 << 5) | 1


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the zip, as stored."""

    name: str
    stored: bytes
    method: int
    crc: int
    size: int

    @classmethod
    def pack(cls, name: str, data: bytes) -> Part:
        """Compress `data`."""
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        stored = packer.compress(data) + packer.flush()
        return cls(name, stored, _DEFLATED, zlib.crc32(data), len(data))

    @classmethod
    def keep(cls, name: str, data: bytes) -> Part:
        """Take `data` as it is: a workbook, say, which is compressed already."""
        return cls(name, data, _STORED, zlib.crc32(data), len(data))

    def unpack(self) -> bytes:
        """The file's bytes."""
        if self.method == _DEFLATED:
            return zlib.decompress(self.stored, -zlib.MAX_WBITS)
        return self.stored


def read_parts(book: bytes) -> list[Part]:
    """The parts of a zip file, in its order, without unpacking them.

    Raises zipfile.BadZipFile for anything that is no zip file.
    """
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return [_read(book, entry) for entry in archive.infolist()]


def _read(book: bytes, entry: zipfile.ZipInfo) -> Part:
    *_, name, extra = _LOCAL.unpack_from(book, entry.header_offset)
    start = entry.header_offset + _LOCAL.size + name + extra
    stored = book[start : start + entry.compress_size]
    return Part(entry.filename, stored, entry.compress_type, entry.CRC, entry.file_size)


def write_parts(parts: Iterable[Part]) -> bytes:
    """A zip file of these parts. The same parts give the same bytes."""
    return b"".join(zip_in_pieces(parts))


def zip_in_pieces(parts: Iterable[Part]) -> Iterator[bytes]:
    """The same piece by piece, so that only the part at hand is held; 4 GB at most."""
    directory: list[bytes] = []
    offset = 0
    for part in parts:
        name = part.name.encode()
        common = (_VERSION, _UTF8, part.method, 0, _DAY, part.crc, len(part.stored), part.size)
        header = _LOCAL.pack(b"PK\3\4", *common, len(name), 0) + name
        entry = _CENTRAL.pack(b"PK\1\2", _VERSION, *common, len(name), 0, 0, 0, 0, 0, offset)
        directory.append(entry + name)
        yield header
        yield part.stored
        offset += len(header) + len(part.stored)
    listing = b"".join(directory)
    count = len(directory)
    yield listing
    yield _END.pack(b"PK\5\6", 0, 0, count, count, len(listing), offset, 0)
