"""Opens the product's pages in a real browser, signed in or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from bcf.people.models import User
from tests.pages.audit import Watch

#: In milliseconds: a machine busy with the other half of the tests is slow, not wrong.
expect.set_options(timeout=20_000)


class Visit:
    """A person's visit: a watched page, and the ways there."""

    def __init__(self, page: Page, server: LiveServer) -> None:
        self.page = page
        self.server = server
        self.watch = Watch(page)

    def sign_in(self, user: User) -> None:
        """Skip the form, which has tests of its own."""
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        cookie: Any = {"name": name, "value": client.cookies[name].value, "url": self.server.url}
        self.page.context.add_cookies([cookie])

    def open(self, address: str) -> None:
        self.page.goto(f"{self.server.url}{address}")

    def press(self, name: str) -> None:
        """Press the button of this name in the page's own content."""
        self.page.locator("main, #content").get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def visit(page: Page, live_server: LiveServer) -> Iterator[Visit]:
    """A visit that ends with its page, so that nothing asks the server while it is emptied."""
    yield Visit(page, live_server)
    page.close()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 1280, "height": 900}}
