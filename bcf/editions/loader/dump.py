"""From the database back into the files, so that edits can be reviewed and kept.

The same merge as the load, the other way: what people edited goes into the files, what
the files changed since the last load stays in them.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Container
from pathlib import Path

from django.db import transaction

from bcf.boards.provenance import MADE_UP
from bcf.boards.reference import Database, ReferenceFile, reference_files

from .folder import Folder, Line, Source, read_folder
from .loaded import Loaded
from .merge import Cells, Merged, Outcome, merge
from .report import conflict


def dump(path: Path, *, check: bool = False) -> tuple[list[str], list[str]]:
    """Write edits made in the admin to the files; return what differed, and the conflicts.

    With `check` nothing is written. Rows that also changed in the files since they were
    loaded are conflicts, and stay as they are on both sides.
    """
    with transaction.atomic():
        writing = _Dump(read_folder(path))
        for file in reference_files():
            writing.merge(file)
        if not check:
            writing.write()
    return writing.differences, writing.conflicts


class _Dump:
    """One dump: every row merged first, then whole files written."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.database = Database()
        self.loaded = Loaded.read()
        self.differences: list[str] = []
        self.conflicts: list[str] = []
        self.touched: dict[str, Source] = {}

    def merge(self, file: ReferenceFile) -> None:
        """Merge a model's rows into the files as read."""
        base, here = self.loaded.cells(file), self.database.rows(file)
        sources = {key: source for source in self.folder.of(file) for key in source.lines}
        files = self.folder.rows(file)
        for key in {**files, **_reference(here, base), **base}:
            merged = merge(base.get(key), files.get(key), here.get(key), edits=file.edits)
            if merged.outcome is Outcome.CONFLICT:
                name = sources[key].name if key in sources else file.name
                self.conflicts.append(conflict(name, key, files.get(key), here.get(key)))
            elif merged.cells != files.get(key):
                source = sources.get(key) or self._source(file, key)
                self._put(source, key, merged.cells)
                self._remember(file, source, key, merged, base.get(key), here.get(key))

    def _put(self, source: Source, key: str, cells: Cells) -> None:
        """Put a row as it should stand into a file."""
        self.touched[source.name] = source
        if cells is None:
            self.differences.append(f"{source.name}, row {key}: deleted")
            del source.lines[key]
            return
        old = source.lines.get(key)
        if old is None:
            self.differences.append(f"{source.name}, row {key}: new")
            raw = dict(cells)
        else:
            changed = {name: text for name, text in cells.items() if text != old.cells[name]}
            told = [f"{name} “{old.cells[name]}” to “{text}”" for name, text in changed.items()]
            self.differences.append(f"{source.name}, row {key}: {', '.join(told)}")
            raw = {**old.raw, **changed}
        text = _record([raw[name] for name in source.header])
        source.lines[key] = Line(text, raw, dict(cells))

    def _remember(
        self,
        file: ReferenceFile,
        source: Source,
        key: str,
        merged: Merged,
        base: Cells,
        here: Cells,
    ) -> None:
        """What the file says now counts as loaded, where the database says it too."""
        if merged.cells is None or here is None:
            self.loaded.forget(file, key)
            return
        known = {
            name: text if text == here[name] else (base or here)[name]
            for name, text in merged.cells.items()
        }
        self.loaded.keep(file, key, source.name, known)

    def _source(self, file: ReferenceFile, key: str) -> Source:
        """The file for a row that stands in none yet; a new edition gets files of its own."""
        edition = self._edition(file, key)
        name = file.path(edition)
        for source in self.folder.of(file):
            if source.name == name:
                return source
        for each in reference_files():
            if each.edition:
                self._start(each, each.path(edition))
        return self.touched[name]

    def _edition(self, file: ReferenceFile, key: str) -> str:
        """The code of the edition that a row belongs to, if its rows stand by edition."""
        if not file.edition:
            return ""
        pk = self.database.pks(file)[key]
        return file.model._base_manager.values_list(file.edition, flat=True).get(pk=pk)

    def _start(self, file: ReferenceFile, name: str) -> None:
        header = list(file.columns)
        source = Source(file, name, header, _record(header))
        self.folder.sources.append(source)
        self.touched[name] = source

    def write(self) -> None:
        """Write the files that changed, each whole or not at all, and what is known of them."""
        self.loaded.write()
        for name, source in self.touched.items():
            path = self.folder.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            new = path.with_suffix(".new")
            text = source.head + "".join(line.text for line in source.lines.values())
            new.write_text(text, encoding="utf-8", newline="")
            os.replace(new, path)


def _reference(here: dict[str, dict[str, str]], base: Container[str]) -> dict[str, dict[str, str]]:
    """The rows of the database that are reference data: not those made up here, for practice."""
    return {
        key: cells for key, cells in here.items() if key in base or cells.get("source") != MADE_UP
    }


def _record(values: list[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(values)
    return stream.getvalue()
