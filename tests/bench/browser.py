"""What a person waits for, in a real Chromium on a real server: milliseconds, without a target.

They differ from machine to machine and hour to hour, and are for reading side by side only.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from tempfile import TemporaryFile

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, sync_playwright

from bcf.examples.people import load_people
from bcf.examples.plans import load_plans
from bcf.people.models import User
from tests.assure.together.server import serving
from tests.bench.pages import PLAN, with_150_lines
from tests.conftest import TOOLS

ROUNDS = 15
AMOUNT = 13
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
#: From the press of Enter until the bar at the foot says that the cell is saved.
WATCH = """() => {
  let pressed = Infinity;
  addEventListener("keydown", () => (pressed = performance.now()), { capture: true, once: true });
  window.taken = new Promise((done) => new MutationObserver(() => done(performance.now() - pressed))
    .observe(document.querySelector(".cellbar__saved"), { childList: true }));
}"""


@dataclass(frozen=True)
class Wait:
    """How long a person waits: the median of so many rounds."""

    name: str
    ms: int
    rounds: int = ROUNDS
    holds: bool = True

    def line(self) -> str:
        return json.dumps({key: told for key, told in asdict(self).items() if key != "holds"})


def run() -> list[Wait]:
    """Opening the page of 150 lines as its commissioner, and saving an amount there."""
    call_command("load_reference", verbosity=0)
    load_plans()
    load_people()
    with_150_lines()
    # Before the browser's own loop runs, in which Django would not ask the database.
    client = Client()
    client.force_login(User.objects.get(email="dev@example.org"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    with TemporaryFile("w+") as said, serving(said) as server, chromium() as page:
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}]
        )
        address = f"{server}{reverse('section', args=PLAN)}"
        paints = [_paint(page, address) for _ in range(ROUNDS + 1)][1:]
        saves = [_save(page, number) for number in range(ROUNDS + 1)][1:]
    return [
        Wait("first_paint_150", round(statistics.median(paints))),
        Wait("cell_to_saved_150", round(statistics.median(saves))),
    ]


@contextmanager
def chromium() -> Iterator[Page]:
    """A page of the machine's own Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=TOOLS["chromium"].find(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser.new_page(viewport={"width": 1280, "height": 900})
        browser.close()


def _paint(page: Page, address: str) -> float:
    page.goto(address)
    page.locator("table[data-ready]").wait_for()
    return float(page.evaluate(PAINT))


def _save(page: Page, number: int) -> float:
    """Type an amount into a line and press Enter."""
    line = page.locator("tbody tr[id^=row-]").nth(number)
    line.locator("th, td").nth(AMOUNT).click()
    page.keyboard.type(str(1_000 + number))
    page.evaluate(WATCH)
    page.keyboard.press("Enter")
    return float(page.evaluate("window.taken"))
