"""What a load or a dump did, in words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from .merge import Outcome

#: The outcomes that are counted for people, in the order they are told.
TOLD = (Outcome.ADDED, Outcome.CHANGED, Outcome.KEPT, Outcome.CONFLICT, Outcome.GONE)


@dataclass
class Report:
    """Counts for each file, and what needs a person."""

    counts: dict[str, Counter[Outcome]] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    in_use: list[str] = field(default_factory=list)

    def count(self, name: str, outcome: Outcome) -> None:
        """Note what became of one row of a file."""
        self.counts.setdefault(name, Counter())[outcome] += 1

    @property
    def total(self) -> Counter[Outcome]:
        """The counts of all files together."""
        return sum(self.counts.values(), Counter())

    def lines(self) -> Iterator[str]:
        """The report as text: a line a file, the total, then what needs a person."""
        width = max(map(len, self.counts), default=0)
        for name, counts in self.counts.items():
            yield f"{name:<{width}}  {_told(counts)}"
        yield f"{'All files':<{width}}  {_told(self.total)}"
        if self.in_use:
            yield "Gone from the files, but kept because they are in use:"
            yield from (f"  {line}" for line in self.in_use)
        if self.conflicts:
            yield "Changed both in the files and in the admin, so not written:"
            yield from (f"  {line}" for line in self.conflicts)
            yield "They stay as they are in the admin. To settle them all one way:"
            yield "  manage.py load_reference --take admin   the edits stay"
            yield "  manage.py load_reference --take file    the files win"


def _told(counts: Counter[Outcome]) -> str:
    words = [f"{counts[outcome]} {outcome.value}" for outcome in TOLD]
    return f"{counts.total()} rows: {', '.join(words)}"


def conflict(name: str, key: str, file: dict[str, str] | None, here: dict[str, str] | None) -> str:
    """One conflict, naming the file, the row and what each side says."""
    if file is None:
        return f"{name}, row {key}: gone from the file, changed in the admin"
    if here is None:
        return f"{name}, row {key}: changed in the file, deleted in the admin"
    both = [
        f"{column} is “{file[column]}” in the file and “{here[column]}” in the admin"
        for column in file
        if file[column] != here[column]
    ]
    return f"{name}, row {key}: {'; '.join(both)}"
