"""The pages of official files, for national analysts: learn one, map it, put it in use."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from bcf.people.requests import SignedIn
from bcf.workbooks.areas import Anchor
from bcf.workbooks.models import OfficialFile
from bcf.workbooks.registry import map_of
from bcf.workbooks.views import as_download

from .access import get_draft, get_file, must_be_analyst
from .forms import CROSSED, AreaForm, FigureForm, MapForm, UploadForm
from .maps import add_area, learn, structure_of
from .shown import figures_of, shown, tally
from .trial import Trial, try_out


def files(request: SignedIn) -> HttpResponse:
    """All official files, and the form to upload another."""
    must_be_analyst(request.user)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        file = learn(
            *(form.cleaned_data["collection"], upload.name[:200], form.data_read, form.sha256),
            *(form.structure, request.user),
        )
        return redirect("official_file", file.pk)
    every = OfficialFile.objects.select_related("collection__edition").defer("data")
    return render(request, "official/files.html", {"form": form, "files": every})


def file_map(request: SignedIn, pk: int) -> HttpResponse:
    """The map of a file: what was found, what needs a person, and what they say."""
    if request.method != "POST":
        return _page(request, get_file(request.user, pk))
    file = get_draft(request.user, pk)
    return _saved(request, file) or redirect("official_file", pk)


def _saved(request: SignedIn, file: OfficialFile) -> HttpResponse | None:
    """Keep what was typed; the page again where some of it is refused."""
    structure = structure_of(file.pk)
    forms = [MapForm(area, structure, request.POST) for area in file.areas.all()]
    with transaction.atomic():
        for form in forms:
            form.save()
    if any(form.errors for form in forms):
        return _page(request, file, forms)
    messages.success(request, "The places were saved.")
    return None


def _page(
    request: SignedIn, file: OfficialFile, forms: list[MapForm] | None = None, **more: Any
) -> HttpResponse:
    structure = structure_of(file.pk)
    every = forms or [MapForm(area, structure) for area in file.areas.all()]
    areas = shown(file, every, structure)
    context = {
        "file": file,
        "areas": areas,
        "structure": structure,
        "counted": tally(areas, structure),
        "figures": figures_of(file),
        "errors": [error for form in every for error in form.told()],
        "area_form": AreaForm(file, structure, auto_id="area_%s"),
        "figure_form": FigureForm(file, structure, auto_id="figure_%s"),
        "may_use": file.is_draft and file.uploaded_by != request.user,
        **more,
    }
    if not context["counted"]["to_answer"]:
        context["trial"] = _trial(file)
    return render(request, "official/file.html", context)


def _trial(file: OfficialFile) -> Trial:
    data = OfficialFile.objects.only("data").get(pk=file.pk).data
    return try_out(bytes(data), map_of(file))


@require_POST
def area_add(request: SignedIn, pk: int) -> HttpResponse:
    """One more table or group of cells, for a person to say where."""
    file, structure = get_draft(request.user, pk), structure_of(pk)
    form = AreaForm(file, structure, request.POST, auto_id="area_%s")
    if not form.is_valid():
        return _page(request, file, area_form=form)
    sheet, laid = form.cleaned_data["sheet"], form.cleaned_data["answers"]
    if laid == CROSSED and form.crossed:
        add_area(file, replace(form.crossed, sheet=sheet), structure)
        return redirect("official_file", pk)
    chosen = form.chosen
    single = chosen.answers or bool(laid)
    unplaced = dict.fromkeys(chosen.anchors, Anchor())
    area = replace(
        chosen,
        sheet=sheet,
        anchors=unplaced,
        answers=single,
        title="",
        room=0 if single else 1,
    )
    add_area(file, area, structure)
    return redirect("official_file", pk)


@require_POST
def area_drop(request: SignedIn, pk: int, area: int) -> HttpResponse:
    """Leave a table of ours out of the map: the file does not ask for it.

    The button is in the map's form, so what was typed of the other tables is kept.
    """
    file = get_draft(request.user, pk)
    get_object_or_404(file.areas, pk=area).delete()
    return _saved(request, file) or redirect("official_file", pk)


@require_POST
def figure_add(request: SignedIn, pk: int) -> HttpResponse:
    """Say what a formula of the file amounts to."""
    file, structure = get_draft(request.user, pk), structure_of(pk)
    form = FigureForm(file, structure, request.POST, auto_id="figure_%s")
    if not form.is_valid():
        return _page(request, file, figure_form=form)
    cleaned = form.cleaned_data
    place = {"sheet": cleaned["sheet"], "cell": cleaned["cell"]}
    file.figures.update_or_create(**place, defaults={"figure": cleaned["figure"]})
    return redirect("official_file", pk)


@require_POST
def figure_drop(request: SignedIn, pk: int, figure: int) -> HttpResponse:
    """Say no more what a formula amounts to."""
    get_object_or_404(get_draft(request.user, pk).figures, pk=figure).delete()
    return redirect("official_file", pk)


@require_POST
def use(request: SignedIn, pk: int) -> HttpResponse:
    """Fill workbooks from this file from now on; the one used before is put away."""
    file = get_draft(request.user, pk)
    if file.uploaded_by == request.user:
        raise PermissionDenied("Somebody else than who uploaded the file puts it in use.")
    if not _trial(file).passed:
        messages.error(request, "The map does not pass its trial. Nothing was changed.")
        return redirect("official_file", pk)
    now = timezone.now()
    with transaction.atomic():
        used = OfficialFile.objects.filter(collection=file.collection, retired_at=None)
        used.exclude(used_since=None).update(retired_at=now)
        file.used_since, file.put_in_use_by = now, request.user
        file.save(update_fields=["used_since", "put_in_use_by"])
    messages.success(request, f"{file.collection} is filled from this file from now on.")
    return redirect("official_file", pk)


@require_POST
def put_away(request: SignedIn, pk: int) -> HttpResponse:
    """Use a file no more. It stays here, with what was filled from it."""
    file = get_file(request.user, pk)
    file.retired_at = file.retired_at or timezone.now()
    file.save(update_fields=["retired_at"])
    messages.success(request, f"{file.name} was put away.")
    return redirect("official_files")


@require_GET
def original(request: SignedIn, pk: int) -> HttpResponse:
    """The file as it was uploaded."""
    file = get_file(request.user, pk)
    return as_download(bytes(file.data), file.name)
