"""What was worked out of a version is remembered while all that it was worked out of stands.

Findings, totals and a page's table take far longer to work out than to read again, and plans
are read more often than they are changed.
"""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Any, NamedTuple


class Standing(NamedTuple):
    """What findings, totals and tables follow from, as it stood when the version was read.

    `version` is its id. `revision` grows with every change of its rows, by whatever way, and
    `structure_revision` with every change of the reference data. `acts` grows with every
    approval and document of the submission, and `others` with every change of any plan of the
    collection, as NHS bodies share one sum among several, and of the collection it amends.
    `day` is when it was read: some rules grow graver on a day.
    """

    version: int
    revision: int
    structure_revision: int
    acts: int
    others: int
    day: datetime.date


#: The most states remembered by a process: some 400 kB each.
MOST = 64


@lru_cache(maxsize=MOST)
def remembered(standing: Standing) -> dict[str, Any]:
    """What is remembered of this state: nothing at first.

    Only for what was read outside of a transaction that writes: a change that is taken back
    would lend its revision to the next one.
    """
    return {}


#: Lists of plans, such as a nation's, need no more than this of each.
MOST_COUNTED = 4096


@lru_cache(maxsize=MOST_COUNTED)
def counted(standing: Standing) -> dict[str, int]:
    """How many findings there are of each state: none at first. The same holds for it."""
    return {}
