"""What holds for every template and style sheet."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

TEMPLATES = Path(settings.BASE_DIR, "templates")
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
SHEETS = sorted(Path(settings.BASE_DIR, "static/css").glob("*.css"))


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles_and_keeps_within_the_content_policy(name):
    get_template(name)
    text = (TEMPLATES / name).read_text("utf-8")
    assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", text)
    assert "<style" not in text
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("name", NAMES)
def test_a_comment_of_one_line_ends_on_it(name):
    for line in (TEMPLATES / name).read_text("utf-8").splitlines():
        assert line.count("{#") == line.count("#}")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_asks_for_no_font_and_uses_colours_that_are_defined(sheet):
    theme = (sheet.parent / "theme.css").read_text("utf-8")
    text = sheet.read_text("utf-8")
    assert "@font-face" not in text
    assert "url(" not in text
    own = set(re.findall(r"var\((--(?!govuk)[\w-]+)\)", text))
    assert own <= set(re.findall(r"(--[\w-]+):", theme))


def test_every_sheet_is_loaded():
    base = (TEMPLATES / "base.html").read_text("utf-8")
    admin = (TEMPLATES / "admin/base_site.html").read_text("utf-8")
    loaded = re.findall(r"css/(\w+\.css)", base + admin)
    assert sorted(loaded) == [sheet.name for sheet in SHEETS]
