"""Makes build/static from the front-end packages that npm installed.

Only the compiled style sheet and script of govuk-frontend are served. Its fonts and logos
belong to GOV.UK, which this product is not: they are left out, and so are the style
sheet's requests for the fonts. An override rule in a later sheet would not do, since a
browser may ask for a font before it has read that sheet.

Run by `make install` as `python -m bcf.frontend`; the standard library is all it needs.
"""

import re
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
PACKAGE = BASE_DIR / "node_modules" / "govuk-frontend" / "dist" / "govuk"
BUILT = BASE_DIR / "build" / "static" / "govuk"

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FONT_NAME = re.compile(r"""["']?GDS Transport["']?,\s*""")
SOURCE_MAP = re.compile(r"(/\*|//)# sourceMappingURL=\S+( ?\*/)?\s*")


def plain(text: str) -> str:
    """The text without the fonts, and without a pointer to a map that we do not serve."""
    for unwanted in (FONT_FACE, FONT_NAME, SOURCE_MAP):
        text = unwanted.sub("", text)
    return text


def build(package: Path = PACKAGE, built: Path = BUILT) -> None:
    """Write the style sheet and the script. Raises FileNotFoundError without the package."""
    built.mkdir(parents=True, exist_ok=True)
    for name in ("govuk-frontend.min.css", "govuk-frontend.min.js"):
        (built / name).write_text(plain((package / name).read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    try:
        build()
    except FileNotFoundError as error:
        sys.exit(f"{error.filename} is missing: run `npm ci`, or `make install`.")
