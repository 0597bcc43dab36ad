"""What must stand when all that was taken is done again, one revision after another.

It is worked out from the people's own logs alone, without the product's code.
"""

from __future__ import annotations

from .person import Taken

Rows = dict[str, dict[str, str]]
#: The key of a row's place, from 1.
PLACE = "position"


class Ledger:
    """The rows by uid in the order they were made, and what each person's changes replaced.

    A row's cells are kept as they are typed, with its place among them.
    """

    def __init__(self, rows: Rows) -> None:
        self.rows = _copied(rows)
        self.blank = dict.fromkeys(next(iter(rows.values())), "")
        self.done: dict[int, list[tuple[Rows, Rows]]] = {}
        self.lost: list[str] = []

    def take(self, person: int, taken: Taken) -> None:
        """Do one thing that was taken."""
        if taken.act == "undo":
            self._undo(*self.done[person].pop())
            return
        was = _copied(self.rows)
        if taken.act == "delete":
            del self.rows[taken.row]
        elif taken.act == "duplicate":
            self._duplicate(taken.row, taken.added[0])
        elif taken.act in ("up", "down"):
            self._move(taken.row, -1 if taken.act == "up" else 1)
        for uid in taken.added:
            if uid not in self.rows:
                last = max(int(cells[PLACE]) for cells in self.rows.values())
                self.rows[uid] = {**self.blank, PLACE: str(last + 1)}
        for uid, cells in taken.cells.items():
            self._overwritten(uid, taken.seen.get(uid, {}))
            self.rows[uid].update(cells)
        self.done.setdefault(person, []).append((was, _copied(self.rows)))

    def _overwritten(self, uid: str, seen: dict[str, str]) -> None:
        """Note cells that somebody wrote over without having seen them."""
        for key, text in seen.items():
            if self.rows[uid][key] != text:
                self.lost.append(f"{key} of row {uid} was {self.rows[uid][key]!r}, not {text!r}")

    def _order(self) -> list[str]:
        """The rows from the first to the last; of two at one place the older comes first."""
        return sorted(self.rows, key=lambda uid: int(self.rows[uid][PLACE]))

    def _put(self, order: list[str]) -> None:
        for place, uid in enumerate(order, start=1):
            self.rows[uid][PLACE] = str(place)

    def _duplicate(self, uid: str, copy: str) -> None:
        order = self._order()
        order.insert(order.index(uid) + 1, copy)
        self.rows[copy] = dict(self.rows[uid])
        self._put(order)

    def _move(self, uid: str, step: int) -> None:
        order = self._order()
        at = order.index(uid)
        order[at], order[at + step] = order[at + step], order[at]
        self._put(order)

    def _undo(self, was: Rows, now: Rows) -> None:
        """Put back the cells that a change wrote; all others stay as they are."""
        for uid in now.keys() - was.keys():
            del self.rows[uid]
        for uid in was.keys() - now.keys():
            self.rows[uid] = was[uid]
        for uid in was.keys() & now.keys():
            written = {key: text for key, text in was[uid].items() if now[uid][key] != text}
            if written:
                self.rows[uid].update(written)

    def compare(self, rows: Rows) -> tuple[list[str], list[str]]:
        """The cells that do not stand as they were taken, and the rows that nobody made."""
        lost = [*self.lost, *(f"row {uid} is gone" for uid in self.rows.keys() - rows.keys())]
        for uid in self.rows.keys() & rows.keys():
            lost += [
                f"{key} of row {uid} is {rows[uid][key]!r}, not {text!r}"
                for key, text in self.rows[uid].items()
                if rows[uid][key] != text
            ]
        return lost, [f"row {uid} was made by nobody" for uid in rows.keys() - self.rows.keys()]


def _copied(rows: Rows) -> Rows:
    return {uid: dict(cells) for uid, cells in rows.items()}
