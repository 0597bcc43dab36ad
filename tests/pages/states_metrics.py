"""States of the page of a metric, and of the list of metrics."""

from decimal import Decimal

from playwright.sync_api import expect

from bcf.submissions.codes import newest_version
from metrics.models import FigureKind, MetricFigure
from tests.factories import plan, section
from tests.metrics.plans import publish, says
from tests.pages.registry import page
from tests.pages.states_plans import BCP, EXAMPLESHIRE, SAMPLETON, open_page, signed_in

MONTHLY = ("X99000002", "2025-26-plan")
UPDATE = (SAMPLETON[0], "2024-25-update")
DISCHARGE = "hospital-discharge"


def short_service(board):
    """The first service of a plan with a short month."""
    version = newest_version(*board)
    kind = section(version, DISCHARGE)
    services = kind.services(version, kind.rows(version))
    return next(each for each in services if any(month.short for month in each.months))


@page("section", "metrics")
def metrics(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "section", EXAMPLESHIRE, "metrics")
    assert visit.page.get_by_role("link", name="Avoidable admissions").is_visible()


@page("metric", "by quarter, with last year's figures")
def quarters(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "metric", EXAMPLESHIRE, "AVOID")
    assert visit.page.get_by_role("img", name="Avoidable admissions").is_visible()


@page("metric", "by year, with older figures, worse and explained")
def years(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "metric", EXAMPLESHIRE, "REA")
    assert visit.page.get_by_text("points, worse").is_visible()
    assert visit.page.get_by_text("Earlier figures").is_visible()


@page("metric", "nothing planned yet")
def nothing(visit):
    signed_in(visit, "sol@example.org")
    open_page(visit, "metric", SAMPLETON, "DTUPR")
    assert visit.page.get_by_text("No planned value yet").is_visible()


@page("metric", "by month, most of it planned")
def months(visit):
    signed_in(visit, "sol@example.org")
    version = plan(*MONTHLY)
    year = [(4, "2025"), (5, "2025"), (6, "2025"), (7, "2025"), (9, "2025"), (1, "2026")]
    for month, of in year:
        says(version, f"EA65-{of}-{month:02}", value=str(1700 - month * 9))
    open_page(visit, "metric", MONTHLY, "EA65")
    assert visit.page.get_by_label("2025-26 May: Denominator").is_visible()


@page("metric", "set nationally")
def national(visit):
    signed_in(visit)
    open_page(visit, "metric", BCP, "DTOC")
    assert visit.page.get_by_text("set nationally").first.is_visible()


@page("metric", "set nationally, and changed since")
def national_changed(visit):
    signed_in(visit)
    MetricFigure.objects.filter(kind=FigureKind.NATIONAL).update(value=Decimal("24.5"))
    open_page(visit, "metric", BCP, "DTOC")
    button = "Put in the value that is set nationally"
    assert visit.page.get_by_role("button", name=button).is_visible()


@page("metric", "set elsewhere")
def elsewhere(visit):
    signed_in(visit)
    open_page(visit, "metric", BCP, "NEA")
    assert visit.page.get_by_text("set elsewhere").first.is_visible()


@page("metric", "worse than the last actual, unexplained")
def worse(visit):
    signed_in(visit, "sol@example.org")
    publish(newest_version(*SAMPLETON), "REA", "2022-23", "84")
    open_page(visit, "metric", SAMPLETON, "REA")
    visit.page.get_by_label("2023-24: Numerator").fill("442")
    visit.page.get_by_label("2023-24: Denominator").fill("528")
    visit.press("Save")
    assert visit.page.get_by_label("2023-24: If it is worse").is_visible()


@page("metric", "refused")
def refused(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "metric", EXAMPLESHIRE, "AVOID")
    box = visit.page.get_by_label("2023-24 Q2: Value, where it is typed")
    box.fill("about 170")
    visit.press("Save")
    assert visit.page.get_by_role("alert").get_by_text("about 170").is_visible()
    assert box.input_value() == "about 170"


@page("metric", "for reading only")
def read_only(visit):
    signed_in(visit, "mara@example.org")
    open_page(visit, "metric", BCP, "RES")
    assert visit.page.get_by_text("You may read this plan").is_visible()


@page("section", "capacity and demand")
def capacity(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "section", EXAMPLESHIRE, DISCHARGE)
    expect(visit.page.get_by_role("link", name="Rehabilitation at home")).to_be_visible()


@page("service", "with short months")
def short_months(visit):
    signed_in(visit, "dev@example.org")
    service = short_service(EXAMPLESHIRE)
    open_page(visit, "service", EXAMPLESHIRE, DISCHARGE, service.key)
    expect(visit.page.get_by_role("img", name=service.name)).to_be_visible()
    expect(visit.page.get_by_role("heading", name="Short months")).to_be_visible()


@page("service", "with spot purchase, half filled in")
def spot_purchase(visit):
    signed_in(visit, "sol@example.org")
    version = plan(*UPDATE)
    figures = [("04", "88", "96", "0"), ("05", "96", "88", "10"), ("06", "104", "88", "8")]
    for month, demand, capacity, spot in figures:
        cells = {"demand": demand, "capacity": capacity, "spot": spot}
        says(version, f"rehab-home-2024-{month}", DISCHARGE, **cells)
    says(version, "rehab-home-2024-08", DISCHARGE, demand="90")
    open_page(visit, "service", UPDATE, DISCHARGE, "rehab-home")
    expect(visit.page.get_by_text("Nobody has said yet what is done.")).to_be_visible()


@page("service", "nothing known yet")
def no_service(visit):
    signed_in(visit, "sol@example.org")
    open_page(visit, "service", SAMPLETON, "community", "rehab-home")
    expect(visit.page.get_by_text("No figure is known yet.")).to_be_visible()
