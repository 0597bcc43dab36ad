"""Load the example plans and people, once; what is there already is left alone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bcf.examples.files import ExampleError
from bcf.examples.people import PASSWORD, SignIn, load_people
from bcf.examples.plans import load_plans

REFUSAL = (
    "The example people share a password that anybody can read, so they are made only where"
    " DEBUG is true. Run load_examples --without-people to load the example plans alone."
)


class Command(BaseCommand):
    help = "Load the example plans, and made-up people of every role. Undoes nobody's edit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--without-people", action="store_true", help="Load the plans alone: no sign-ins."
        )

    def handle(self, *args: Any, without_people: bool, **options: Any) -> None:
        if not (without_people or settings.DEBUG):
            raise CommandError(REFUSAL)
        try:
            for plan, outcome in load_plans().items():
                self.stdout.write(f"{plan}: {outcome}")
            if not without_people:
                self._show(load_people())
        except ExampleError as error:
            raise CommandError(str(error)) from error

    def _show(self, people: list[SignIn]) -> None:
        self.stdout.write(f"Sign in with the password {PASSWORD} as:")
        for person in people:
            who = ", ".join(filter(None, [person.role, person.organisation]))
            but = "" if person.works else " (kept: changed since, this password is not theirs)"
            self.stdout.write(f"  {person.email:<20} {who}{but}")
