"""Walks the resolver: each route of the product, its name, and an address to try it with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.pages.access import ARGUMENTS

#: Values that fit Django's own converters; a route of ours may use no other.
SAMPLES = {
    "IntConverter": 1,
    "StringConverter": "x",
    "SlugConverter": "x",
    "PathConverter": "x",
    "UUIDConverter": "00000000-0000-4000-8000-000000000000",
}


class Route(NamedTuple):
    """A pattern of the URL configuration.

    Its name carries the namespace; its converters are its own and those of the patterns
    that include it.
    """

    name: str
    pattern: URLPattern
    converters: dict[str, Any]

    @property
    def entry(self) -> str:
        """What stands for it in access.py: the admin's routes share one entry."""
        return "admin:*" if self.name.startswith("admin:") else self.name

    def address(self) -> str:
        """Where to try it. The objects in it need not exist."""
        made_up = {key: SAMPLES[type(made).__name__] for key, made in self.converters.items()}
        return reverse(self.name, kwargs=ARGUMENTS.get(self.name, made_up))


def routes(
    resolver: URLResolver | None = None, namespace: str = "", above: dict[str, Any] | None = None
) -> Iterator[Route]:
    """Every route, in the resolver's order. One without a name yields an empty name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        converters = {**(above or {}), **pattern.pattern.converters}
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern, inner, converters)
        else:
            yield Route(f"{namespace}{pattern.name or ''}", pattern, converters)
