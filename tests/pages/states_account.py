"""States of the pages about one's own account, and of the texts anybody may read."""

import re

from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from bcf.people.models import User
from tests.pages.registry import page

PASSWORD = "seven grey herons"


def somebody() -> User:
    return User.objects.create_user("asha@example.org", "Asha Example", PASSWORD)


@page("accessibility")
def accessibility(visit):
    visit.open(reverse("accessibility"))


@page("privacy", "signed in")
def privacy(visit):
    visit.sign_in(somebody())
    visit.open(reverse("privacy"))
    expect(visit.page.get_by_text("Asha Example").first).to_be_visible()


@page("account_login")
def login(visit):
    visit.open(reverse("account_login"))


@page("account_login", "wrong password")
def login_refused(visit):
    visit.open(reverse("account_login"))
    visit.page.get_by_label("E-mail address").fill("asha@example.org")
    visit.page.get_by_label("Password").fill("wrong")
    visit.press("Sign in")
    expect(visit.page.get_by_role("alert")).to_be_visible()


@page("account_login", "nothing typed")
def login_empty(visit):
    visit.open(reverse("account_login"))
    visit.press("Sign in")
    visit.page.get_by_role("link", name="Type your password").click()
    assert visit.page.get_by_label("Password").evaluate("box => box === document.activeElement")


@page("account_logout")
def logout(visit):
    visit.sign_in(somebody())
    visit.open(reverse("account_logout"))


@page("account_inactive")
def inactive(visit):
    visit.open(reverse("account_inactive"))


@page("account_change_password", "wrong old password")
def change_password(visit):
    visit.sign_in(somebody())
    visit.open(reverse("account_change_password"))
    visit.page.get_by_label("Password now").fill("wrong")
    visit.press("Change the password")
    expect(visit.page.get_by_role("alert")).to_be_visible()


@page("account_reset_password", "no address")
def reset(visit):
    visit.open(reverse("account_reset_password"))
    visit.press("Send the link")
    expect(visit.page.get_by_role("alert")).to_be_visible()


@page("account_reset_password_done")
def reset_sent(visit):
    visit.open(reverse("account_reset_password_done"))


def open_link(visit):
    """Ask for a new password, and follow the link that comes by mail."""
    somebody()
    visit.open(reverse("account_reset_password"))
    visit.page.get_by_label("E-mail address").fill("asha@example.org")
    visit.press("Send the link")
    visit.page.get_by_role("heading", name="Look in your inbox").wait_for()
    [link] = re.findall(r"http://\S+", mail.outbox[-1].body)
    visit.page.goto(link)


@page("account_reset_password_from_key", "two different passwords")
def new_password(visit):
    open_link(visit)
    visit.page.get_by_label("New password", exact=True).fill("eight green owls")
    visit.page.get_by_label("New password again").fill("nine green owls")
    visit.press("Save the password")
    expect(visit.page.get_by_role("alert")).to_be_visible()


@page("account_reset_password_from_key", "a link that is used up")
def used_link(visit):
    visit.open(reverse("account_reset_password_from_key", args=["1", "none"]))


@page("account_reset_password_from_key_done")
def password_changed(visit):
    visit.open(reverse("account_reset_password_from_key_done"))
