"""Making many objects at once without Python's searches for reference cycles.

They are set off by the number of new objects, and each goes through all that the process holds.
What refers to nothing that refers back goes without them.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """Keep Python from looking for reference cycles meanwhile.

    A year's 12,000 findings set off a search that takes about a third of checking them; one in
    every twenty filled workbooks another, which takes a tenth of putting all of them in.
    """
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()
