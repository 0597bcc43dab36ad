"""What the grid's script calls. Each answers with JSON, and does what a form could do too."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from bcf.pages.rows import copy_of, delete_row, duplicate_row, move_row
from bcf.pages.section_views import get_section
from bcf.pages.undo import last_of, undo, why_not
from bcf.people.requests import SignedIn
from bcf.submissions import presence
from bcf.submissions.access import get_version, get_writable
from bcf.submissions.models import Change, Version
from bcf.submissions.proposals import Frozen, Incoming, Refused, propose
from bcf.submissions.sections import SectionKind
from bcf.tables import Edit

from .asking import read_body, read_edits, read_uid, read_uids
from .telling import changed, refused, saved, sheet


@require_GET
def start(request: SignedIn, board: str, collection: str, key: str) -> HttpResponse:
    """The columns and the cells as they are typed, read when somebody enters the grid."""
    version = get_version(request.user, board, collection)
    return JsonResponse(sheet(version, get_section(version, key)))


@require_POST
def cells(request: SignedIn, board: str, collection: str, key: str) -> HttpResponse:
    """Save some cells, all or none."""
    version = get_writable(request.user, board, collection)
    section = get_section(version, key)
    edits = read_edits(section, read_body(request))
    proposal = propose(version, {key: Incoming(edits)})
    try:
        change = proposal.apply(by=request.user, what=f"{section.title}: {_what(section, edits)}")
    except Refused as found:
        return _refused(**refused(version, section, found.proposal))
    except Frozen as frozen:
        return _refused(message=frozen.message)
    return JsonResponse(saved(version, section, proposal) | _written(change))


def _refused(**why: object) -> HttpResponse:
    """Nothing was saved, and why. The request itself was good: a browser has nothing to log."""
    return JsonResponse({"refused": True, **why})


def _written(change: Change | None) -> dict[str, object]:
    """The revision that was written; none where there was nothing to change."""
    return {"revision": change.revision if change else None}


def _what(section: SectionKind, edits: list[Edit]) -> str:
    if len(edits) > 1:
        return f"changed {len(edits)} {section.row_noun}s"
    return f"{'added' if edits[0].new else 'changed'} a {section.row_noun}"


@require_POST
def rows(request: SignedIn, board: str, collection: str, key: str) -> HttpResponse:
    """Duplicate, delete or move a row, or undo this person's last change."""
    version = get_writable(request.user, board, collection)
    section = get_section(version, key)
    body = read_body(request)
    try:
        said = _act(request, version, section, body)
    except Refused as found:
        return _refused(message=why_not(found) if body.get("act") == "undo" else found.message)
    except Frozen as frozen:
        return _refused(message=frozen.message)
    return JsonResponse(said)


def _act(
    request: SignedIn, version: Version, section: SectionKind, body: dict[str, object]
) -> dict[str, object]:
    """Do what the body names; tells it in words, with its revision, and the row to go to."""
    noun, by = section.row_noun, request.user
    act = body.get("act")
    if act == "undo":
        return _undo(request, version)
    uid = read_uid(body.get("uid"))
    match act:
        case "duplicate":
            change = duplicate_row(version, section, uid, by=by)
            told = {"said": f"Duplicated the {noun}", "uid": str(copy_of(change, section))}
            return told | _written(change)
        case "delete":
            deleted = delete_row(version, section, uid, by=by)
            return {"said": f"Deleted the {noun}. Undo brings it back"} | _written(deleted)
        case "up" | "down":
            moved = move_row(version, section, uid, act == "up", by=by)
            return {"said": f"Moved the {noun} {act}", "uid": str(uid)} | _written(moved)
    raise BadRequest("The grid knows no such act.")


def _undo(request: SignedIn, version: Version) -> dict[str, object]:
    change = last_of(version, request.user)
    if change is None:
        return {"said": "There is nothing of yours to undo"} | _written(None)
    change.version = version
    done = undo(change, by=request.user)
    return {"said": f"Undone: {change.what}"} | _written(done)


@require_POST
def now(request: SignedIn, board: str, collection: str, key: str) -> HttpResponse:
    """Tell where this person is; hear who else is here and what is new since a revision."""
    version = get_version(request.user, board, collection)
    section = get_section(version, key)
    body = read_body(request)
    since, at = body.get("since"), body.get("at")
    if not isinstance(since, int):
        raise BadRequest("The revision cannot be read.")
    presence.tell(version, request.user, key, read_uid(at) if at else None)
    others = presence.others(version, request.user).filter(section=key)
    told: dict[str, object] = {
        "revision": version.revision,
        "open": version.may_write and version.is_open,
        "others": [{"name": o.user.name, "row": str(o.row or "")} for o in others],
    }
    wanted = read_uids(body.get("rows", []))
    if wanted or since != version.revision:
        told |= changed(version, section, since, wanted, request.GET.dict())
        last = last_of(version, request.user)
        told["undo"] = last.what if last else ""
    return JsonResponse(told)
