import datetime
from decimal import Decimal

import pytest
from django.template import Context, Template, TemplateSyntaxError

from tests.looks.markup import Markup


def render(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "value", "written"),
    [
        ("{{ v|money }}", Decimal("58841000"), "£58,841,000"),
        ("{{ v|money }}", None, "not known"),
        ("{{ v|amount }}", None, ""),
        ("{{ v|amount:True }}", Decimal("5"), "5.00"),
        ("{{ v|number:0 }}", Decimal("2.4"), "2"),
        ("{{ v|rate }}", Decimal("2098.44"), "2,098.4"),
        ("{{ v|rate }}", None, "not known"),
        ("{{ v|percent }}", Decimal("92.5"), "92.5%"),
        ("{{ v|balance }}", Decimal("-12500"), "£12,500 over"),
        ("{{ v|headroom }}", Decimal("-87323"), "£87,323 short"),
        ('{{ v|plural:"line" }}', 1, "1 line"),
        ('{{ v|plural:"entry,entries" }}', 3, "3 entries"),
        ("{{ v|long_date }}", datetime.date(2023, 6, 28), "Wednesday 28 June 2023"),
    ],
)
def test_filters(source, value, written):
    assert render(source, v=value) == written


def test_a_moment_is_told_in_london_time(settings):
    late = datetime.datetime(2023, 6, 28, 23, 30, tzinfo=datetime.UTC)
    assert render("{{ v|full_date }}", v=late) == "29 June 2023"
    assert render("{{ v|when }}", v=late) == "29 June 2023"


def test_a_missing_variable_is_not_taken_for_an_unknown_amount():
    with pytest.raises(ArithmeticError):
        render("{{ mistyped|money }}")


def test_one_amount_with_pence_gives_the_column_pence():
    source = "{% any_pence v as pence %}{{ pence }}"
    assert render(source, v=[Decimal("1.00"), None, 2]) == "False"
    assert render(source, v=[Decimal("1.00"), Decimal("2.50")]) == "True"


def test_a_state_is_a_shape_and_a_word():
    page = Markup(render('{% state "fails" "6 to fix" %}'))
    assert page.one("span", css="state--bad").text == "6 to fix"
    assert page.one("use").attrs["href"] == "#icon-octagon"
    assert page.one("svg").attrs["aria-hidden"] == "true"


def test_a_state_without_words_of_its_own_says_the_word_of_the_list():
    assert "Cannot be checked" in render('{% state "unknown" %}')


def test_the_words_of_a_state_are_escaped():
    assert "&lt;b&gt;" in render('{% state "fails" text %}', text="<b>")


def test_a_state_or_drawing_that_is_not_listed_is_refused():
    with pytest.raises(KeyError):
        render('{% state "splendid" %}')
    with pytest.raises(TemplateSyntaxError):
        render('{% icon "crown" %}')


def test_counts_go_from_the_gravest_and_leave_out_nought_and_what_holds():
    counted = {"holds": 61, "unknown": 4, "fails": 8, "warns": 0}
    page = Markup(render("{% counts c %}", c=counted))
    assert [item.text for item in page.all("li")] == ["8 to fix", "4 cannot be checked"]
    page = Markup(render("{% counts c holds=True %}", c=counted))
    assert page.all("li")[-1].text == "61 hold"


def test_balance_and_headroom_with_their_shapes():
    source = "{% balance_state left %}{% headroom_state spare %}"
    page = Markup(render(source, left=Decimal(0), spare=Decimal(-1)))
    assert [use.attrs["href"] for use in page.all("use")] == ["#icon-tick", "#icon-octagon"]


def test_the_preview_of_an_import_loses_its_styles_and_nothing_else():
    cell = '<ins style="background:#e6ffe6;">a style="b"</ins>'
    assert render("{{ v|without_styles }}", v=cell) == '<ins>a style="b"</ins>'
