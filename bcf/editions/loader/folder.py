"""Reading the folder of reference files, and finding what is wrong with it."""

from __future__ import annotations

import csv
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bcf.boards.reference import ReferenceFile, reference_files, rows


class ReferenceProblems(Exception):
    """The files cannot be loaded. `problems` are sentences naming file and key."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass
class Line:
    """One row of a file: the text it stands as, and its cells."""

    text: str
    raw: dict[str, str]
    cells: dict[str, str]


@dataclass
class Source:
    """One file of the folder, with its rows by natural key in the order of the file."""

    file: ReferenceFile
    name: str
    header: list[str] = field(default_factory=list)
    head: str = ""
    lines: dict[str, Line] = field(default_factory=dict)


@dataclass
class Folder:
    """All the files, in the order of loading."""

    path: Path
    sources: list[Source]

    def of(self, file: ReferenceFile) -> list[Source]:
        """The files of one model: one, or one for each edition."""
        return [source for source in self.sources if source.file is file]

    def rows(self, file: ReferenceFile) -> dict[str, dict[str, str]]:
        """A model's rows in all its files, by natural key."""
        return {key: line.cells for source in self.of(file) for key, line in source.lines.items()}


def read_folder(path: Path) -> Folder:
    """Read and check every file. Raises ReferenceProblems with all that is wrong."""
    problems: list[str] = []
    names = _names(path, problems)
    sources = [_read(path, name, file, problems) for name, file in names]
    folder = Folder(path, sources)
    for file in reference_files():
        problems += _twice(folder, file)
    if problems:
        raise ReferenceProblems(problems)
    return folder


def _names(path: Path, problems: list[str]) -> list[tuple[str, ReferenceFile]]:
    """The names of the files to read. A file missing or misspelled would lose its rows."""
    if not path.is_dir():
        raise ReferenceProblems([f"{path} is not a folder of reference files"])
    editions = sorted(p.name for p in path.glob("editions/*") if p.is_dir())
    names = [
        (file.path(edition), file)
        for file in reference_files()
        for edition in (editions if file.edition else [""])
    ]
    there = {p.relative_to(path).as_posix() for p in path.rglob("*.csv")}
    wanted = {name for name, _ in names}
    problems += [f"{name} is missing" for name in sorted(wanted - there)]
    problems += [f"{name} is not a reference file" for name in sorted(there - wanted)]
    return [(name, file) for name, file in names if name in there]


def _read(path: Path, name: str, file: ReferenceFile, problems: list[str]) -> Source:
    source = Source(file, name)
    try:
        with (path / name).open(encoding="utf-8-sig", newline="") as stream:
            records = list(_records(stream))
    except (UnicodeDecodeError, csv.Error) as error:
        problems.append(f"{name} cannot be read as CSV in UTF-8: {error}")
        return source
    source.head, source.header = records[0] if records else ("", [])
    if wrong := _wrong_header(file, source.header):
        problems += [f"{name}: {problem}" for problem in wrong]
        return source
    for number, (line, values) in enumerate(records[1:], start=2):
        if not any(values):
            continue
        if len(values) != len(source.header):
            problems.append(
                f"{name}, record {number}: {len(values)} cells, not {len(source.header)}"
            )
            continue
        raw = dict(zip(source.header, values, strict=True))
        cells, wrong = rows.read_row(file, raw)
        key = file.key(cells)
        problems += [f"{name}, row {key}: {problem}" for problem in wrong]
        if key in source.lines:
            problems.append(f"{name}, row {key}: stands twice")
        source.lines[key] = Line(line, raw, cells)
    return source


def _records(stream: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """The records of a CSV file, each with the lines it was read from."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in stream:
            taken.append(line)
            yield line

    for values in csv.reader(lines(), strict=True):
        yield "".join(taken), values
        taken.clear()


def _wrong_header(file: ReferenceFile, header: list[str]) -> list[str]:
    repeated = {name for name in header if header.count(name) > 1}
    return [
        *(f"no column {name}" for name in file.columns if name not in header),
        *(f"unknown column {name}" for name in header if name not in file.columns),
        *(f"column {name} stands twice" for name in sorted(repeated)),
    ]


def _twice(folder: Folder, file: ReferenceFile) -> list[str]:
    """Rows that stand in two files of one model."""
    seen: dict[str, str] = {}
    problems = []
    for source in folder.of(file):
        for key in source.lines:
            if key in seen:
                problems.append(f"{source.name}, row {key}: stands in {seen[key]} too")
            seen[key] = source.name
    return problems


def dangling(folder: Folder, known: Mapping[type, Container[str]]) -> list[str]:
    """Rows that refer to one that is not among the `known` keys of its model."""
    return [
        f"{source.name}, row {key}: {problem}"
        for source in folder.sources
        for key, line in source.lines.items()
        if key in known[source.file.model]
        for problem in rows.dangling(source.file, line.cells, known)
    ]


def refused(folder: Folder) -> list[str]:
    """What the models' own checks say against the rows, slowly, each row by itself."""
    return [
        f"{source.name}, row {key}: {problem}"
        for source in folder.sources
        for key, line in source.lines.items()
        for problem in rows.constraint_problems(source.file, line.cells)
    ]
