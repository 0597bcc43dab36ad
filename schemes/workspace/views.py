"""The pages of an NHS body's own money."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from bcf import figures
from bcf.pages.forms import SEEN
from bcf.people.requests import SignedIn

from .access import collections_of, get_body, get_collection
from .money import Money
from .published import published_figures
from .saving import Fault, NotSaved, is_new, save, sent_as


@require_GET
def bodies(request: SignedIn) -> HttpResponse:
    """The NHS bodies that a person works in, each with the plans its money goes into."""
    found = [(body, collections_of(body)) for body in request.user.nhs_bodies()]
    return render(request, "schemes/workspace/bodies.html", {"bodies": found})


def money(request: SignedIn, body: str, collection: str) -> HttpResponse:
    """One NHS body's money in all its boards' plans, to be read and changed together."""
    organisation = get_body(request.user, body)
    asked = get_collection(organisation, collection)
    shown = Money(request.user, organisation, asked)
    if request.method != "POST":
        return _page(request, shown)
    if not shown.writable:
        raise PermissionDenied("You may read these plans but not change them.")
    try:
        changes = save(shown, request.POST, by=request.user)
    except NotSaved as refused:
        fresh = Money(request.user, organisation, asked)
        return _page(request, fresh, put_back(fresh, request.POST, refused.faults))
    plans = figures.plural(len(changes), "board's plan", "boards' plans")
    messages.success(request, f"Saved in {plans}." if changes else "Nothing was changed.")
    return redirect("nhs_money", body, collection)


def put_back(
    money: Money, data: Mapping[str, str], faults: Mapping[str, Fault]
) -> list[tuple[str, str]]:
    """Show what was typed, and why it was not taken: each control's name with its message.

    A cell that was changed meanwhile carries the new value as seen, so that saving again is
    a choice.
    """
    told, left = [], dict(faults)
    for line in money.lines():
        for cell in line.cells:
            name = sent_as(line, cell, data)
            fault = left.pop(cell.name, None)
            if is_new(cell.column, name, data):
                cell.typed, cell.seen = data[name], data.get(f"{SEEN}{name}", "")
            if fault:
                cell.errors.append(fault.message)
                cell.seen = cell.seen if fault.now is None else fault.now
                anchor = cell.name if cell.editable else "money"
                told.append((anchor, f"{cell.label}: {fault.message}"))
    return told + [("money", fault.message) for fault in left.values()]


def _page(
    request: SignedIn, money: Money, errors: list[tuple[str, str]] | None = None
) -> HttpResponse:
    sums = [each for table in money.tables if table.has_allocation for each in table.sums]
    context: dict[str, Any] = {
        "money": money,
        "errors": errors or [],
        "collections": collections_of(money.body),
        "published": list(published_figures(money)),
        "differing": [each for each in sums if each.left],
        "not_loaded": [each for each in sums if each.allocation is None],
    }
    return render(request, "schemes/workspace/money.html", context)
