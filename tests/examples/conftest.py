"""The reference data and the examples, loaded once for each file of tests."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from bcf.examples.people import load_people
from bcf.examples.plans import load_plans


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def reference(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The project's own reference data, gone again after the file's last test."""
    with django_db_blocker.unblock(), undone():
        call_command("load_reference", verbosity=0)
        yield


@pytest.fixture(scope="module")
def examples(reference: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Every example plan and person."""
    with django_db_blocker.unblock(), undone():
        load_plans()
        load_people()
        yield
