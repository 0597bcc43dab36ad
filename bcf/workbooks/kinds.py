"""How each kind of section stands in the workbooks that the product builds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string

from bcf.editions.models import Collection
from bcf.submissions.sections import SectionKind, sections_of

from .areas import Area

if TYPE_CHECKING:
    from .exported import Exported
    from .layout import Book
    from .lists import Lists


class SheetKind(NamedTuple):
    """Lays a section of its kind out on its sheets, and says where its rows are found again."""

    draw: Callable[[Book, Lists, Any, Exported], None]
    areas: Callable[[Any], Iterable[Area]]


@cache
def sheet_kinds() -> dict[str, SheetKind]:
    """By the kind of section, from the settings."""
    return {kind: import_string(path) for kind, path in settings.BCF_SHEETS.items()}


def kind_of(section: SectionKind) -> SheetKind:
    """How this section stands in a workbook."""
    return sheet_kinds()[section.section.kind]


def own_areas(collection: Collection) -> tuple[Area, ...]:
    """Where the workbooks built for a collection hold its sections."""
    return _areas(sections_of(collection))


# As many as the sections that are kept, and as long.
@lru_cache(maxsize=64)
def _areas(sections: tuple[SectionKind, ...]) -> tuple[Area, ...]:
    return tuple(area for section in sections for area in kind_of(section).areas(section))
