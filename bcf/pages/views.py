"""The pages of a board and of a submission, around its sections."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from bcf.people.requests import SignedIn
from bcf.submissions import lifecycle, presence
from bcf.submissions.access import (
    get_board,
    get_keepable,
    get_version,
    get_writable,
    must_write,
)
from bcf.submissions.proposals import Refused
from bcf.workbooks.registry import in_use

from .checklist import checklist
from .desk import asked_of, board_desk, boards_desk
from .forms import reason_of
from .frame import findings_of, frame, place
from .history import told
from .tasks import tasks
from .undo import undo, undoable, why_not

#: Changes on one page of the history.
PAGE = 50


def home(request: SignedIn) -> HttpResponse:
    """What is due next and whether it is in trouble; a list for somebody of many boards."""
    boards = list(request.user.boards()[:2])
    if len(boards) == 1:
        return redirect("board", boards[0].code)
    context = boards_desk(request.user) | {"analyst": request.user.is_analyst()}
    return render(request, "pages/home.html", context)


def board_page(request: SignedIn, board: str) -> HttpResponse:
    """One board's plans and returns, by due date."""
    return render(
        request, "pages/board.html", board_desk(request.user, get_board(request.user, board))
    )


@require_POST
def start(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """Open a plan that the board is asked for, with the figures already known filled in."""
    found = get_board(request.user, board)
    must_write(found)
    asked = get_object_or_404(asked_of(found), code=collection)
    lifecycle.start(board=found, collection=asked, by=request.user)
    return redirect("submission", board, collection)


def submission(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """The task list: where am I, what is missing, who is on what, when is it due."""
    version = get_version(request.user, board, collection)
    findings = findings_of(version)
    others = presence.others(version, request.user)
    context = frame(version, "tasks", findings) | tasks(version, findings, request.user, others)
    context["official"] = in_use(version.submission.collection)
    return render(request, "pages/tasks.html", context)


def checklist_page(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """Every check by section, what is to be fixed first."""
    version = get_version(request.user, board, collection)
    findings = findings_of(version)
    context = frame(version, "checklist", findings)
    context |= checklist(version, findings, show=request.GET.get("show", ""))
    return render(request, "pages/checklist.html", context)


def history(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """Every change, newest first: who, when, why, and from what to what."""
    version = get_version(request.user, board, collection)
    changes = version.changes.select_related("by", "undone_by").order_by("-revision")
    page = Paginator(changes, PAGE).get_page(request.GET.get("page"))
    undoable_now = set(undoable(version).values_list("pk", flat=True))
    context = frame(version, "history") | {
        "page": page,
        "changes": [told(version, change, undoable_now) for change in page],
    }
    return render(request, "pages/history.html", context)


@require_POST
def undo_change(request: SignedIn, board: str, collection: str, revision: int) -> HttpResponse:
    """Take one change back whole, unless a cell of it was changed since."""
    version = get_writable(request.user, board, collection)
    change = get_object_or_404(
        undoable(version).select_related("version__submission__collection__edition"),
        revision=revision,
    )
    try:
        undo(change, by=request.user)
        messages.success(request, f"Undone: {change.what}.")
    except Refused as refused:
        messages.error(request, why_not(refused))
    section = next(iter(change.inverse), "")
    return redirect(place(version, "section", section) if section else place(version, "history"))


def versions(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """The versions of the submission, each with its fingerprint once it is frozen."""
    version = get_version(request.user, board, collection)
    every = version.submission.versions.select_related("opened_by", "frozen_by", "base")
    context = frame(version, "versions") | {"versions": every.order_by("-number")}
    return render(request, "pages/versions.html", context)


@require_POST
def freeze(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """Close the open version for ever."""
    return _keep(request, board, collection, "freeze")


@require_POST
def reopen(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """Open a new version, a copy of the frozen one."""
    return _keep(request, board, collection, "reopen")


def _keep(request: SignedIn, board: str, collection: str, act: str) -> HttpResponse:
    version = get_keepable(request.user, board, collection)
    reason = reason_of(request.POST)
    if not reason:
        messages.error(request, f"Say why you {act} this version. Nothing was changed.")
    elif act == "freeze":
        frozen = lifecycle.freeze(version, by=request.user, reason=reason)
        messages.success(request, f"Version {frozen.number} is frozen.")
    else:
        opened = lifecycle.reopen(version.submission, by=request.user, reason=reason)
        messages.success(request, f"Version {opened.number} is open.")
    return redirect(place(version, "versions"))
