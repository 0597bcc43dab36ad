"""The rules that editions may name, and the parameters they may give."""

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

import pytest
from django.core.exceptions import ValidationError

from bcf.checks.findings import Verdict
from bcf.checks.registry import (
    RULES,
    TOTALS,
    Rule,
    known_rules,
    load_rules,
    rule,
    total,
    wrong_parameters,
)
from bcf.editions.models import RuleSetting


def test_knows_every_rule() -> None:
    cover = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11}
    requirements = {1, 2, 3, 4}
    answers = {"HIC-001", "CHK-009", *(f"NAR-{n:03}" for n in (1, 2, 3))}
    income = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
    expenditure = {*range(1, 23), 24}
    minimums = set(range(1, 8))
    assert known_rules() == {
        *(f"R-{name}" for name in answers),
        *(f"R-MET-{n:03}" for n in range(1, 11)),
        *(f"R-CAP-{n:03}" for n in range(1, 6)),
        *("H-NAR-001", "H-NAR-002"),
        *(f"R-COV-{n:03}" for n in cover),
        *(f"R-PRQ-{n:03}" for n in requirements),
        *(f"R-INC-{n:03}" for n in income),
        *(f"R-EXP-{n:03}" for n in expenditure),
        *(f"R-MIN-{n:03}" for n in minimums),
    }


def test_every_rule_says_what_it_is_about() -> None:
    for known in load_rules().values():
        about = r"schemes\.sections\.(Income|Expenditure)"
        own = type(known) is not Rule
        assert own or re.fullmatch(about, known.section)
        assert known.id == next(id for id, same in RULES.items() if same is known)


def test_refuses_a_rule_written_twice() -> None:
    with pytest.raises(ValueError, match="R-INC-001 is written twice"):
        rule("R-INC-001", "anything", lambda round: {})(lambda facts: [])


def test_registers_totals_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(TOTALS, "income")

    @total("income")
    def ours(versions: object) -> dict[int, Decimal | None]:
        return {}

    assert TOTALS["income"] is ours


def judge(
    plan: object,
    share: Decimal = Decimal("0.5"),
    year: Decimal | None = None,
    types: tuple[str, ...] = ("a",),
    limits: Mapping[str, Decimal] = MappingProxyType({}),
) -> list[Verdict]:
    return []


TRIAL = Rule("R-X-001", "kind", lambda round: {}, judge)


def test_reads_parameters_as_the_rule_wants_them() -> None:
    written = {"share": 0.05, "year": "5.66", "types": ["a", "b"], "limits": {"a": 800}}
    assert TRIAL.parameters(written) == {
        "share": Decimal("0.05"),
        "year": Decimal("5.66"),
        "types": ("a", "b"),
        "limits": {"a": Decimal(800)},
    }
    assert TRIAL.parameters({}) == {}


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ({"plan": 1}, "R-X-001 has no parameter called plan."),
        ({"z": 1, "b": 2}, "R-X-001 has no parameter called b."),
        ({"share": "half"}, "share is a number."),
        ({"share": "NaN"}, "share is a number."),
        ({"share": "Infinity"}, "share is a number."),
        ({"share": None}, "share is a number."),
        ({"share": []}, "share is a number."),
        ({"types": "a"}, "types is a list of words."),
        ({"types": ["a", 1]}, "types is a list of words."),
        ({"limits": 800}, "limits has a number for each name."),
        ({"limits": {"a": 800, "b": "few"}}, "limits, b, is a number."),
    ],
)
def test_refuses_parameters_that_the_rule_does_not_understand(
    written: dict[str, object], wrong: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(wrong)):
        TRIAL.parameters(written)


@pytest.mark.parametrize(
    ("rule", "written", "wrong"),
    [
        ("R-MIN-005", {"tolerance_points": 0.05, "uplift_percent": 5.66}, ""),
        ("R-MIN-005", {"tolerance": 0.05}, "R-MIN-005 has no parameter called tolerance."),
        ("R-EXP-003", {}, ""),
        ("R-EXP-003", {"strict": 1}, "R-EXP-003 has no parameter called strict."),
        ("R-XXX-001", {}, "R-XXX-001 is not a rule that is checked."),
        (
            "R-MIN-005",
            [],
            'Parameters are names with values, such as {"tolerance_points": 0.05}.',
        ),
    ],
)
def test_says_what_is_wrong_with_an_editions_parameters(
    rule: str, written: object, wrong: str
) -> None:
    assert wrong_parameters(rule, written) == wrong


def test_a_rule_setting_refuses_parameters_that_its_rule_does_not_understand() -> None:
    setting = RuleSetting(rule="R-MIN-005", parameters={"tolerance": 1})
    with pytest.raises(ValidationError, match="no parameter called tolerance"):
        setting.clean()
    RuleSetting(rule="R-MIN-005", parameters={"tolerance_points": 1}).clean()
