"""An uploaded workbook as a package of parts, within the limits of a form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bcf import zips

from .unreadable import Unreadable, damaged, unlike_a_workbook

#: A national form has 33.
MOST_PARTS = 200
#: The parts that are read, unpacked, for they are held whole. A national form has 1.3 MB.
MOST_MARKUP = 20_000_000


class Package(zips.Package):
    """The parts of a file by their names."""

    def __init__(self, data: bytes) -> None:
        """Raises Unreadable for what is no zip file, or none that a workbook would be."""
        if not data.startswith(b"PK"):
            raise unlike_a_workbook(data)
        with _told():
            super().__init__(data, MOST_PARTS)

    def unpack(self, *endings: str) -> dict[str, bytes]:
        """The parts with these endings, by name; the others are only checked."""
        markup = [name for name in self.parts if name.lower().endswith(endings)]
        if sum(self.parts[name].file_size for name in markup) > MOST_MARKUP:
            raise _too_large("holds far more cells and text than a form")
        with _told():
            for name in self.parts:
                if name not in markup:
                    self.check(name)
            return {name: self.read(name) for name in markup}


@contextmanager
def _told() -> Iterator[None]:
    """Say of a file that is not opened what its sender can do."""
    try:
        yield
    except zips.TooLarge as refused:
        raise _too_large(refused.what) from None
    except zips.Locked:
        raise Unreadable(
            "Parts of this workbook are encrypted. "
            "Open it in Excel, take the password off and save it."
        ) from None
    except zips.Damaged as refused:
        raise damaged(refused.what) from None


def _too_large(what: str) -> Unreadable:
    return Unreadable(
        f"This workbook {what}. Take out pictures and sheets that are not part of the form."
    )
