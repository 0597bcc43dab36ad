"""The page that says who is on what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from bcf.people.requests import SignedIn
from bcf.submissions.access import get_writable
from bcf.submissions.assigning import assign, assigned, workers
from bcf.submissions.models import Version
from bcf.submissions.sections import sections_of

from .forms import SEEN
from .frame import frame, place

_NOBODY = ("", "Nobody yet")
_ERRORS = {"invalid_choice": "Choose somebody from the list."}


class AssignForm(forms.Form):
    """A list of people for each section. Only sections that the person changed are saved."""

    def __init__(self, version: Version, data: Any = None) -> None:
        super().__init__(data)
        on = assigned(version.submission)
        people = {
            m.user.pk: f"{m.user}, {m.organisation}" for m in workers(version.submission.board)
        }
        for section in sections_of(version.submission.collection):
            person = on.get(section.key)
            listed = people if person is None else {person.pk: f"{person}, who has left"} | people
            self.fields[section.key] = forms.ChoiceField(
                label=section.title,
                choices=[_NOBODY, *((str(pk), name) for pk, name in listed.items())],
                required=False,
                initial=self.data.get(SEEN + section.key, str(person.pk) if person else ""),
                error_messages=_ERRORS,
            )

    def changed(self) -> dict[str, int | None]:
        """The sections that the person changed, and whom they chose; None for nobody."""
        chosen = ((key, self.cleaned_data[key]) for key in self.changed_data)
        return {key: int(person) if person else None for key, person in chosen}


def assign_people(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """Say who sees to each section."""
    version = get_writable(request.user, board, collection)
    form = AssignForm(version, request.POST if request.method == "POST" else None)
    if form.is_valid():
        assign(version.submission, form.changed(), by=request.user)
        messages.success(request, "Saved: who is on what.")
        return redirect(place(version, "submission"))
    return render(request, "pages/assign.html", frame(version, "tasks") | {"form": form})
