"""Every row of reference data that nobody has confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from bcf.boards.models import Source
from bcf.boards.provenance import Standing
from bcf.boards.reference import Database, ReferenceFile, reference_files


@dataclass(frozen=True)
class Cited:
    """One place a fact was read in, such as "S003 paragraph 21", and what that source is."""

    words: str
    title: str = ""
    url: str = ""


@dataclass(frozen=True)
class Unconfirmed:
    """A row nobody has confirmed, and where to look and to confirm it."""

    kind: str
    edition: str
    key: str
    url: str
    sources: tuple[Cited, ...]
    note: str


def kinds() -> dict[str, str]:
    """The names of the models whose rows have a standing, by label."""
    return {
        file.model._meta.label_lower: str(file.model._meta.verbose_name_plural).capitalize()
        for file in reference_files()
        if "standing" in file.columns
    }


def unconfirmed_rows(kind: str = "", edition: str = "") -> list[Unconfirmed]:
    """Unconfirmed rows of one kind and edition, or of all."""
    database, sources = Database(), {source.code: source for source in Source.objects.all()}
    return [
        row
        for file in reference_files()
        if "standing" in file.columns and kind in ("", file.model._meta.label_lower)
        for row in _of(file, database, sources)
        if edition in ("", row.edition)
    ]


def _of(
    file: ReferenceFile, database: Database, sources: dict[str, Source]
) -> Iterator[Unconfirmed]:
    editions: dict[int, str] = {}
    if file.edition:
        open_rows = file.model._base_manager.filter(standing=Standing.UNCONFIRMED)
        editions = dict(open_rows.values_list("pk", file.edition))
    meta = file.model._meta
    for key, cells in database.rows(file).items():
        if cells["standing"] == Standing.UNCONFIRMED:
            pk = database.pks(file)[key]
            yield Unconfirmed(
                kind=str(meta.verbose_name).capitalize(),
                edition=editions.get(pk, ""),
                key=key,
                url=reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[pk]),
                sources=tuple(_cite(cells["source"], sources)),
                note=cells["note"],
            )


def _cite(text: str, sources: dict[str, Source]) -> Iterator[Cited]:
    """The sources of a row: their codes stand first, and `;` between them."""
    for words in filter(None, text.split("; ")):
        source = sources.get(words.split()[0])
        if source is None:
            yield Cited(words)
        else:
            yield Cited(
                words, source.title, reverse("admin:boards_source_change", args=[source.pk])
            )
