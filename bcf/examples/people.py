"""Example people: somebody of each role, all made up, with one practice password."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from bcf.boards.models import Organisation
from bcf.people.models import Membership, Role, User
from bcf.submissions.proposals import recorded

from .files import Cells, ExampleError, folder, read

#: Known to everybody who reads this, so only ever good for practice on one's own machine.
PASSWORD = "practice-makes-plans"


@dataclass(frozen=True, slots=True)
class SignIn:
    """One of the example people, and whether the practice password still lets them in."""

    email: str
    role: str
    organisation: str
    works: bool


def load_people() -> list[SignIn]:
    """Make the example people who are not there yet, with the practice password.

    Somebody with the same e-mail address is left as they are: password, roles and all.
    Raises ExampleError for an organisation that the reference data does not know.
    """
    people = read(folder() / "people.csv")
    codes = [person["organisation"] for person in people]
    organisations = {o.code: o for o in Organisation.objects.filter(code__in=codes)}
    if unknown := set(codes) - organisations.keys() - {""}:
        raise ExampleError(
            f"people.csv: {', '.join(sorted(unknown))} is not in the reference data."
            " Run load_reference first."
        )
    emails = [person["email"] for person in people]
    known = set(User.objects.filter(email__in=emails).values_list("email", flat=True))
    _make([person for person in people if person["email"] not in known], organisations)
    lets_in = _whom_the_password_lets_in(emails)
    return [_sign_in(person, organisations, lets_in) for person in people]


def _make(people: list[Cells], organisations: Mapping[str, Organisation]) -> None:
    if not people:
        return
    # Hashing is slow on purpose, and the password is no secret: once is enough.
    password = make_password(PASSWORD)
    with recorded(by=None, what="Example people made"), transaction.atomic():
        users = User.objects.bulk_create(
            User(
                email=person["email"],
                name=person["name"],
                password=password,
                is_staff=person["administrator"] == "yes",
                is_superuser=person["administrator"] == "yes",
            )
            for person in people
        )
        Membership.objects.bulk_create(
            Membership(
                user=user,
                organisation=organisations[person["organisation"]],
                role=person["role"],
                active_from=person["since"],
            )
            for user, person in zip(users, people, strict=True)
            if person["role"]
        )


def _whom_the_password_lets_in(emails: list[str]) -> set[str]:
    """Who may sign in with the practice password still; people made together share one hash."""
    people = User.objects.filter(email__in=emails, is_active=True).values_list("email", "password")
    right = {hashed: check_password(PASSWORD, hashed) for hashed in {h for _, h in people}}
    return {email for email, hashed in people if right[hashed]}


def _sign_in(person: Cells, organisations: Mapping[str, Organisation], lets_in: set[str]) -> SignIn:
    organisation = organisations.get(person["organisation"])
    return SignIn(
        email=person["email"],
        role=Role(person["role"]).label if person["role"] else "Administrator",
        organisation=organisation.name if organisation else "",
        works=person["email"] in lets_in,
    )
