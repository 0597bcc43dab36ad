"""All answers to a collection, for national analysts: who has begun, and everybody's files."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from bcf.boards.models import Board
from bcf.editions.models import Collection
from bcf.people.requests import SignedIn
from bcf.submissions.models import Version
from bcf.workbooks.many import Maker, built, filled, make_all, newest_of, zipped
from bcf.workbooks.registry import in_use
from bcf.workbooks.views import ZIP, saved_as


def _collection(request: SignedIn, code: str) -> Collection:
    if not request.user.is_analyst():
        raise PermissionDenied("The plans of all boards are read by the national analysts.")
    return get_object_or_404(Collection.objects.select_related("edition"), code=code)


@require_GET
def workbooks(request: SignedIn, code: str) -> HttpResponse:
    """Which boards have begun, and the way to all their workbooks."""
    collection = _collection(request, code)
    versions = newest_of(collection)
    context = {
        "collection": collection,
        "versions": versions,
        "others": _others(collection, versions),
        "size": _size(versions),
        "official": in_use(collection),
    }
    return render(request, "official/collection.html", context)


@require_GET
def workbooks_zip(request: SignedIn, code: str) -> StreamingHttpResponse:
    """Every board's workbook as this product builds it, in one file, as they are made."""
    collection = _collection(request, code)
    return _as_zip(collection, built, "workbooks")


@require_GET
def official_zip(request: SignedIn, code: str) -> StreamingHttpResponse:
    """The official file in use, filled for every board."""
    collection = _collection(request, code)
    file = in_use(collection)
    if file is None:
        raise Http404
    return _as_zip(collection, filled(file, request.user), "official files")


def _as_zip(collection: Collection, make: Maker, what: str) -> StreamingHttpResponse:
    versions = newest_of(collection)
    if not versions:
        raise Http404
    pieces = zipped(make_all(versions, make))
    response = StreamingHttpResponse(pieces, content_type=ZIP)
    return saved_as(response, f"{collection.code} {what}.zip")


def _others(collection: Collection, versions: Sequence[Version]) -> QuerySet[Board]:
    """The real boards that were there for the edition and have not begun."""
    edition = collection.edition
    boards = Board.objects.during(edition.starts, edition.ends).filter(fictional=False)
    return boards.exclude(pk__in=[v.submission.board_id for v in versions]).order_by("name")


def _size(versions: Sequence[Version]) -> int:
    """About how many bytes the workbooks have together: as many each as the first one."""
    return sum(len(made.data) for made in built(versions[:1])) * len(versions)
