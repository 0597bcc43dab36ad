"""Which collection takes the place of which, when updates are themselves updated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from .models import Collection, Effect


def replacements(year: str) -> Mapping[int, set[int]]:
    """The collections (ids) that replace each one for `year`, however many steps apart.

    The update of an update replaces the plan as well: a board may never have answered the
    update between them.
    """
    replacing = Collection.objects.filter(effect=Effect.REPLACES)
    amended: dict[int, int | None] = dict(replacing.values_list("pk", "amends"))
    found: dict[int, set[int]] = defaultdict(set)
    for later in replacing.filter(years__year=year).values_list("pk", flat=True):
        earlier = amended.get(later)
        # A circle, which only a mistake in the files can make, ends here too.
        while earlier and later not in found[earlier]:
            found[earlier].add(later)
            earlier = amended.get(earlier)
    return found
