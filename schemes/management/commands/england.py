"""Make a small fictional England, for benches, screenshots and practice."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from bcf.boards.models import OrganisationKind
from bcf.examples.england.people import make_person
from bcf.examples.england.places import EnglandError, own_organisations
from bcf.examples.people import PASSWORD
from bcf.people.models import User
from schemes.england import Made, make_england, remove_england

REFUSAL = (
    "The made-up England stands among the real boards and has a sign-in that anybody can read"
    " about, so it is made only where DEBUG is true."
)
MOST = 500
BODIES = {
    OrganisationKind.DISTRICT: "districts",
    OrganisationKind.CCG: "CCGs",
    OrganisationKind.ICB: "ICBs",
}


class Command(BaseCommand):
    help = "Make a fictional England: boards, allocations and a plan for each. Once, or --again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--boards", type=int, default=152, help=f"1 to {MOST} (152).")
        parser.add_argument(
            "--years", type=int, default=1, help="Plans of the newest so many plan collections (1)."
        )
        parser.add_argument("--scale", type=int, default=1, help="Times 100 lines a plan (1).")
        parser.add_argument("--seed", type=int, default=1, help="Another number, another England.")
        parser.add_argument(
            "--again", action="store_true", help="First remove the one that is there."
        )

    def handle(self, *args: Any, again: bool, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(REFUSAL)
        sizes = {name: options[name] for name in ("boards", "years", "scale")}
        if min(sizes.values()) < 1 or sizes["boards"] > MOST:
            raise CommandError(f"--boards is 1 to {MOST}; --years and --scale are 1 or more.")
        began = time.monotonic()
        try:
            with transaction.atomic():
                if again:
                    remove_england()
                made = make_england(**sizes, seed=options["seed"])
                person = make_person(made.places[0])
        except EnglandError as error:
            raise CommandError(str(error)) from error
        seconds = time.monotonic() - began
        self._show(made)
        self._show_sign_in(person)
        self.stdout.write(f"{made.rows:,} rows copied in, {seconds:.1f} seconds in all.")

    def _show(self, made: Made) -> None:
        bodies = own_organisations()
        counts = [f"{bodies.filter(kind=kind).count()} {name}" for kind, name in BODIES.items()]
        self.stdout.write(f"{len(made.places)} boards, {', '.join(counts)}.")
        for collection, plans in made.plans.items():
            self.stdout.write(f"{collection}: {plans} plans.")
        self.stdout.write(f"{made.lines:,} lines of expenditure.")
        self.stdout.write("Plans with a mistake, put in on purpose, and the rule it breaks:")
        for plan, rule in made.faults.items():
            self.stdout.write(f"  {plan} {rule}")

    def _show_sign_in(self, person: User) -> None:
        boards = ", ".join(board.name for board in person.boards())
        known = person.check_password(PASSWORD)
        password = f"the password {PASSWORD}" if known else "the password it was given since"
        self.stdout.write(f"Sign in as {person.email} with {password}: commissioner, {boards}.")
