"""Looking for words in what boards have written, and taking out what was found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bcf.people.requests import SignedIn
from bcf.workbooks.views import as_download

from .access import boards_to_give_out, narrowed
from .export import export
from .find import Hit, find, marked, newest_versions, snippets_of

#: Texts on one page, and the most characters that are looked for.
PAGE = 20
LONGEST = 200


@require_GET
def search(request: SignedIn) -> HttpResponse:
    """The texts that hold some words, of every board within the person's reach."""
    words, board = words_of(request.GET.get("q", "")), request.GET.get("board", "")
    reached = request.user.boards()
    context: dict[str, Any] = {"words": words, "board": board, "boards": reached}
    if words:
        hits = find(newest_versions(narrowed(reached, board)), words)
        page = Paginator(hits, PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "found": told(list(page), words)}
        context["may_export"] = bool(hits) and boards_to_give_out(request.user).exists()
    return render(request, "search/search.html", context)


@require_POST
def search_export(request: SignedIn) -> HttpResponse:
    """What a search finds, of the boards that this person may give out texts of."""
    words, board = words_of(request.POST.get("q", "")), request.POST.get("board", "")
    boards = boards_to_give_out(request.user)
    if not boards.exists():
        raise PermissionDenied("Commissioners and national analysts take texts out.")
    hits = find(newest_versions(narrowed(boards, board)), words) if words else []
    if not hits:
        messages.info(request, "Nothing was found that you may take out.")
        return redirect("search")
    return as_download(export(hits, by=request.user), "Texts found by a search.xlsx")


def words_of(typed: str) -> str:
    """The words to look for, as far as they are read."""
    return " ".join(typed.replace("\x00", " ").split())[:LONGEST]


def told(hits: list[Hit], words: str) -> list[dict[str, Any]]:
    """Hits with the words round each find."""
    snippets = snippets_of(hits, words) if hits else {}
    return [{"hit": hit, "snippet": list(marked(snippets[hit.where]))} for hit in hits]
