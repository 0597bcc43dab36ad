"""Zip files that somebody sent, opened with care.

A zip may say that it unpacks to more than a machine holds, or to less than it does. Its own
list is looked at before anything is unpacked, and each part is held to what the list says.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO

MEGABYTE = 1_000_000
#: A file, which is held whole.
MOST_BYTES = 20 * MEGABYTE
#: All its parts unpacked.
MOST_UNPACKED = 50 * MEGABYTE
#: Unpacked bytes for each byte of the file. A sheet of nothing but formatted cells has about 40.
MOST_RATIO = 100

#: So much is unpacked at a time.
_PIECE = 1 << 16
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: The flags of an encrypted part, in the older way and the newer.
_ENCRYPTED = 1 | 1 << 6
_ENTRY = b"PK\1\2"
_OUTSIDE = re.compile(r"^/|^[A-Za-z]:|(^|/)\.\.(/|$)|[\\\0]")
#: What the standard library raises on a zip, or a part of one, that breaks the format's rules.
_NO_ZIP = (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error)
_NO_PART = (*_NO_ZIP, EOFError, OSError)


class Unopened(Exception):
    """A file that is not opened. `what` ends a sentence about it: why."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class TooLarge(Unopened):
    """It is larger than is taken, or unpacks to more; `what` follows “the file …”."""


class Damaged(Unopened):
    """It is no zip, or one that no program writes; `what` is a clause."""


class Locked(Unopened):
    """Parts of it are encrypted."""


class Package:
    """The parts of a zip by their names."""

    def __init__(self, data: bytes, most_parts: int) -> None:
        """Raises Unopened for what is no zip, or is not to be unpacked."""
        if len(data) > MOST_BYTES:
            raise TooLarge(f"is larger than {MOST_BYTES // MEGABYTE} MB")
        # An entry costs memory before it can be counted, so its marks are counted first. A
        # document within the file has marks too, so this leaves room for some.
        if data.count(_ENTRY) > 10 * most_parts:
            raise _too_many(most_parts)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (*_NO_ZIP, OSError):
            raise Damaged("the file is cut off or was changed on its way here") from None
        entries = self._zip.infolist()
        if len(entries) > most_parts:
            raise _too_many(most_parts)
        _check_sizes(entries, len(data))
        _check_names(entries)
        _check_methods(entries)
        self.parts = {entry.filename: entry for entry in entries}

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises Unopened where it is not as the zip's list says."""
        return b"".join(self._pieces(name))

    def check(self, name: str) -> None:
        """Whether a part could be read, without keeping it. Raises Unopened."""
        for _ in self._pieces(name):
            pass

    def _pieces(self, name: str) -> Iterator[bytes]:
        size = 0
        try:
            # No more comes out than the list says; if there were more, its sum would be wrong.
            with self._zip.open(self.parts[name]) as part:
                while piece := part.read(_PIECE):
                    size += len(piece)
                    yield piece
        except zlib.error:
            raise Damaged(f"its part {name} cannot be unpacked") from None
        except _NO_PART:
            size = -1
        if size != self.parts[name].file_size:
            raise Damaged(f"its part {name} did not arrive whole")


def _too_many(most_parts: int) -> TooLarge:
    return TooLarge(f"is made of more than {most_parts} parts")


def _check_sizes(entries: Sequence[zipfile.ZipInfo], size: int) -> None:
    if sum(entry.compress_size for entry in entries) > size:
        raise Damaged("its parts lie over each other")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED:
        raise TooLarge(f"unpacks to more than {MOST_UNPACKED // MEGABYTE} MB")
    if unpacked > MOST_RATIO * size:
        raise TooLarge(f"unpacks to more than {MOST_RATIO} times its size")


def _check_names(entries: Sequence[zipfile.ZipInfo]) -> None:
    # Readers take two names for the same that differ by capitals.
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise Damaged("it holds two parts of one name")
    if any(_OUTSIDE.search(entry.orig_filename) for entry in entries):
        raise Damaged("one of its parts would be put outside of it")


def _check_methods(entries: Sequence[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Locked("parts of it are encrypted")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise Damaged("it is compressed in a way that Office does not read")
