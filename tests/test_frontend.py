"""The front-end package's files, as they are served."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from bcf.frontend import PACKAGE, build, plain

SHEET = "govuk/govuk-frontend.min.css"
SCRIPT = "govuk/govuk-frontend.min.js"


def served(name):
    path = finders.find(name)
    assert path, f"{name} is missing: run make install"
    with open(path, encoding="utf-8") as file:
        return file.read()


def test_the_package_asks_for_fonts_and_what_we_serve_does_not():
    assert "@font-face" in (PACKAGE / "govuk-frontend.min.css").read_text("utf-8")
    assert "@font-face" not in served(SHEET)
    assert "GDS Transport" not in served(SHEET)
    assert not re.search(r"\.woff2?\b", served(SHEET))


def test_the_rest_of_the_sheet_is_kept():
    before = "a{color:red}@font-face{font-family:GDS Transport;src:url(x.woff2)}b{color:blue}"
    assert plain(before) == "a{color:red}b{color:blue}"
    assert plain('p{font-family:"GDS Transport",arial}') == "p{font-family:arial}"
    for rule in (".govuk-button", ".govuk-error-summary", "--govuk-"):
        assert rule in served(SHEET)


def test_no_source_map_is_asked_for():
    assert plain("run();\n//# sourceMappingURL=x.js.map\n") == "run();\n"
    assert "sourceMappingURL" not in served(SHEET) + served(SCRIPT)


def test_a_missing_package_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="govuk-frontend"):
        build(package=tmp_path / "nothing", built=tmp_path / "built")


def test_what_production_collects_has_no_fonts_and_no_logos_of_others(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    names = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert "staticfiles.json" in names
    assert any(re.fullmatch(r"govuk-frontend\.min\.[0-9a-f]{12}\.css", name) for name in names)
    unwanted = re.compile(r"\.(woff2?|ttf|otf)$|crown|crest|govuk-icon|opengraph")
    assert not [name for name in names if unwanted.search(name)]
