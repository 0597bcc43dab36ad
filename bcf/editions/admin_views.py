"""Admin pages over all reference data: what is not confirmed, and what was changed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from bcf.changes import Event, describe_events, newest_events, tracked_tables

from .models import Edition
from .unconfirmed import kinds, unconfirmed_rows

CHANGES = 100  # changes on a page


Choices = list[tuple[str, str]]


def _kinds() -> Choices:
    return [("", "All kinds"), *kinds().items()]


def _editions() -> Choices:
    codes = Edition.objects.values_list("code", flat=True)
    return [("", "All editions"), *((code, code) for code in codes)]


def _tables() -> Choices:
    names = {
        label: str(event.pgh_tracked_model._meta.verbose_name_plural).capitalize()
        for label, event in tracked_tables().items()
    }
    return [("", "Everything"), *sorted(names.items(), key=lambda item: item[1])]


class UnconfirmedForm(forms.Form):
    """Which unconfirmed rows to see."""

    kind = forms.ChoiceField(required=False, choices=_kinds)
    edition = forms.ChoiceField(required=False, choices=_editions)


class ChangesForm(forms.Form):
    """Whose changes to see, and from which one back."""

    table = forms.ChoiceField(required=False, choices=_tables)
    before = forms.IntegerField(required=False, min_value=1)


def not_confirmed(request: HttpRequest) -> HttpResponse:
    """Every row that nobody has confirmed, with a way to it and to its sources."""
    form = UnconfirmedForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    context = {"title": "Not confirmed", "form": form, "rows": unconfirmed_rows(**chosen)}
    return _render(request, "not_confirmed", context)


def changes(request: HttpRequest) -> HttpResponse:
    """The newest changes of everything, or all changes of one table, page by page."""
    form = ChangesForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    table = chosen.get("table", "")
    events = newest_events(CHANGES, table, chosen.get("before") if table else None)
    listed = [(_address(event), event, change) for event, change in describe_events(events)]
    older = events[-1].pgh_id if table and len(events) == CHANGES else None
    context = {"title": "Changes", "form": form, "listed": listed, "older": older, "table": table}
    return _render(request, "changes_list", context)


def _address(event: Event) -> str:
    """The admin page of a changed row, where it has one."""
    meta = event.model._meta
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_history", args=[event.pgh_obj_id])
    except NoReverseMatch:
        return ""


def _render(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    context = {**admin.site.each_context(request), **context}
    return render(request, f"admin/reference/{name}.html", context)
