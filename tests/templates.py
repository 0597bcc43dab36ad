"""Checks every template: djade's layout, and that Django can compile it.

Run by `make check` as `python -m tests.templates`.
"""

import os
import subprocess
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent


def templates() -> list[Path]:
    """Every template of the project, its apps' included."""
    folders = [ROOT / "templates", *ROOT.glob("*/templates"), *ROOT.glob("bcf/*/templates")]
    return sorted(path for folder in folders for path in folder.rglob("*.html"))


def faults() -> list[str]:
    """A sentence for each template that Django cannot compile."""
    from django.template import Engine, TemplateSyntaxError

    engine = Engine.get_default()
    found = []
    for path in templates():
        try:
            engine.from_string(path.read_text("utf-8"))
        except TemplateSyntaxError as error:
            found.append(f"{path.relative_to(ROOT)}: {error}")
    return found


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bcf.settings")
    django.setup()
    found = faults()
    print(*found, sep="\n", end="\n" if found else "")
    djade = Path(sys.executable).with_name("djade")
    layout = subprocess.run(
        [djade, "--check", "--target-version", "5.2", *templates()], check=False
    )
    return int(bool(found) or layout.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
