import datetime
from decimal import Decimal
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcf.workbooks.cells import address, cell_head, cell_xml, escape, number, quoted, unescape


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_as_xml(text):
    cell = fromstring(cell_xml(cell_head("B7", "3"), text))
    assert cell.attrib == {"r": "B7", "s": "3", "t": "inlineStr"}
    assert unescape(cell.findtext("is/t") or "") == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("one\ntwo\tthree", "one\ntwo\tthree"),
        ("one\r\ntwo", "one_x000D_\ntwo"),
        ("bell\x07", "bell_x0007_"),
        ("_x000D_", "_x005F_x000D_"),
        ("_x12_ is no escape", "_x12_ is no escape"),
        ("\ufffe", "_xFFFE_"),
    ],
)
def test_what_xml_forbids_is_escaped(text, kept):
    assert escape(text) == kept
    assert unescape(kept) == text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "=cmd|' /C calc'!A0"])
def test_text_never_becomes_a_formula(text):
    cell = fromstring(cell_xml(cell_head("A1", "0"), text))
    assert cell.find("f") is None
    assert cell.get("t") == "inlineStr"
    assert cell.findtext("is/t") == text


def test_a_formula_keeps_its_text_beside_a_new_value():
    formula = "<f>SUM(A1:A2)</f>"
    assert cell_xml(cell_head("A3", "4"), Decimal("10.50"), formula) == (
        '<c r="A3" s="4"><f>SUM(A1:A2)</f><v>10.5</v></c>'
    )
    assert cell_xml(cell_head("A3", "4"), "not known", formula) == (
        '<c r="A3" s="4" t="str"><f>SUM(A1:A2)</f><v>not known</v></c>'
    )
    assert cell_xml(cell_head("A3", "4"), None) == '<c r="A3" s="4"/>'


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (Decimal("29561000.00"), "29561000"),
        (Decimal("9999999999.99"), "9999999999.99"),
        (Decimal("0.01"), "0.01"),
        (Decimal("0.00"), "0"),
        (12, "12"),
        (datetime.date(2023, 6, 28), "45105"),
        (datetime.date(1900, 3, 1), "61"),
    ],
)
def test_numbers_and_days(value, kept):
    assert number(value) == kept


def test_addresses_and_literals():
    assert address(7, 2) == "B7"
    assert address(1, 28) == "AB1"
    assert quoted('the "other" one') == '"the ""other"" one"'
