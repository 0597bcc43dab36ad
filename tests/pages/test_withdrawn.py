"""An entry of a list that was withdrawn: no longer offered, and kept where it was chosen."""

import pytest
from django.urls import reverse

from bcf.editions.models import Choice
from bcf.people.models import User
from schemes.models import ExpenditureLine
from tests.factories import EXAMPLESHIRE, TWO_YEARS, lines_of
from tests.snapshot import example_data

AMOUNT = "amount_2023-24"


@pytest.fixture
def line(transactional_db):
    """A line whose provider's entry has just been withdrawn."""
    example_data()
    line = lines_of(EXAMPLESHIRE, TWO_YEARS).first()
    Choice.objects.filter(pk=line.provider_id).update(active=False)
    return line


@pytest.fixture
def row(client, line):
    client.force_login(User.objects.get(email="dev@example.org"))
    return reverse("row", args=[EXAMPLESHIRE, TWO_YEARS, "expenditure", line.uid])


def test_it_is_shown_and_offered_to_its_own_row_only(client, line, row):
    page = client.get(reverse("section", args=[EXAMPLESHIRE, TWO_YEARS, "expenditure"]))
    told = page.content.decode().split(f'id="row-{line.uid}"')[1].split("</tr>")[0]
    assert line.provider.label in told
    withdrawn = f"{line.provider.label} (withdrawn)"
    assert withdrawn in client.get(row).content.decode()
    other = ExpenditureLine.objects.exclude(provider=line.provider).filter(version=line.version)
    address = reverse("row", args=[EXAMPLESHIRE, TWO_YEARS, "expenditure", other.first().uid])
    assert withdrawn not in client.get(address).content.decode()


def test_saving_the_row_keeps_it(client, line, row):
    form = client.get(row).context["form"]
    data = {name: field.initial or "" for name, field in form.fields.items()}
    data |= {f"seen-{key}": seen for key, seen in form.seen.items()} | {AMOUNT: "5"}
    assert client.post(row, data).status_code == 302
    line.refresh_from_db()
    assert line.years.get(year="2023-24").amount == 5
    assert line.provider is not None


def test_it_cannot_be_typed_anew(client, line, row):
    other = ExpenditureLine.objects.exclude(provider=line.provider).filter(version=line.version)
    address = reverse("row", args=[EXAMPLESHIRE, TWO_YEARS, "expenditure", other.first().uid])
    response = client.post(address, {"provider": line.provider.label})
    assert "is not in the list" in response.content.decode()


def test_a_copy_and_an_undo_keep_it(client, line, row):
    copy = client.post(reverse("row_duplicate", args=[*row_args(line)])).url
    assert "withdrawn" in client.get(copy).content.decode()
    client.post(row, {"provider": ""})
    line.refresh_from_db()
    assert line.provider is None
    change = line.version.changes.first()
    client.post(reverse("undo", args=[EXAMPLESHIRE, TWO_YEARS, change.revision]))
    line.refresh_from_db()
    assert line.provider is not None


def row_args(line):
    return [EXAMPLESHIRE, TWO_YEARS, "expenditure", line.uid]
