"""What a new official file changes: against an earlier one, and against our own words."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from bcf.people.requests import SignedIn
from bcf.workbooks.models import OfficialFile
from bcf.workbooks.views import ZIP, as_download

from .access import get_file
from .comparison import compare
from .edition import DraftedEdition
from .forms import EditionForm
from .maps import structure_of
from .words import take, words_of


def changes(request: SignedIn, pk: int) -> HttpResponse:
    """The differences from an earlier file, and the words of ours that this one settles."""
    file = get_file(request.user, pk)
    others = OfficialFile.objects.exclude(pk=pk).select_related("collection__edition")
    others = others.defer("data").order_by("-uploaded_at")
    words = words_of(file, structure_of(pk))
    context = {
        "file": file,
        "others": others,
        "words": words,
        "corrections": [word for word in words if not word.confirms],
        "confirmations": [word for word in words if word.confirms],
    }
    if asked := request.GET.get("with", ""):
        other = get_object_or_404(others, pk=asked if asked.isdecimal() else 0)
        compared = compare(structure_of(other.pk), structure_of(pk))
        context |= {"other": other, "compared": compared}
    return render(request, "official/changes.html", context)


def drafted(request: SignedIn, pk: int) -> HttpResponse:
    """The files of a drafted edition, from this file and the edition of its map."""
    file = get_file(request.user, pk)
    form = EditionForm(request.GET)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("official_changes", pk)
    code = form.cleaned_data["code"]
    packed = DraftedEdition(file, structure_of(pk), code).zip()
    return as_download(packed, f"edition-{code}.zip", ZIP)


@require_POST
def word_take(request: SignedIn, pk: int) -> HttpResponse:
    """Take one of the file's words for ours."""
    file = get_file(request.user, pk)
    words = {word.key: word for word in words_of(file, structure_of(pk))}
    word = words.get(request.POST.get("word", ""))
    if word is None:
        messages.info(request, "This was settled meanwhile. Nothing was changed.")
    else:
        take(file, word, request.user)
        messages.success(request, f"Confirmed: {word.theirs}.")
    return redirect("official_changes", pk)
