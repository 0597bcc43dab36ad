"""Text and HTML of a clipboard, as spreadsheets write them and as nobody should."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcf.pastes.clipboard import (
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    Span,
    TooMuch,
    inside,
    merged,
    read_html,
    read_text,
    spread,
    write_text,
)


@pytest.mark.parametrize(
    ("text", "grid"),
    [
        ("a\tb", [["a", "b"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\rb\r", [["a"], ["b"]]),
        ("a\n\nb\n\n\n", [["a"], [""], ["b"]]),
        ("a\tb\t\t\nc\t\t\t", [["a", "b"], ["c", ""]]),
        (" a \t", [[" a "]]),
        ('"two\nlines"\tb', [["two\nlines", "b"]]),
        ('"two\r\nlines"', [["two\nlines"]]),
        ('"a\ttab"\tb', [["a\ttab", "b"]]),
        ('"say ""hi"""\tb', [['say "hi"', "b"]]),
        ('"Home First"\tb', [['"Home First"', "b"]]),  # nothing in it needs the quotes
        ("6\" rail\t5'", [['6" rail', "5'"]]),
        ('"open\tb', [['"open', "b"]]),
        ('"a"b\tc', [['"a"b', "c"]]),
        ('""""', [['"']]),
        ("", []),
        (" \n\t\n", []),
        ("a\x00b", [["a\x00b"]]),
    ],
)
def test_text_is_read_as_spreadsheets_write_it(text: str, grid: list[list[str]]) -> None:
    assert read_text(text) == grid


CELLS = st.text(st.sampled_from('ab1 "\t\n£,é'), min_size=1, max_size=6).filter(
    lambda text: bool(text.strip()) and not (text[0] == text[-1] == '"' and '""' not in text[1:-1])
)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=4))
def test_what_is_written_like_a_spreadsheet_is_read_back(rows: list[list[str]]) -> None:
    assert read_text(write_text(rows)) == rows


@given(st.text(st.sampled_from('"\t\n\ra'), max_size=60))
def test_any_text_is_read_into_rows_of_one_width(text: str) -> None:
    assert len({len(row) for row in read_text(text)}) <= 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a" * (MOST_CHARACTERS + 1), "1 MB"),
        ("a\n" * (MOST_ROWS + 1), "2,000 rows"),
        ("\t" * MOST_COLUMNS + "a", "100 columns"),
        (("a" + "\ta" * 20 + "\n") * (MOST_CELLS // 20), "20,000 cells"),
    ],
)
def test_too_much_is_said_plainly(text: str, said: str) -> None:
    with pytest.raises(TooMuch) as refused:
        read_text(text)
    assert said in refused.value.message
    assert "Paste it in parts" in refused.value.message


def test_as_much_as_is_said_is_taken() -> None:
    assert len(read_text("a\n" * MOST_ROWS)) == MOST_ROWS
    assert len(read_text("\t" * (MOST_COLUMNS - 1) + "a")[0]) == MOST_COLUMNS


def test_html_tells_texts_and_merged_cells() -> None:
    grid, spans = read_html(
        '<html><body><p>no</p><table><tr><td rowspan="2">4</td><th colspan=2>a\n  b</th></tr>'
        "<tr><td>c<br>d</td><td>&pound;1&nbsp;000</td></tr></table><table><tr><td>no</table>"
    )
    assert grid == [["4", "a b", ""], ["", "c\nd", "£1\xa0000"]]
    assert spans == [Span(0, 0, 2, 1), Span(0, 1, 1, 2)]


def test_a_comment_is_no_cell() -> None:
    assert read_html("<table><tr><td>a<!-- <td> --> b</td></tr></table>")[0] == [["a b"]]
    assert read_html("<table><tr><td>a</td><!-- <td>b</td></tr></table>")[0] == [["a"]]


def test_merged_cells_are_spread_over_blank_ones_only() -> None:
    grid = [["4", "a"], ["", "b"], ["5", "c"]]
    assert spread(grid, [Span(0, 0, 3, 1)]) == [["4", "a"], ["4", "b"], ["5", "c"]]
    assert spread(grid, [Span(0, 0, 3, 99)])[1] == ["4", "b"]
    assert grid[1] == ["", "b"]


def test_html_of_other_cells_than_the_text_is_passed_over() -> None:
    html = "<table><tr><td rowspan=2>4</td><td>a</td></tr><tr><td>b</td></tr></table>"
    assert merged(html, [["4", "a"], ["", "b"]]) == [Span(0, 0, 2, 1)]
    assert merged(html, [["5", "a"], ["", "b"]]) == []
    assert merged(html, [["4", "a"]]) == []
    assert merged("<table>" + "<tr><td>x" * (MOST_ROWS + 5), [["4"]]) == []


@pytest.mark.parametrize(
    "span", [Span(5, 0, 2, 2), Span(0, 7, 2, 2), Span(0, 0, 1, 1), Span(-1, 0, 3, 3)]
)
def test_a_span_outside_the_grid_is_no_span(span: Span) -> None:
    assert inside([span], [["a", "b"], ["c", "d"]]) == []


@pytest.mark.parametrize(
    "html",
    [
        "<td>loose</td>",
        "<tr><td>no table",
        "<table></table></table><td>",
        "<table><tr><td rowspan='-3' colspan='a'>x",
        "<table><tr><td rowspan=1000000 colspan=99>x</td></tr></table>",
        "<table><tr><td>&#xD800;&#0;&#x110000;</td></tr></table>",
        "<table><tr><td><script>alert(1)</script><style>p{}</style>",
        "<![unheard-of[<table><tr><td>x",
        "<table><tr><td><table><tr><td>in</td></tr></table>out</td></tr></table>",
        "<!--" * 250_000,
        "<a " * 250_000,
        "</" * 250_000,
        "<td a='" * 100_000,
        "<table><tr><td>a<!-- <td> --> b</td></tr></table>",
        "<table>" + "<tr>" * 50 + "</td>" * 50,
        "\x00<table\x00><tr><td>\x00",
    ],
)
def test_hostile_html_is_only_text(html: str) -> None:
    grid, spans = read_html(html)
    assert all(isinstance(cell, str) for row in grid for cell in row)
    spread(grid, spans)
    "".join(cell for row in grid for cell in row).encode()


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<table><tr>" + "<td colspan=99>x" * 5, "columns"),
        ("<table>" + "<tr><td>x" * (MOST_ROWS + 1), "rows"),
        ("x" * (2 * MOST_CHARACTERS + 1), "1 MB"),
    ],
)
def test_absurd_html_is_too_much(html: str, said: str) -> None:
    with pytest.raises(TooMuch) as refused:
        read_html(html)
    assert said in refused.value.message


def test_spans_that_lie_over_each_other_end() -> None:
    grid = [["a", "b"], ["c", "d"]]
    assert inside([Span(0, 0, 2, 2)] * 1000, grid) == [Span(0, 0, 2, 2)]
