"""A small folder of reference files, to be changed by tests."""

from __future__ import annotations

import csv
from pathlib import Path

from django.db import models

from bcf.boards.reference import ReferenceFile, reference_files

EDITION = "2019-20"


class Folder:
    """Every reference file, with two boards and one edition that asks one question."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows: dict[str, list[dict[str, str]]] = {}
        for file in reference_files():
            self.rows[file.path(EDITION)] = []
        self._fill()
        self.write()

    def _fill(self) -> None:
        self.add("sources.csv", code="S1", title="A report")
        for code, name in (("A1", "Alder"), ("B1", "Birch")):
            self.add(
                "boards.csv",
                code=code,
                name=name,
                authority_type="County council",
                region="South West",
                active_from="2013-04-01",
            )
            self.add(
                "organisations.csv",
                code=code,
                name=f"{name} Council",
                kind="council",
                active_from="2013-04-01",
            )
            self.add("links.csv", organisation=code, board=code, active_from="2013-04-01")
        self.add(
            "editions.csv",
            code=EDITION,
            title="Better Care Fund 2019-20",
            starts="2019-04-01",
            ends="2020-03-31",
        )
        self.add(
            "collections.csv",
            code="2019-20-plan",
            edition=EDITION,
            kind="plan",
            title="2019-20 plan",
            effect="base",
        )
        self.add(
            "sections.csv",
            collection="2019-20-plan",
            key="cover",
            title="Cover",
            kind="bcf.answers.sections.Questions",
            group="Cover",
            position="1",
        )
        self.add(
            "questions.csv",
            section="2019-20-plan/cover",
            key="signed",
            label="Signed?",
            kind="choice",
            choices="yes_no",
            need="always",
            position="1",
        )
        self.add(
            "choices.csv",
            edition=EDITION,
            list="yes_no",
            key="yes",
            label="Yes",
            position="1",
            active="yes",
            standing="unconfirmed",
        )
        self.add(
            "allocations.csv",
            board="A1",
            fund="ibcf",
            contributor="A1",
            year=EDITION,
            stage="final",
            published_on="2019-07-18",
            amount="11296000",
        )

    def add(self, name: str, /, **cells: str) -> None:
        """Add a row to a file; a column not named is blank, "no" or "confirmed"."""
        file = file_named(name)
        full = {column: _blank(field) for column, field in file.columns.items()}
        self.rows[file.path(EDITION)].append(
            {**full, "standing": "confirmed", **cells} if "standing" in full else {**full, **cells}
        )

    def change(self, name: str, number: int = 0, /, **cells: str) -> None:
        """Change a row by its number, and write the file."""
        self.rows[file_named(name).path(EDITION)][number].update(cells)
        self.write()

    def remove(self, name: str, number: int = 0) -> None:
        """Take a row out, and write the file."""
        del self.rows[file_named(name).path(EDITION)][number]
        self.write()

    def write(self) -> None:
        """Write all files."""
        for file in reference_files():
            path = self.path / file.path(EDITION)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", newline="", encoding="utf-8") as stream:
                writer = csv.DictWriter(stream, list(file.columns), lineterminator="\n")
                writer.writeheader()
                writer.writerows(self.rows[file.path(EDITION)])

    def texts(self) -> dict[str, str]:
        """What stands in the folder now, by file."""
        return {
            path.relative_to(self.path).as_posix(): path.read_text(encoding="utf-8")
            for path in self.path.rglob("*.csv")
        }


def file_named(name: str) -> ReferenceFile:
    return next(file for file in reference_files() if file.name == name)


def _blank(field: models.Field) -> str:
    return "no" if isinstance(field, models.BooleanField) else ""
