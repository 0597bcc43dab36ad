"""Django's PostgreSQL backend over the embedded server, started when first needed."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base, client
from django.db.utils import OperationalError
from psycopg2 import sql

from bcf.localdb.server import PORT, ROLE, LocalDatabaseError, Server, run_program


def local_server() -> Server:
    """The server this process uses."""
    return Server.from_environment(default=Path(settings.VAR_DIR))


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell`, by the psql that comes with the embedded server."""

    def runshell(self, parameters: Iterable[str]) -> None:
        self.connection.ensure_connection()
        name = self.connection.settings_dict["NAME"]
        run_program(local_server(), ["psql", *parameters], database=name)


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects to the embedded server; starts it, and makes the database, when missing.

    The host is worked out here and not in settings, which load before a test run can say
    that it has a server of its own.
    """

    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        place = {"host": local_server().host, "port": PORT, "user": ROLE}
        return super().get_connection_params() | place

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            self._prepare(conn_params)
        return super().get_new_connection(conn_params)

    def _prepare(self, conn_params: dict[str, Any]) -> None:
        server = local_server()
        try:
            server.ensure_running()
        except LocalDatabaseError as error:
            raise OperationalError(str(error)) from error
        with server.lock():
            self._make_database(conn_params)

    def _make_database(self, conn_params: dict[str, Any]) -> None:
        name = conn_params["dbname"]
        connection = self.Database.connect(**conn_params | {"dbname": "postgres"})
        connection.autocommit = True
        try:
            cursor = connection.cursor()
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        finally:
            connection.close()
