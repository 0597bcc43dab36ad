"""The example people: somebody for each role, who reach their own boards and no other."""

import pytest
from django.contrib.auth import authenticate

from bcf.boards.models import Board
from bcf.examples.files import folder, read
from bcf.examples.people import PASSWORD, load_people
from bcf.people.models import Membership, Role, User

from .reading import BCP, DORSET, EXAMPLESHIRE, SAMPLETON

SOUTH_WEST = {
    BCP, DORSET, EXAMPLESHIRE, SAMPLETON,
    "E06000022", "E06000023", "E06000024", "E06000025", "E06000026", "E06000027", "E06000030",
    "E06000052", "E06000053", "E06000054", "E06000066", "E10000008", "E10000013",
    # Closed since: Bournemouth, Poole, Dorset County, Somerset County.
    "E06000028", "E06000029", "E10000009", "E10000027",
}  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("examples")]


def person(email: str) -> User:
    return User.objects.get(email=email)


@pytest.mark.parametrize(
    ("email", "boards"),
    [
        ("asha@example.org", {BCP}),
        ("ben@example.org", {BCP}),
        ("mara@example.org", {BCP}),
        ("iris@example.org", {DORSET}),
        ("cara@example.net", {BCP, DORSET}),
        ("nell@example.net", {EXAMPLESHIRE, SAMPLETON}),
        ("dev@example.org", {EXAMPLESHIRE}),
        ("rowan@example.org", {EXAMPLESHIRE}),
        ("sol@example.org", {SAMPLETON}),
        ("remi@example.net", SOUTH_WEST),
        ("admin@example.net", set()),
    ],
)
def test_reaches_exactly_their_boards(email: str, boards: set[str]) -> None:
    assert set(person(email).boards().values_list("code", flat=True)) == boards


def test_two_national_analysts_reach_every_board() -> None:
    """What one of them uploads, only the other may put in use."""
    analysts = Membership.objects.filter(role=Role.ANALYST).values_list("user__email", flat=True)
    assert set(analysts) == {"noor@example.net", "ivo@example.net"}
    assert all(set(person(email).boards()) == set(Board.objects.all()) for email in analysts)


def test_there_is_somebody_for_every_role_and_one_administrator() -> None:
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
    assert User.objects.filter(is_superuser=True, is_staff=True).count() == 1


def test_everybody_is_plainly_made_up_and_may_sign_in() -> None:
    for example in read(folder() / "people.csv"):
        assert example["email"].endswith(("@example.org", "@example.net"))
    assert authenticate(email="asha@example.org", password=PASSWORD) == person("asha@example.org")
    assert all(sign_in.works for sign_in in load_people())


def test_loading_again_leaves_a_person_as_they_are() -> None:
    asha = person("asha@example.org")
    asha.set_password("a password of her own")
    asha.save()
    asha.memberships.update(role=Role.READER)
    person("ben@example.org").delete()
    User.objects.filter(email="mara@example.org").update(is_active=False)

    signed = {sign_in.email: sign_in.works for sign_in in load_people()}

    assert person("asha@example.org").check_password("a password of her own")
    assert asha.memberships.get().role == Role.READER
    assert {email for email, works in signed.items() if not works} == {
        "asha@example.org",
        "mara@example.org",
    }
    assert person("ben@example.org").memberships.get().role == Role.FINANCE
