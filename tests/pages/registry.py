"""The pages and states that test_pages.py opens in a browser and audits.

A page is a function that brings a visit to one state of one route:

    @page("account_login", "wrong password")
    def wrong_password(visit): ...

Every route of the product that answers GET with HTML needs at least one, error states
included; those that do not answer so stand in NOT_PAGES, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tests.pages.conftest import Visit

Build = Callable[["Visit"], None]


class PageState(NamedTuple):
    route: str
    state: str
    build: Build


PAGES: list[PageState] = []

NOT_PAGES: dict[str, str] = {}


def page(route: str, state: str = "as it opens") -> Callable[[Build], Build]:
    """Register a state of a route."""

    def register(build: Build) -> Build:
        PAGES.append(PageState(route, state, build))
        return build

    return register
