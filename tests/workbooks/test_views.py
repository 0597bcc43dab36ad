"""The workbook as a download. Who may have it is told in tests/pages."""

import pytest
from django.urls import reverse

from bcf.people.models import User
from bcf.workbooks.views import XLSX
from tests.workbooks.reading import BCP, EXAMPLESHIRE, Book

pytestmark = pytest.mark.usefixtures("examples")


@pytest.fixture
def commissioner(client):
    client.force_login(User.objects.get(email="asha@example.org"))
    return client


def test_the_file_comes_under_its_national_name(commissioner):
    response = commissioner.get(reverse("submission_workbook", args=BCP))
    assert response.status_code == 200
    assert response["Content-Type"] == XLSX
    assert response["Content-Disposition"] == (
        'attachment; filename="Bournemouth, Christchurch and Poole HWB 2019-20 plan.xlsx"'
    )
    assert Book(response.content).named("stamp_board") == BCP[0]


def test_another_boards_workbook_is_not_there(commissioner):
    assert commissioner.get(reverse("submission_workbook", args=EXAMPLESHIRE)).status_code == 404


def test_a_plan_that_nobody_started_has_none(commissioner):
    assert commissioner.get(f"/boards/{BCP[0]}/2023-25-plan/workbook/").status_code == 404


def test_it_is_only_read(commissioner):
    assert commissioner.post(reverse("submission_workbook", args=BCP)).status_code == 405


def test_nobody_gets_it_without_signing_in(client):
    response = client.get(reverse("submission_workbook", args=BCP))
    assert response.status_code == 302
    assert "login" in response["Location"]
