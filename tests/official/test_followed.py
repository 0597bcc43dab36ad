"""Where a list that follows another cell leads, and what is not worked out."""

from __future__ import annotations

import pytest

from bcf.official.followed import Followed, NotPlain
from bcf.workbooks.outline import Raw

CELLS: dict[str, list[list[Raw]]] = {
    "Types": [["Carers Services"], ["Community Based Schemes"], ["Other"]],
    "Lists!$A$1:$B$2": [["Carers Services", "carers"], ["Other", 7.0]],
}


@pytest.mark.parametrize(
    ("source", "said", "target"),
    [
        ("INDIRECT($D13)", "Carers", "Carers"),
        ("indirect(D13)", "Carers", "Carers"),
        ("INDIRECT(D13,TRUE)", "Carers", "Carers"),
        ('INDIRECT(SUBSTITUTE($D$13," ","_"))', "Carers Services", "Carers_Services"),
        (
            'INDIRECT(SUBSTITUTE(SUBSTITUTE(D13," ",""),"/",""))',
            "Early / Late Help",
            "EarlyLateHelp",
        ),
        ('INDIRECT("SUB_" & MATCH($D13,Types,0))', "community based schemes", "SUB_2"),
        ('INDIRECT(CONCATENATE("_",D13,"_List"))', "Other", "_Other_List"),
        ("INDIRECT(VLOOKUP(D13,Lists!$A$1:$B$2,2,FALSE))", "Carers Services", "carers"),
        ('INDIRECT("L"&VLOOKUP(D13,Lists!$A$1:$B$2,2,0))', "Other", "L7"),
        ('INDIRECT("say ""a"""&D13)', "b", 'say "a"b'),
    ],
)
def test_a_plain_formula_leads_to_a_name(source: str, said: str, target: str) -> None:
    followed = Followed(source)
    assert followed.cell == "D13"
    assert followed.leads_to(said, CELLS.get) == target


@pytest.mark.parametrize(
    "source",
    [
        *("", "Types", "$A$1:$A$9", "D13", "INDIRECT(Types)", "INDIRECT()", "INDIRECT(D13&E13)"),
        *("INDIRECT(D13", "INDIRECT(D13))", ")", '"', "INDIRECT('D13)", "OFFSET(D13,1,1)"),
        "INDIRECT(" * 300 + "D13" + ")" * 300,
    ],
)
def test_what_is_no_such_formula(source: str) -> None:
    with pytest.raises(NotPlain):
        Followed(source).leads_to("Other", CELLS.get)


@pytest.mark.parametrize(
    "source",
    [
        "INDIRECT(IF(D13,1,2))",
        "INDIRECT(D13+1)",
        "INDIRECT(-D13)",
        "INDIRECT(SUBSTITUTE(D13))",
        "INDIRECT(MATCH(D13,Types,0))&1",
        "INDIRECT(MATCH(D13,Types,1))",
        "INDIRECT(MATCH(D13,Nowhere,0))",
        "INDIRECT(VLOOKUP(D13,Types,2,0))",
        "INDIRECT(VLOOKUP(D13,Types,Types,0))",
        "INDIRECT(MATCH(Types,D13,0))",
        "INDIRECT({D13})",
    ],
)
def test_what_is_not_worked_out(source: str) -> None:
    with pytest.raises(NotPlain):
        Followed(source).leads_to("Other", CELLS.get)


def test_a_thing_that_is_in_no_list_leads_nowhere() -> None:
    with pytest.raises(NotPlain):
        Followed("INDIRECT(MATCH(D13,Types,0))").leads_to("Something", CELLS.get)
