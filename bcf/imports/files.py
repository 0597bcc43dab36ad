"""Files as they come: how large they may be, and those in a folder or a zip file of many."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bcf.zips import MEGABYTE, MOST_BYTES

TOO_LARGE = (
    f"The file is larger than {MOST_BYTES // MEGABYTE} MB. A filled workbook has less than 1 MB:"
    " take out pictures and sheets that were added to it."
)
#: Excel leaves files that begin so beside the ones that are open.
_LOCK = "~$"


class Given(NamedTuple):
    """A workbook by its name, read only when its turn comes.

    `read` gives one byte more than `MOST_BYTES` of a larger file. It raises OSError.
    """

    name: str
    read: Callable[[], bytes]


def workbooks_at(path: Path) -> Iterator[Given]:
    """The workbooks at a path, by name. Raises OSError, and zipfile.BadZipFile for a bad zip."""
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if _is_workbook(file.name) and file.is_file():
                yield Given(str(file.relative_to(path)), partial(_read, file))
    elif path.suffix.lower() == ".zip":
        yield from _in_zip(path)
    else:
        path.stat()
        yield Given(path.name, partial(_read, path))


def _in_zip(path: Path) -> Iterator[Given]:
    with zipfile.ZipFile(path) as archive:
        for entry in sorted(archive.infolist(), key=lambda entry: entry.filename):
            if _is_workbook(Path(entry.filename).name):
                yield Given(entry.filename, partial(_unpacked, archive, entry))


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(entry) as file:
            return file.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise OSError(str(error)) from None


def _is_workbook(name: str) -> bool:
    return name.lower().endswith(".xlsx") and not name.startswith(_LOCK)
