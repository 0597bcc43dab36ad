"""The links of a page, and its forms with all that they would send."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin


@dataclass
class Control:
    """A named part of a form: its kind, what it holds, and the entries of its list."""

    name: str
    kind: str
    value: str
    offered: list[str] = field(default_factory=list)


@dataclass
class Form:
    address: str
    method: str
    controls: list[Control] = field(default_factory=list)

    @property
    def buttons(self) -> list[Control]:
        return [control for control in self.controls if control.kind in ("submit", "button")]


class Page(HTMLParser):
    """A page at an address; what it leads to goes by whole paths."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address = address
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._by_id: dict[str, Form] = {}
        self._open: Form | None = None
        self._list: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "a" and (link := urljoin(self.address, held.get("href", ""))).startswith("/"):
            self.links.append(link.partition("#")[0])
        elif tag == "form":
            self._begin(held)
        elif tag == "option":
            self._list.append(held.get("value", ""))
        elif "name" in held and tag in ("input", "textarea", "select", "button"):
            self._control(tag, held)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None

    def _begin(self, held: dict[str, str]) -> None:
        address = urljoin(self.address, held.get("action", ""))
        self._open = Form(address, held.get("method", "get").lower())
        self.forms.append(self._open)
        self._by_id[held.get("id", "")] = self._open

    def _control(self, tag: str, held: dict[str, str]) -> None:
        kind = "submit" if tag == "button" else held.get("type", tag)
        control = Control(held["name"], kind, held.get("value", ""))
        if tag == "select":
            self._list = control.offered
        form = self._by_id.get(held["form"]) if "form" in held else self._open
        if form:
            form.controls.append(control)
