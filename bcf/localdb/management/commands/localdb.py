"""manage.py localdb start | stop | status | run PROGRAM ..."""

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from bcf.localdb.base import DatabaseWrapper, local_server
from bcf.localdb.server import LocalDatabaseError, Server, run_program


class Command(BaseCommand):
    help = "Starts, stops or describes the embedded PostgreSQL, or runs one of its programs."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["start", "stop", "status", "run"])
        parser.add_argument(
            "program",
            nargs=argparse.REMAINDER,
            help="with run: a program of PostgreSQL and its arguments, such as pg_dump -Fc",
        )

    def handle(self, *args: Any, action: str, program: list[str], **options: Any) -> None:
        self.connection = connections["default"]
        if not isinstance(self.connection, DatabaseWrapper):
            raise CommandError("DATABASE_URL is set, so the embedded PostgreSQL is not used.")
        try:
            getattr(self, action)(local_server(), program)
        except LocalDatabaseError as error:
            raise CommandError(str(error)) from error

    def start(self, server: Server, program: list[str]) -> None:
        self.connection.ensure_connection()
        self.status(server, program)

    def stop(self, server: Server, program: list[str]) -> None:
        self.stdout.write("Stopped." if server.stop() else "It was not running.")

    def status(self, server: Server, program: list[str]) -> None:
        pid = server.pid()
        self.stdout.write(f"Running, process {pid}." if pid else "Not running.")
        self.stdout.write(f"Data: {server.data}\nLog: {server.log}\nSocket: {server.host}")

    def run(self, server: Server, program: list[str]) -> None:
        if not program:
            raise CommandError("Name a program, such as: manage.py localdb run pg_dump -Fc -f FILE")
        self.connection.ensure_connection()
        name = self.connection.settings_dict["NAME"]
        sys.exit(run_program(server, program, database=name))
