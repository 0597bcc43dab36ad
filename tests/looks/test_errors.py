"""What people read when something is wrong: plain words, a reference, nothing else."""

import re

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client
from django.urls import path

from bcf import errors, urls
from bcf.people.models import User

KINDS = {"bad": SuspiciousOperation, "forbidden": PermissionDenied, "broken": ZeroDivisionError}


@login_not_required
def fail(request, kind):
    raise KINDS[kind]("secret detail")


@login_not_required
def save(request):
    raise AssertionError("a post without its token came through")


urlpatterns = [path("fail/<kind>/", fail), path("save/", save), *urls.urlpatterns]
handler400, handler403 = errors.bad_request, errors.forbidden
handler404, handler500 = errors.not_found, errors.server_error

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def strict():
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/fail/bad/", 400, "We could not understand what was sent"),
        ("/fail/forbidden/", 403, "You cannot do this here"),
        ("/nowhere/", 404, "There is no such page"),
        ("/fail/broken/", 500, "Something went wrong on our side"),
    ],
)
def test_an_error_page_has_words_and_a_reference_and_no_details(
    strict, caplog, address, status, heading
):
    response = strict.get(address)
    text = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in text
    assert re.search(r"reference: <b>[0-9a-f]{8}</b>", text)
    assert "secret detail" not in text
    assert "Traceback" not in text


def test_the_reference_on_the_page_is_the_requests_own(rf):
    request = rf.get("/")
    request.reference = "0badcafe"
    assert "0badcafe" in errors.server_error(request).content.decode()


def test_a_form_without_its_token_is_sent_back_in_words(strict):
    response = strict.post("/save/")
    assert response.status_code == 403
    assert "Please send it again" in response.content.decode()


def test_a_person_who_is_signed_in_keeps_the_frame(client):
    client.force_login(User.objects.create_user("asha@example.org", "Asha Example"))
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "Asha Example" in response.content.decode()


def test_the_page_for_our_own_faults_needs_no_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = errors.server_error(rf.get("/"))
    assert "Something went wrong on our side" in response.content.decode()
