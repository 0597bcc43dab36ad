"""manage.py prepare"""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = (
        "Makes a development database ready: its tables, the reference data, the examples. "
        "Undoes no edit. One process, since each command alone starts as slowly as all four."
    )
    # The web server, started next, checks the whole system.
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        # A conflict is told, with the way to settle it; it is no reason not to serve.
        call_command("load_reference", leave_conflicts=True, stdout=self.stdout)
        call_command("load_examples", stdout=self.stdout)
