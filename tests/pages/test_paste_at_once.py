"""Somebody saves a line while a paste of the same line is being put in."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from bcf.submissions.models import Version
from bcf.tables import Edit
from schemes.models import ExpenditureLine
from tests.factories import EXAMPLESHIRE, TWO_YEARS, add, again, cells, person, plan, put
from tests.pages.test_paste import AMOUNT, Form, tsv

#: A lock that nobody waits for must not take for ever.
PATIENCE = 60


@pytest.fixture
def version(transactional_db: None, reference: None) -> Version:
    return plan()


class Saver(threading.Thread):
    """Saves a cell, and ends only when somebody else waits for the plan."""

    def __init__(self, version: Version, uid: UUID) -> None:
        super().__init__()
        self.version, self.uid = version, uid
        self.saved = threading.Event()
        self.waited_for = False

    def run(self) -> None:
        with transaction.atomic():
            put(again(self.version), Edit(uid=self.uid, raw={AMOUNT: "20"}))
            self.saved.set()
            self.waited_for = self._wait()
        connections.close_all()

    @staticmethod
    def _wait() -> bool:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                if cursor.fetchone()[0]:
                    return True
            time.sleep(0.05)
        return False


@pytest.fixture
def saver(version: Version) -> Iterator[Saver]:
    uid = add(version, {"scheme_code": "1", "scheme_name": "Breaks", AMOUNT: "10"})
    thread = Saver(version, uid)
    yield thread
    thread.join(PATIENCE)


def test_the_paste_that_comes_second_shows_both_values(
    version: Version, saver: Saver, client: Client
) -> None:
    client.force_login(person(organisation=EXAMPLESHIRE))
    address = reverse("paste", args=[EXAMPLESHIRE, TWO_YEARS, "expenditure"])
    text = tsv("Scheme ID|Scheme Name|23/24 (£)", "1|Breaks|30", "2|Advice|5")
    page = client.post(address, {"text": text})
    saver.start()
    assert saver.saved.wait(PATIENCE)
    page = client.post(address, {**Form(page).data, "put": "1"})
    saver.join(PATIENCE)
    assert saver.waited_for
    assert page.status_code == 409
    assert "line 1 has £20" in page.content.decode()
    assert "it had £10 when you looked" in page.content.decode()
    assert cells(version, saver.uid)[AMOUNT] == "20.00"
    assert ExpenditureLine.objects.count() == 1, "not one row of the paste went in"
    done = client.post(address, {**Form(page).data, "put": "1"})
    assert done.status_code == 302
    assert cells(version, saver.uid)[AMOUNT] == "30.00"
