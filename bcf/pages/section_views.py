"""The page of any section, and the forms of its rows. They work without JavaScript."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bcf.checks.findings import counts
from bcf.editions.guidance import Help
from bcf.people.requests import SignedIn
from bcf.submissions.access import get_version, get_writable, must_write
from bcf.submissions.models import Change, Version
from bcf.submissions.proposals import Refused
from bcf.submissions.sections import SectionKind, section_of
from bcf.tables import Row

from .cells import full_label, said
from .forms import RowForm, reason_of, typed_edit
from .frame import findings_of, frame, place
from .rows import change_rows, copy_of, delete_row, duplicate_row, move_row
from .sheet import sheet
from .undo import last_of, savers


def section_page(request: SignedIn, board: str, collection: str, key: str) -> HttpResponse:
    """A section's table, with what it amounts to above it."""
    version = get_version(request.user, board, collection)
    section = get_section(version, key)
    if section.is_page:
        return _row_page(request, version, section, section.rows(version)[0])
    findings = findings_of(version)
    context = frame(version, key, findings)
    may_change = context["may_change"]
    context |= {
        "section": section,
        "counted": counts(finding for finding in findings if finding.section == key),
        "looked_for": _looked_for(section),
        "helped": _helped(section),
        "last_change": last_of(version, request.user) if may_change else None,
        **sheet(version, section, findings, request.GET.dict(), may_change),
    }
    return render(request, "pages/section.html", context)


def _looked_for(section: SectionKind) -> list[tuple[str, str]]:
    """What the edition's rows look for; where rows of a group share it, it is once."""
    looked_for = []
    for hint, sharing in groupby(section.section.rows.all(), lambda row: row.hint):
        first, *others = sharing
        if hint:
            looked_for.append((first.group if others and first.group else first.label, hint))
    return looked_for


def _helped(section: SectionKind) -> list[tuple[str, Help]]:
    """The help with the columns of a table; where those of several years share it, it is once."""
    columns = [column for column in section.columns if column.key in section.guidance]
    return [
        ("; ".join(full_label(column) for column in sharing), help)
        for help, sharing in groupby(columns, lambda column: section.guidance[column.key])
    ]


def row_add(request: SignedIn, board: str, collection: str, key: str) -> HttpResponse:
    """A new row, at the end of the section's table."""
    version = get_writable(request.user, board, collection)
    section = get_section(version, key)
    if not section.rows_vary:
        raise Http404
    return _row_page(request, version, section, None)


def row_edit(request: SignedIn, board: str, collection: str, key: str, uid: UUID) -> HttpResponse:
    """One row: read it, or change it."""
    version = get_version(request.user, board, collection)
    section = get_section(version, key)
    return _row_page(request, version, section, get_row(version, section, uid))


def _row_page(
    request: SignedIn, version: Version, section: SectionKind, row: Row | None
) -> HttpResponse:
    if request.method == "POST":
        must_write(version)
        try:
            return _save(request, version, section, row)
        except Refused as refused:
            form = _to_mend(request, version, section, row, refused)
    else:
        form = RowForm(section, version, row)
    findings = findings_of(version)
    form.show_findings(findings)
    context = frame(version, section.key, findings) | {
        "section": section,
        "form": form,
        "row": row,
        "heading": _heading(section, row),
        "said": said(section, row) if row else [],
    }
    return render(request, "pages/row.html", context, status=409 if form.conflicts else 200)


def _heading(section: SectionKind, row: Row | None) -> str:
    """What the page is about: the section, what the edition calls the row, or what is done."""
    if section.is_page:
        return section.title
    if row is None:
        return f"Add a {section.row_noun}"
    given = (column.label_of(row.get(column.key)) for column in section.columns if column.given)
    return next(given, f"Change a {section.row_noun}")


def _save(
    request: SignedIn, version: Version, section: SectionKind, row: Row | None
) -> HttpResponse:
    """Save the row and go where the person wants next. Raises Refused."""
    change = change_rows(
        version,
        section,
        [typed_edit(section.columns, row, request.POST)],
        f"{'changed' if row else 'added'} a {section.row_noun}",
        by=request.user,
        known=[row] if row else [],
        reason=reason_of(request.POST),
    )
    messages.success(request, "Saved." if change else "Nothing was changed.")
    if "another" in request.POST and section.rows_vary:
        return redirect(place(version, "row_add", section.key))
    return redirect(f"{place(version, 'section', section.key)}#{_anchor(row, change)}")


def _to_mend(
    request: SignedIn, version: Version, section: SectionKind, row: Row | None, refused: Refused
) -> RowForm:
    """The form as it was sent, with what stands in the way at its fields."""
    form = RowForm(section, version, row, request.POST)
    difference = refused.proposal.differences[section.key]
    form.refuse(difference.refusals)
    if difference.conflicts and row is not None:
        columns = [conflict.column for conflict in difference.conflicts]
        form.show_conflicts(difference.conflicts, savers(version, section.key, row.uid, columns))
    return form


def _anchor(row: Row | None, change: Change | None) -> str:
    """The row that was saved, so that the page opens where the person was."""
    if row is not None:
        return f"row-{row.uid}"
    if change is not None:
        for rows in change.inverse.values():
            return f"row-{rows[0]['uid']}"
    return "main"


@require_POST
def row_duplicate(
    request: SignedIn, board: str, collection: str, key: str, uid: UUID
) -> HttpResponse:
    """A copy of a row, put under it; it opens so that it can be changed."""
    version = get_writable(request.user, board, collection)
    section = get_section(version, key)
    copy = copy_of(duplicate_row(version, section, uid, by=request.user), section)
    messages.success(request, "This is the copy. Change it, or delete it if you do not need it.")
    return redirect(place(version, "row", key, copy))


@require_POST
def row_delete(request: SignedIn, board: str, collection: str, key: str, uid: UUID) -> HttpResponse:
    """Delete a row, unless something in it is locked."""
    version = get_writable(request.user, board, collection)
    section = get_section(version, key)
    try:
        delete_row(version, section, uid, by=request.user)
        messages.success(request, f"Deleted the {section.row_noun}. Undo brings it back.")
    except Refused as refused:
        for refusal in refused.proposal.differences[key].refusals:
            messages.error(request, refusal.message)
    return redirect(place(version, "section", key))


@require_POST
def row_move(request: SignedIn, board: str, collection: str, key: str, uid: UUID) -> HttpResponse:
    """Move a row one place up or down."""
    version = get_writable(request.user, board, collection)
    section = get_section(version, key)
    move_row(version, section, uid, request.POST.get("to") == "up", by=request.user)
    return redirect(f"{place(version, 'section', key)}#row-{uid}")


def get_section(version: Version, key: str) -> SectionKind:
    """A section of the version's collection; Http404 where there is none."""
    try:
        return section_of(version.submission.collection, key)
    except KeyError:
        raise Http404 from None


def get_row(version: Version, section: SectionKind, uid: UUID) -> Row:
    """A row of the version; Http404 where there is none, whoever's it may be."""
    rows = section.rows(version, [uid])
    if not rows:
        raise Http404
    return rows[0]
