"""States of the pages of an NHS body's own money."""

from django.urls import reverse
from playwright.sync_api import expect

from bcf.submissions.codes import newest_version
from bcf.submissions.lifecycle import freeze
from schemes.models import FundingYear
from tests.pages.registry import page
from tests.pages.states_plans import EXAMPLESHIRE, SAMPLETON, signed_in

#: Finance lead of a made-up ICB over two made-up boards.
NELL = "nell@example.net"
MONEY = ("QX2", "2023-25-plan")


def open_money(visit, email=NELL):
    signed_in(visit, email)
    visit.open(reverse("nhs_money", args=MONEY))


@page("nhs_bodies")
def bodies(visit):
    signed_in(visit, NELL)
    visit.open(reverse("home"))
    visit.page.get_by_role("link", name="Your NHS body's money").click()
    visit.page.get_by_role("link", name="2023-25 plan").wait_for()


@page("nhs_bodies", "for somebody in none")
def no_body(visit):
    signed_in(visit)
    visit.open(reverse("nhs_bodies"))
    expect(visit.page.get_by_text("You do not work in an NHS body")).to_be_visible()


@page("nhs_money")
def money(visit):
    open_money(visit)
    expect(visit.page.get_by_role("button", name="Save in all plans")).to_be_visible()


@page("nhs_money", "a cell that is refused and one that somebody else changed")
def refused(visit):
    open_money(visit)
    source = "ICB Discharge Funding"
    visit.page.get_by_label(f"Exampleshire, {source}, 2023-24").fill("n/a")
    theirs = FundingYear.objects.get(
        line__version__submission__board__code=SAMPLETON[0],
        line__source__key="disch_icb",
        year="2023-24",
    )
    FundingYear.objects.filter(pk=theirs.pk).update(amount=1)
    visit.page.get_by_label(f"Sampleton, {source}, 2023-24").fill("600,000")
    visit.press("Save in all plans")
    said = visit.page.get_by_role("alert").inner_text()
    assert "n/a" in said
    assert "600,000" in said


@page("nhs_money", "a frozen plan")
def frozen(visit):
    signed_in(visit, NELL)
    freeze(newest_version(*EXAMPLESHIRE), by=None, reason="for the test")
    visit.open(reverse("nhs_money", args=MONEY))
    expect(visit.page.get_by_text("Frozen").first).to_be_visible()
