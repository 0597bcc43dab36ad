"""The admin pages of people and memberships."""

import pytest
from django.urls import reverse

from bcf.boards.models import Organisation
from bcf.people.models import Membership, User

pytestmark = pytest.mark.django_db

NO_MEMBERSHIPS = {
    "memberships-TOTAL_FORMS": "0",
    "memberships-INITIAL_FORMS": "0",
}


@pytest.fixture
def site(client):
    client.force_login(User.objects.create_superuser("root@example.org", "Rae Root"))
    return client


@pytest.fixture
def council():
    return Organisation.objects.create(
        code="A1", name="Alder Council", kind="council", active_from="2013-04-01"
    )


def membership(council):
    return {
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-organisation": council.pk,
        "memberships-0-role": "commissioner",
        "memberships-0-active_from": "2019-04-01",
    }


def test_the_first_page_lists_nothing_that_decides_nothing_here(site):
    """Groups and e-mail addresses belong to packages: roles come from memberships."""
    apps = site.get(reverse("admin:index")).context["app_list"]
    listed = {model["model"]._meta.label for app in apps for model in app["models"]}
    assert listed >= {"people.User", "people.Membership", "boards.Board"}
    assert not listed & {"auth.Group", "account.EmailAddress"}


def test_a_person_is_added_with_a_membership_and_no_password(site, council):
    form = {"email": "Asha@Example.org", "name": "Asha Example", "reason": "New commissioner"}
    response = site.post(reverse("admin:people_user_add"), {**form, **membership(council)})
    assert response.status_code == 302
    person = User.objects.get(email="asha@example.org")
    assert not person.has_usable_password()
    assert person.memberships.get().organisation == council
    for model in (User, Membership):
        event = model.pgh_event_model.objects.latest("pgh_id")
        assert event.pgh_context["reason"] == "New commissioner"


def test_an_address_is_used_once_whatever_its_capitals(site):
    form = {"email": "ROOT@example.org", "name": "Another", "reason": "Try", **NO_MEMBERSHIPS}
    page = site.post(reverse("admin:people_user_add"), form).content.decode()
    assert "Somebody already uses this e-mail address." in page


def test_a_reason_is_needed(site):
    form = {"email": "asha@example.org", "name": "Asha Example", **NO_MEMBERSHIPS}
    page = site.post(reverse("admin:people_user_add"), form).content.decode()
    assert "This field is required." in page
    assert not User.objects.filter(email="asha@example.org").exists()


def test_a_membership_ends_and_the_page_says_why(site, council):
    person = User.objects.create_user("asha@example.org", "Asha Example")
    held = Membership.objects.create(
        user=person, organisation=council, role="reader", active_from="2019-04-01"
    )
    form = {
        "user": person.pk,
        "organisation": council.pk,
        "role": "reader",
        "active_from": "2019-04-01",
        "active_to": "2023-03-31",
        "reason": "Left the council",
    }
    address = reverse("admin:people_membership_change", args=[held.pk])
    assert site.post(address, form).status_code == 302
    held.refresh_from_db()
    assert str(held.active_to) == "2023-03-31"
    assert "Left the council" in site.get(address).content.decode()


def test_a_password_is_reset_by_the_standard_form_and_is_not_in_the_history(site):
    person = User.objects.create_user("asha@example.org", "Asha Example")
    page = site.get(reverse("admin:people_user_change", args=[person.pk])).content.decode()
    assert "password/" in page
    address = reverse("admin:auth_user_password_change", args=[person.pk])
    secret = "correct horse battery"
    form = {"password1": secret, "password2": secret, "usable_password": "true"}
    assert site.post(address, form).status_code == 302
    person.refresh_from_db()
    assert person.check_password(secret)
    assert not hasattr(User.pgh_event_model, "password")
