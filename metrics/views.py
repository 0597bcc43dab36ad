"""The pages of one metric, and of one service."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from bcf.pages.frame import findings_of, frame
from bcf.people.requests import SignedIn
from bcf.submissions.access import get_version, must_write
from bcf.submissions.proposals import Refused

from .page import MetricPage
from .service import ServicePage


def metric(request: SignedIn, board: str, collection: str, code: str) -> HttpResponse:
    """A metric's definition, history, targets and texts; a form for whoever may change them."""
    version = get_version(request.user, board, collection)
    page = MetricPage(version, code)
    if request.method == "POST":
        must_write(version)
        try:
            change = page.save(request.POST, by=request.user)
        except Refused as refused:
            page = MetricPage(version, code, request.POST)
            page.refuse(refused)
        else:
            messages.success(request, "Saved." if change else "Nothing was changed.")
            return redirect("metric", board, collection, code)
    findings = findings_of(version)
    context = frame(version, page.section.key, findings) | {
        "page": page,
        "metric": page.metric,
        "findings": page.show(findings),
        "unplanned": page.unplanned(findings),
        "others": list(page.others(findings)),
    }
    return render(request, "metrics/metric.html", context)


@require_GET
def service(
    request: SignedIn, board: str, collection: str, section: str, service: str
) -> HttpResponse:
    """A service's capacity and demand: its chart, its short months, its figures."""
    version = get_version(request.user, board, collection)
    page = ServicePage(version, section, service)
    findings = findings_of(version)
    context = frame(version, section, findings) | {"page": page, "findings": page.about(findings)}
    return render(request, "metrics/service.html", context)
