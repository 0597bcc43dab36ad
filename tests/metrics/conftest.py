"""The plans whose metrics these tests are about."""

from __future__ import annotations

import pytest

from bcf.submissions.models import Version
from tests.factories import BCP, ONE_YEAR, SAMPLETON, plan


@pytest.fixture
def version(editions: None) -> Version:
    """Sampleton's plan of two years, just started: no figure of it is published."""
    return plan(SAMPLETON)


@pytest.fixture
def older(editions: None) -> Version:
    """BCP's plan of 2019-20, just started: one metric is set elsewhere."""
    return plan(BCP, ONE_YEAR)
