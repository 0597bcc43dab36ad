"""What the files last said of each row (`LoadedRow`), read and written as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field

from bcf.boards.reference import ReferenceFile

from ..models import LoadedRow


def table(file: ReferenceFile) -> str:
    """How a model is named in `LoadedRow`."""
    return file.model._meta.label_lower


@dataclass
class Loaded:
    """The rows as they were loaded, by table and key, and what becomes of them."""

    rows: dict[tuple[str, str], LoadedRow] = field(default_factory=dict)
    changed: list[LoadedRow] = field(default_factory=list)
    new: list[LoadedRow] = field(default_factory=list)
    forgotten: list[int] = field(default_factory=list)

    @classmethod
    def read(cls) -> Loaded:
        """Read them all."""
        return cls({(row.table, row.key): row for row in LoadedRow.objects.all()})

    def cells(self, file: ReferenceFile) -> dict[str, dict[str, str]]:
        """What was loaded of one model, by key."""
        name = table(file)
        return {key: row.values for (of, key), row in self.rows.items() if of == name}

    def name(self, file: ReferenceFile, key: str) -> str | None:
        """The file that a row was loaded from, if it was."""
        row = self.rows.get((table(file), key))
        return row.file if row else None

    def keep(self, file: ReferenceFile, key: str, name: str, cells: dict[str, str]) -> None:
        """A file says this of a row, and the database knows."""
        row = self.rows.get((table(file), key))
        if row is None:
            self.new.append(LoadedRow(table=table(file), key=key, file=name, values=cells))
        elif row.values != cells or row.file != name:
            row.values, row.file = cells, name
            self.changed.append(row)

    def forget(self, file: ReferenceFile, key: str) -> None:
        """No file speaks of a row any more."""
        if row := self.rows.get((table(file), key)):
            self.forgotten.append(row.pk)

    def write(self) -> None:
        """Write what changed."""
        LoadedRow.objects.bulk_create(self.new)
        LoadedRow.objects.bulk_update(self.changed, ["values", "file"])
        if self.forgotten:
            LoadedRow.objects.filter(pk__in=self.forgotten).delete()
