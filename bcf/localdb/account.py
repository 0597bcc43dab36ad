"""The operating-system user that the embedded PostgreSQL runs as.

PostgreSQL refuses to run as root, and as a user whom the machine has no name for; the
project must start for both (containers, build machines). They start it inside a user
namespace, where they are called 65534 and the files stay their own. Where namespaces are
switched off root runs it as `nobody`.
"""

import os
import pwd
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAMESPACE = ("unshare", "--user", "--map-user=65534", "--map-group=65534")
NOBODY = "nobody"


@dataclass(frozen=True)
class Account:
    """How to run a command as this user: a prefix of words, or another user's name.

    `relocated` says that the user cannot be given the folder asked for, because folders
    above it may be closed to them.
    """

    prefix: tuple[str, ...] = ()
    user: str | None = None

    @property
    def relocated(self) -> bool:
        return self.user is not None

    def run(
        self, command: Sequence[str | Path], **options: Any
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end with no input; its output is kept as text."""
        if self.user is not None:
            options |= {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid}
            options |= {"extra_groups": [], "cwd": "/"}
        return subprocess.run(
            [*self.prefix, *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **options,
        )


def choose_account(folder: Path, program: Path) -> Account:
    """Find a user that may run `program` and write in `folder`.

    For an ordinary user that is the user; others ask the machine.
    """
    if os.geteuid() != 0 and _has_name(os.geteuid()):
        return Account()
    namespaced = Account(prefix=NAMESPACE)
    if _can_use(namespaced, folder, program):
        return namespaced
    if os.geteuid() != 0:
        return Account()  # and initdb will say what it lacks
    print(
        f"localdb: user namespaces cannot be used here, so PostgreSQL runs as {NOBODY}.",
        file=sys.stderr,
    )
    return Account(user=NOBODY)


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _can_use(account: Account, folder: Path, program: Path) -> bool:
    probe = 'test -w "$1" && exec "$2" --version'
    try:
        return account.run(["sh", "-c", probe, "sh", folder, program]).returncode == 0
    except FileNotFoundError:  # the machine has no unshare
        return False


def known_uids() -> set[int]:
    """The owners that our own socket folder may have."""
    uids = {os.geteuid()}
    if os.geteuid() == 0:
        uids.add(pwd.getpwnam(NOBODY).pw_uid)
    return uids
