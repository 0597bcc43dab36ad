"""The operating-system user that the embedded PostgreSQL runs as.

PostgreSQL refuses to run as root, and the project must start for root too (containers,
build machines). Root therefore starts it inside a user namespace, where root is called
65534 and the files stay root's own; where namespaces are switched off, as `nobody`.
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

    An ordinary user is always the answer to both. Root asks the machine.
    """
    if os.geteuid() != 0:
        return Account()
    namespaced = Account(prefix=NAMESPACE)
    if _can_use(namespaced, folder, program):
        return namespaced
    print(
        f"localdb: user namespaces cannot be used here, so PostgreSQL runs as {NOBODY}.",
        file=sys.stderr,
    )
    return Account(user=NOBODY)


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
