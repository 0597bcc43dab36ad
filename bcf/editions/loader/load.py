"""From the files into the database: all of it, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from pathlib import Path

import pghistory
from django.db import IntegrityError, connection, models, transaction

from bcf.boards.reference import Database, ReferenceFile, reference_files

from .folder import Folder, ReferenceProblems, dangling, read_folder, refused
from .loaded import Loaded
from .merge import Merged, Outcome, Take, merge
from .report import Report, conflict

#: Two loads at once would each take the other's rows for edits. Any number does.
LOCK = 20_190_401


def load(path: Path, take: Take | None = None) -> Report:
    """Load a folder of reference files.

    Raises ReferenceProblems, and writes nothing, when any file is wrong. Rows changed on
    both sides are left alone and reported, unless `take` says which side wins.
    """
    folder = read_folder(path)
    context = pghistory.context(user=None, reason="load_reference", via="command")
    try:
        with transaction.atomic(), context:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            report = _Load(folder, take).run()
            _analyse()
            return report
    except IntegrityError as error:
        # The database checks all rows at once, quickly, but cannot say which row it means.
        raise ReferenceProblems(refused(folder) or [str(error)]) from error


def _analyse() -> None:
    """Tell the planner what the tables hold now, so that the first pages after a load are quick."""
    tables = ", ".join(file.model._meta.db_table for file in reference_files())
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


class _Load:
    """One load: every row merged first, then checked, then written."""

    def __init__(self, folder: Folder, take: Take | None) -> None:
        self.folder = folder
        self.database = Database()
        self.loaded = Loaded.read()
        self.report = Report()
        self.merged = {file: self._merge(file, take) for file in reference_files()}

    def run(self) -> Report:
        self._check()
        for file in reference_files():
            self._write(file)
        in_use = {file: self._delete(file) for file in reversed(reference_files())}
        for file in reference_files():
            self._remember(file, in_use[file])
        self.loaded.write()
        return self.report

    def _merge(self, file: ReferenceFile, take: Take | None) -> dict[str, Merged]:
        base, files = self.loaded.cells(file), self.folder.rows(file)
        here = self.database.rows(file)
        return {
            key: merge(base.get(key), files.get(key), here.get(key), edits=file.edits, take=take)
            for key in {**files, **here, **base}
        }

    def _keys(self, file: ReferenceFile, *outcomes: Outcome) -> list[str]:
        return [key for key, merged in self.merged[file].items() if merged.outcome in outcomes]

    def _check(self) -> None:
        """Refuse rows that refer to nothing."""
        known = {
            file.model: {key for key, m in rows.items() if m.cells is not None}
            for file, rows in self.merged.items()
        }
        if problems := dangling(self.folder, known):
            raise ReferenceProblems(problems)

    def _write(self, file: ReferenceFile) -> None:
        """Write a model's new rows, then its changed ones, in few statements."""
        waiting = dict.fromkeys(self._keys(file, Outcome.ADDED))
        while waiting:
            # A row may refer to another new row of its own table, which then goes first.
            ready = [key for key in waiting if self._can_be_written(file, key, waiting)]
            if not ready:
                raise ReferenceProblems([f"{file.name}, row {next(iter(waiting))}: in a circle"])
            self._create(file, ready)
            for key in ready:
                del waiting[key]
        self._update(file, self._keys(file, Outcome.CHANGED))

    def _can_be_written(self, file: ReferenceFile, key: str, waiting: Container[str]) -> bool:
        cells = self.merged[file][key].cells or {}
        own = [name for name, f in file.columns.items() if f.related_model is file.model]
        return all(cells[name] not in waiting for name in own)

    def _create(self, file: ReferenceFile, keys: list[str]) -> None:
        rows = []
        for key in keys:
            row = file.model()
            self.database.fill(file, row, self.merged[file][key].cells or {})
            rows.append(row)
        file.model._base_manager.bulk_create(rows)
        for key, row in zip(keys, rows, strict=True):
            self.database.added(file, key, row.pk)

    def _update(self, file: ReferenceFile, keys: list[str]) -> None:
        pks, here = self.database.pks(file), self.database.rows(file)
        rows, columns = [], set()
        records = file.model._base_manager.in_bulk([pks[key] for key in keys])
        for key in keys:
            cells = self.merged[file][key].cells or {}
            changed = {name: text for name, text in cells.items() if text != here[key][name]}
            self.database.fill(file, records[pks[key]], changed)
            rows.append(records[pks[key]])
            columns |= set(changed)
        if rows:
            file.model._base_manager.bulk_update(rows, sorted(columns))

    def _delete(self, file: ReferenceFile) -> set[str]:
        """Delete rows gone from the files that nothing uses; return the keys of the others."""
        pks = self.database.pks(file)
        gone = {pks[key]: key for key in self._keys(file, Outcome.GONE) if key in pks}
        if not gone:
            return set()
        users = users_of(file.model, list(gone))
        unused = [pk for pk in gone if pk not in users]
        file.model._base_manager.filter(pk__in=unused).delete()
        for pk, names in users.items():
            name = self.loaded.name(file, gone[pk]) or file.name
            self.report.in_use.append(
                f"{name}, row {gone[pk]}: in use by {', '.join(sorted(names))}"
            )
        return {gone[pk] for pk in users}

    def _remember(self, file: ReferenceFile, in_use: set[str]) -> None:
        """Count what became of each row, and keep what the files say of it."""
        names = {key: s.name for s in self.folder.of(file) for key in s.lines}
        files, here = self.folder.rows(file), self.database.rows(file)
        for key, (outcome, _) in self.merged[file].items():
            name = names.get(key) or self.loaded.name(file, key) or file.name
            self.report.count(name, outcome)
            if outcome is Outcome.CONFLICT:
                self.report.conflicts.append(conflict(name, key, files.get(key), here.get(key)))
            elif key in files:
                self.loaded.keep(file, key, name, files[key])
            elif key not in in_use:
                self.loaded.forget(file, key)


def users_of(model: type[models.Model], pks: list[int]) -> dict[int, set[str]]:
    """What refers to rows of a model: names of the other tables, by primary key.

    The tables of the history point at everything and hold nothing back.
    """
    users: dict[int, set[str]] = defaultdict(set)
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        field = relation.field
        if not getattr(field, "db_constraint", True):
            continue
        used = field.model._base_manager.filter(**{f"{field.name}__in": pks})
        for pk in used.values_list(field.attname, flat=True).distinct():
            users[pk].add(str(field.model._meta.verbose_name_plural))
    return dict(users)
