"""States of the page of approvals, and of who is on what, on the example plans."""

from __future__ import annotations

from bcf.approvals.acts import withdraw
from bcf.people.models import User
from bcf.submissions.assigning import assign
from bcf.submissions.codes import newest_version
from bcf.tables import Edit
from tests.approvals.given import give
from tests.factories import put, section
from tests.pages.registry import NOT_PAGES, page
from tests.pages.states_plans import EXAMPLESHIRE, SAMPLETON, open_page, signed_in

NOT_PAGES["approval_withdraw"] = "takes a POST and goes to another page"

COUNCIL, NHS = "plan-chief-X99000001", "plan-chief-QX1"


def cleo(visit):
    """Exampleshire's chief executive, and the plan."""
    signed_in(visit, "cleo@example.org")
    return newest_version(*EXAMPLESHIRE), User.objects.get(email="cleo@example.org")


def changed(version):
    uid = section(version, "income").rows(version)[0].uid
    dev = User.objects.get(email="dev@example.org")
    put(version, Edit(uid=uid, raw={"comment": "Agreed in June"}), key="income", by=dev)


@page("approvals", "none given, one's own to give")
def nothing_given(visit):
    cleo(visit)
    open_page(visit, "approvals", EXAMPLESHIRE)
    assert visit.page.get_by_role("button", name="Approve the plan").is_visible()


@page("approvals", "one out of date, one taken back")
def out_of_date(visit):
    version, user = cleo(visit)
    isla = User.objects.get(email="isla@example.net")
    withdraw(give(version, NHS, isla), reason="A figure of ours is wrong", by=isla)
    give(version, COUNCIL, user)
    changed(version)
    open_page(visit, "approvals", EXAMPLESHIRE)
    assert visit.page.get_by_text("Income changed since").is_visible()
    visit.page.get_by_text("Everything that was said").click()
    visit.page.get_by_text("Take it back").first.click()


@page("approvals", "changed while it was open")
def changed_meanwhile(visit):
    version, _ = cleo(visit)
    open_page(visit, "approvals", EXAMPLESHIRE)
    changed(version)
    visit.press("Approve the plan")
    assert visit.page.get_by_role("alert").get_by_text("changed while").is_visible()


@page("approvals", "with something to fix first")
def to_fix_first(visit):
    signed_in(visit, "nell@example.net")
    open_page(visit, "approvals", SAMPLETON)
    assert visit.page.get_by_text("left to fix: 2 to fix now").is_visible()


@page("assign")
def who_is_on_what(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "assign", EXAMPLESHIRE)


@page("submission", "people on it, one approval given")
def tasks_with_people(visit):
    version, user = cleo(visit)
    give(version, COUNCIL, user)
    dev = User.objects.get(email="dev@example.org")
    nell = User.objects.get(email="nell@example.net")
    assign(version.submission, {"income": nell.pk, "expenditure": dev.pk}, by=dev)
    open_page(visit, "submission", EXAMPLESHIRE)
    assert visit.page.get_by_text("1 of 3 given").is_visible()
