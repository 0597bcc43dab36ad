"""Every route has one keeper, and the door is what its list says."""

from collections import Counter

import pytest
from django.urls import reverse

from bcf.people.models import User
from tests.pages.access import ADMINISTRATORS, LISTS, PUBLIC
from tests.pages.routes import routes

ROUTES = list(routes())
LOGIN = reverse("account_login")


def test_every_route_is_in_exactly_one_list():
    listed = Counter(entry for names in LISTS.values() for entry in names)
    unlisted = {route.entry or str(route.pattern.pattern) for route in ROUTES} - set(listed)
    assert not unlisted, "add these to a list of tests/pages/access.py"
    assert [entry for entry, times in listed.items() if times > 1] == []


def test_every_entry_is_still_a_route():
    assert set().union(*LISTS.values()) <= {route.entry for route in ROUTES}


def addressable(public):
    chosen = [route for route in ROUTES if (route.entry in PUBLIC) == public and route.pattern.name]
    return [pytest.param(route, id=route.name) for route in chosen]


@pytest.mark.django_db
@pytest.mark.parametrize("route", addressable(public=True))
def test_a_public_route_opens_without_signing_in(client, route):
    response = client.get(route.address())
    assert not response.headers.get("Location", "").startswith(LOGIN)
    assert response.status_code < 400


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_else_opens_without_signing_in(client, method):
    for route in (param.values[0] for param in addressable(public=False)):
        response = getattr(client, method)(route.address())
        assert response.status_code == 302, route.name
        assert LOGIN in response.url or reverse("admin:login") in response.url, route.name


@pytest.mark.django_db
def test_the_admin_is_closed_to_everybody_else(client):
    client.force_login(User.objects.create_user("asha@example.org", "Asha Example"))
    for route in ROUTES:
        if route.entry in ADMINISTRATORS and route.pattern.name:
            response = client.get(route.address(), follow=True)
            assert response.status_code == 403, route.name
