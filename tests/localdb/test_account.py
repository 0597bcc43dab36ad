import os
import pwd
import shutil
from pathlib import Path

import pytest

from bcf.localdb.account import NAMESPACE, NOBODY, Account, choose_account

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user has no choice to make")


@root_only
def test_root_uses_a_user_namespace_where_there_are_any(tmp_path):
    assert choose_account(tmp_path, Path("/bin/true")) == Account(prefix=NAMESPACE)


@root_only
def test_root_becomes_nobody_where_a_namespace_cannot_enter_the_folder(tmp_path, capsys):
    os.chown(tmp_path, 12345, 12345)
    tmp_path.chmod(0o700)
    assert choose_account(tmp_path, Path("/bin/true")) == Account(user=NOBODY)
    assert NOBODY in capsys.readouterr().err


@root_only
def test_a_server_run_as_nobody_starts_stops_and_leaves_nothing(new_server):
    programs = new_server.programs
    new_server.__dict__["account"] = Account(user=NOBODY)
    if new_server.account.run([programs / "initdb", "--version"]).returncode:
        pytest.skip("nobody may not enter the folder of this clone")
    new_server.ensure_running()
    assert new_server.answers()
    assert new_server.data.owner() == NOBODY
    assert new_server.folder not in new_server.data.parents
    home = new_server.home
    new_server.remove()
    assert not home.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root has a choice to make")
def test_an_ordinary_user_runs_it_directly_and_one_without_a_name_in_a_namespace(tmp_path):
    named = any(user.pw_uid == os.geteuid() for user in pwd.getpwall())
    expected = Account() if named else Account(prefix=NAMESPACE)
    assert choose_account(tmp_path, Path(shutil.which("true"))) == expected
