"""What `make install` says and does before anything is installed."""

import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

SCRIPT = settings.BASE_DIR / "requirements" / "install.py"


def run_install(tmp_path, python_without):
    """Run a copy of the script in an empty clone, on a Python that lacks a module."""
    (tmp_path / "requirements").mkdir(exist_ok=True)
    shutil.copy(SCRIPT, tmp_path / "requirements")
    custom = f"import sys; sys.modules[{python_without!r}] = None"
    (tmp_path / "sitecustomize.py").write_text(custom)
    return subprocess.run(
        [sys.executable, "requirements/install.py", "base"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_missing_venv_module_is_named_with_its_cure(tmp_path, module):
    done = run_install(tmp_path, python_without=module)
    assert done.returncode == 1
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert done.stderr == (
        "Python's venv module is missing. "
        f"On Debian and Ubuntu: apt-get install python{version}-venv\n"
    )
    assert not (tmp_path / ".venv").exists()


def test_make_names_a_missing_python():
    done = subprocess.run(
        ["make", "install", "PYTHON=python3.0"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "python3.0 is missing. Install Python 3.11 or later" in done.stdout


def test_make_alone_lists_every_command():
    done = subprocess.run(
        ["make"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    listed = {line.split()[1] for line in done.stdout.splitlines()}
    assert {"install", "run", "test", "check", "fix", "bench", "assure", "shell"} <= listed


@pytest.mark.parametrize("lock", ["base", "dev", "node"])
def test_a_lock_pins_every_file_and_names_no_address(lock):
    text = (SCRIPT.parent / f"{lock}.txt").read_text()
    pins = [line for line in text.splitlines() if "==" in line and not line.startswith("    ")]
    assert pins
    assert all(line.endswith("\\") for line in pins), "each pin goes on with its hashes"
    assert "://" not in text


def test_the_front_end_lock_names_no_address():
    text = (settings.BASE_DIR / "package-lock.json").read_text()
    assert '"integrity": "sha512-' in text
    assert "://" not in text


def test_the_test_lock_holds_the_versions_that_production_runs():
    pins = {
        lock: {
            line.split(" ")[0]
            for line in (SCRIPT.parent / f"{lock}.txt").read_text().splitlines()
            if "==" in line
        }
        for lock in ("base", "dev")
    }
    assert pins["base"] <= pins["dev"]
