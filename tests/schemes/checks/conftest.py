"""Every test of a rule starts from a sound plan, on the project's own reference data.

Both are made once for this folder, in a transaction that is undone after its last test; what
a test changes is undone after it.
"""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.schemes.plans import Plan, plan_2019, plan_2023
from tests.snapshot import reference_data

SoundPlans = dict[str, Plan]


@pytest.fixture(scope="package")
def sound(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[SoundPlans]:
    """A sound plan of each edition."""
    with django_db_blocker.unblock(), transaction.atomic():
        reference_data()
        yield {"2023-25": plan_2023("T01"), "2019-20": plan_2019("T19")}
        transaction.set_rollback(True)


@pytest.fixture
def reference(sound: SoundPlans, db: None) -> None:
    """Every edition, and the sound plans, for a test that makes its own."""


@pytest.fixture
def plan(sound: SoundPlans, db: None) -> Plan:
    """A sound plan of 2023-25."""
    return sound["2023-25"].again()


@pytest.fixture
def older(sound: SoundPlans, db: None) -> Plan:
    """A sound plan of 2019-20."""
    return sound["2019-20"].again()
