"""Help with the questions of a section: our own words, and what they were written after."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings

from bcf.boards.models import Source
from bcf.boards.provenance import Standing

from .models import Guidance, Section

#: The codes among the sources that are no document: there is nothing to read behind them.
NO_DOCUMENT = {"DER", "GK", "MADE", "OWN", "PREV"}


class Help(NamedTuple):
    """Why a question is asked, what a good answer has, and the titles of what was read.

    It is `unconfirmed` where nothing that was read shows that the question is so meant. `page`
    is the name of a page of the submission that helps, and `page_title` what it is called.
    """

    why: str
    good: str
    sources: tuple[str, ...]
    unconfirmed: bool
    page: str = ""
    page_title: str = ""


def guidance_of(section: Section) -> dict[str, Help]:
    """The help with a section's questions, by the question's key."""
    found = Guidance.objects.filter(question__section=section).select_related("question")
    codes = {each.question.key: _codes(each.source) for each in found}
    cited = Source.objects.filter(code__in={code for some in codes.values() for code in some})
    titles = {source.code: source.title for source in cited}
    return {
        each.question.key: Help(
            each.why,
            each.good,
            tuple(titles[code] for code in codes[each.question.key] if code in titles),
            each.standing == Standing.UNCONFIRMED,
            each.page,
            settings.BCF_HELP_PAGES.get(each.page, ""),
        )
        for each in found
    }


def _codes(cited: str) -> list[str]:
    """The codes of what was read, of "S000; W30 page 3; OWN"."""
    codes = [words.split()[0] for words in cited.split("; ") if words.strip()]
    return [code for code in codes if code not in NO_DOCUMENT]
