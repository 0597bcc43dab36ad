import pytest

from bcf.submissions import sections
from schemes import totals

KEPT = (sections._sections, totals._frame)


@pytest.fixture
def changed_reference(examples):
    """For tests that change what an edition asks.

    What is read of an edition is kept by its revision, and the revisions of two tests,
    each undone at its end, are the same numbers.
    """
    for kept in KEPT:
        kept.cache_clear()
    yield
    for kept in KEPT:
        kept.cache_clear()
