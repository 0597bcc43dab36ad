"""Signing in, out, and choosing a new password, with the pages' own words."""

import re

import pytest
from django.core import mail
from django.urls import NoReverseMatch, reverse

from bcf.people.adapter import ClosedAdapter
from bcf.people.models import User
from tests.looks.markup import Markup

pytestmark = pytest.mark.django_db

PASSWORD = "seven grey herons"
SOMEWHERE = "/accessibility/"


@pytest.fixture
def person():
    return User.objects.create_user("asha@example.org", "Asha Example", PASSWORD)


def sign_in(client, email="asha@example.org", password=PASSWORD):
    form = {"login": email, "password": password, "next": SOMEWHERE}
    return client.post(reverse("account_login"), form)


def test_a_person_signs_in_by_address_in_any_capitals(client, person):
    assert sign_in(client, "ASHA@example.org").url == SOMEWHERE
    assert "Asha Example" in client.get(SOMEWHERE).content.decode()


@pytest.mark.parametrize("email", ["asha@example.org", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_read_the_same(client, person, email):
    page = Markup(sign_in(client, email, "wrong").content.decode())
    [told] = page.one("ul", css="govuk-error-summary__list").text.strip().splitlines()
    assert told.startswith("The e-mail address or the password is not right.")
    assert page.one("title").text.startswith("Error: ")
    assert page.one("input", name="login").attrs["value"] == email


def test_empty_boxes_are_told_by_name(client):
    text = sign_in(client, "", "").content.decode()
    assert "Type your e-mail address" in text
    assert "Type your password" in text


def test_a_closed_account_does_not_sign_in(client, person):
    User.objects.update(is_active=False)
    response = sign_in(client)
    assert response.status_code != 302 or response.url == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_signing_out_takes_a_post(client, person):
    client.force_login(person)
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post(reverse("account_logout")).url == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(rf):
    assert not ClosedAdapter().is_open_for_signup(rf.get("/"))
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def ask_for_a_link(client, email):
    response = client.post(reverse("account_reset_password"), {"email": email})
    assert response.url == reverse("account_reset_password_done")


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(client, person):
    ask_for_a_link(client, "asha@example.org")
    [message] = mail.outbox
    assert message.subject == "Better Care Fund plans: choose a new password"
    [link] = re.findall(r"http://testserver(\S+)", message.body)

    form_page = client.get(link, follow=True)
    new = {"password1": "eight green owls", "password2": "eight green owls"}
    saved = client.post(form_page.request["PATH_INFO"], new)
    assert saved.url == reverse("account_reset_password_from_key_done")
    assert client.get(saved.url).status_code == 200
    assert sign_in(client, password="eight green owls").url == SOMEWHERE

    client.logout()
    assert "The link no longer works" in client.get(link).content.decode()


def test_an_address_without_an_account_gets_no_mail_and_the_same_page(client):
    ask_for_a_link(client, "nobody@example.org")
    assert mail.outbox == []


def test_a_password_is_changed_by_who_knows_the_old_one(client, person):
    client.force_login(person)
    address = reverse("account_change_password")
    new = {"password1": "eight green owls", "password2": "eight green owls"}
    refused = client.post(address, {"oldpassword": "wrong", **new})
    assert refused.status_code == 200
    assert client.post(address, {"oldpassword": PASSWORD, **new}).status_code == 302
    person.refresh_from_db()
    assert person.check_password("eight green owls")


def test_many_wrong_tries_are_stopped_in_words(client, person):
    for _ in range(7):
        response = sign_in(client, password="wrong")
    assert response.status_code in (200, 429)
    assert "Too many tries" in response.content.decode()
