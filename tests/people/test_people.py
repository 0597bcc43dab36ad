"""People, their addresses, and the boards that their memberships reach."""

from __future__ import annotations

import datetime

import pytest
from django.conf import LazySettings, global_settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from bcf import settings as product
from bcf.boards.models import Board, BoardLink, Organisation
from bcf.people.models import Membership, Role, User
from tests.factories import LONG_AGO, day

ADDRESS = "asha@example.org"
PASSWORD = "a secret to nobody else"


@pytest.fixture
def asha(db: None) -> User:
    return User.objects.create_user(" Asha@Example.ORG ", "Asha Example", PASSWORD)


class TestAnAddress:
    def test_is_kept_in_lower_case(self, asha: User) -> None:
        assert asha.email == "asha@example.org"

    @pytest.mark.parametrize("email", ["asha@example.org", "ASHA@example.org"])
    def test_is_one_person_s(self, asha: User, email: str) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create_user(email, "Somebody Else")
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.bulk_create([User(email=email, name="Somebody Else")])

    def test_that_is_taken_is_said_in_words(self, asha: User) -> None:
        other = User(email="Asha@Example.org", name="Somebody Else", password="x")
        with pytest.raises(Exception, match="Somebody already uses this e-mail address"):
            other.full_clean()

    @pytest.mark.parametrize(
        "email", ["asha@example.org", "ASHA@EXAMPLE.ORG", " Asha@Example.org "]
    )
    def test_signs_in_however_it_is_written(self, asha: User, client: Client, email: str) -> None:
        sent = {"login": email, "password": PASSWORD}
        answer = client.post(reverse("account_login"), sent)
        assert answer.status_code == 302
        assert client.session["_auth_user_id"] == str(asha.pk)

    def test_is_found_however_it_is_written(self, asha: User) -> None:
        assert User.objects.get_by_natural_key("ASHA@example.org") == asha


def test_a_password_is_kept_by_the_service_s_own_hasher(
    db: None, client: Client, settings: LazySettings
) -> None:
    """The other tests take a quick one."""
    settings.PASSWORD_HASHERS = getattr(
        product, "PASSWORD_HASHERS", global_settings.PASSWORD_HASHERS
    )
    asha = User.objects.create_user(ADDRESS, "Asha Example", PASSWORD)
    assert asha.password.startswith("pbkdf2_sha256$")
    client.post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(asha.pk)


class TestAPerson:
    def test_is_known_by_name(self, asha: User) -> None:
        assert str(asha) == asha.get_full_name() == "Asha Example"

    def test_is_no_administrator_unless_made_one(self, asha: User) -> None:
        assert (asha.is_staff, asha.is_superuser) == (False, False)
        root = User.objects.create_superuser("root@example.org", "Rae Root")
        assert (root.is_staff, root.is_superuser) == (True, True)

    def test_without_a_password_cannot_sign_in(self, db: None, client: Client) -> None:
        User.objects.create_user("ben@example.org", "Ben Sample")
        answer = client.post(reverse("account_login"), {"login": "ben@example.org", "password": ""})
        assert answer.status_code == 200
        assert "_auth_user_id" not in client.session

    def test_who_was_switched_off_cannot_sign_in(self, asha: User, client: Client) -> None:
        User.objects.update(is_active=False)
        client.post(reverse("account_login"), {"login": asha.email, "password": PASSWORD})
        assert "_auth_user_id" not in client.session


@pytest.fixture
def council(db: None) -> Organisation:
    return organisation("A1", "Alder Council", "council")


@pytest.fixture
def board(council: Organisation) -> Board:
    board = Board.objects.create(code="A1", name="Alder", active_from=LONG_AGO)
    BoardLink.objects.create(board=board, organisation=council, active_from=LONG_AGO)
    return board


def organisation(code: str, name: str, kind: str) -> Organisation:
    return Organisation.objects.create(code=code, name=name, kind=kind, active_from=LONG_AGO)


def joins(user: User, body: Organisation, role: str = Role.READER, **days: datetime.date) -> None:
    Membership.objects.create(
        user=user, organisation=body, role=role, **{"active_from": LONG_AGO, **days}
    )


class TestBoards:
    def test_are_none_without_a_membership(self, asha: User, board: Board) -> None:
        assert not asha.boards().exists()

    @pytest.mark.parametrize("role", Role.values)
    def test_are_reached_in_any_role(
        self, asha: User, board: Board, council: Organisation, role: str
    ) -> None:
        joins(asha, council, role)
        assert list(asha.boards()) == [board]

    def test_are_each_reached_once(self, asha: User, board: Board, council: Organisation) -> None:
        """Through two roles, and through two organisations."""
        icb = organisation("Q1", "NHS Alder", "icb")
        BoardLink.objects.create(board=board, organisation=icb, active_from=LONG_AGO)
        for body, role in ((council, Role.FINANCE), (council, Role.READER), (icb, Role.READER)):
            joins(asha, body, role)
        assert list(asha.boards()) == [board]

    def test_are_all_that_an_organisation_is_tied_to(
        self, asha: User, board: Board, council: Organisation
    ) -> None:
        other = Board.objects.create(code="B1", name="Birch", active_from=LONG_AGO)
        icb = organisation("Q1", "NHS Alder and Birch", "icb")
        for each in (board, other):
            BoardLink.objects.create(board=each, organisation=icb, active_from=LONG_AGO)
        joins(asha, icb)
        assert list(asha.boards()) == [board, other]

    @pytest.mark.parametrize(
        ("active_from", "active_to", "reached"),
        [
            (0, 0, True),
            (1, None, False),
            (-1000, -1, False),
        ],
    )
    def test_are_reached_while_the_membership_holds(
        self,
        asha: User,
        board: Board,
        council: Organisation,
        active_from: int,
        active_to: int | None,
        reached: bool,
    ) -> None:
        """In days from today, which midnight may change while the tests run."""
        last = None if active_to is None else day(active_to)
        days = {"active_from": day(active_from), "active_to": last}
        joins(asha, council, **days)  # type: ignore[arg-type]
        assert asha.boards().exists() == reached
        assert asha.memberships_today().exists() == reached

    def test_that_merged_are_reached_without_touching_a_person(
        self, asha: User, board: Board, council: Organisation
    ) -> None:
        joins(asha, council)
        merged = Board.objects.create(code="M1", name="Alder and Birch", active_from=day(0))
        BoardLink.objects.filter(board=board).update(active_to=day(-1))
        Board.objects.filter(pk=board.pk).update(active_to=day(-1))
        BoardLink.objects.create(board=merged, organisation=council, active_from=day(0))
        assert list(asha.boards()) == [board, merged]


def test_a_membership_is_said_in_words(asha: User, council: Organisation) -> None:
    joins(asha, council, Role.FINANCE)
    assert str(asha.memberships.get()) == "Asha Example, Finance lead, Alder Council"
