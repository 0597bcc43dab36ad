"""Pages about money that are not a section of their own."""

from django.http import HttpResponse
from django.shortcuts import render

from bcf.pages.frame import frame
from bcf.people.requests import SignedIn
from bcf.submissions.access import get_version

from .sums import totals_of
from .tables import scheme_by_payer, source_by_area, strip
from .uplift import name_of_minimum, uplift_of


def summary(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """What the plan amounts to: by scheme and contributor, by source and area, the minimums."""
    version = get_version(request.user, board, collection)
    totals = totals_of(version)
    context = frame(version, "summary") | {
        "strip": strip(totals),
        "minimums": list(totals.minimums()),
        "crossings": [source_by_area(version), scheme_by_payer(version)],
    }
    return render(request, "schemes/summary.html", context)


def uplift(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """What the NHS minimum rose by in each year, and what changed in the lines it pays for."""
    version = get_version(request.user, board, collection)
    context = frame(version, "summary") | {
        "years": uplift_of(version),
        "minimum": name_of_minimum(version.submission.collection.edition),
    }
    return render(request, "schemes/uplift.html", context)
