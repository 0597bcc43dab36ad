"""A process that changes a plan until it is killed: `killing.py DATABASE VERSION LINE CELL`."""

import sys

import django
from django.conf import settings


def main(database: str, version: str, line: str, cell: str) -> None:
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from uuid import UUID

    from bcf.submissions.models import Version
    from bcf.tables import Edit
    from tests.factories import again, put, row

    print("ready", flush=True)
    while True:
        found = again(Version(pk=int(version)))
        now = row(found, UUID(line)).get(cell)
        put(found, Edit(uid=UUID(line), raw={cell: str(now + 1), "description": f"as {now + 1}"}))


if __name__ == "__main__":
    main(*sys.argv[1:])
