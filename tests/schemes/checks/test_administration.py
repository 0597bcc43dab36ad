"""R-EXP-021: administration takes at most 2 % of the discharge fund."""

import pytest

from tests.schemes.plans import Money, Plan, empty_plan

pytestmark = pytest.mark.usefixtures("reference")


@pytest.fixture
def fund() -> Plan:
    """A million, of which 600,000 is the ICB's."""
    fund = empty_plan("2022-23-discharge", "T22")
    fund.gives("disch_la", 400_000, fund.council)
    fund.gives("disch_icb", 600_000, fund.nhs)
    return fund


@pytest.mark.parametrize(
    ("amount", "state"), [("19999.99", "holds"), ("20000", "holds"), ("20000.01", "warns")]
)
def test_administration_keeps_to_its_limit_to_the_penny(
    fund: Plan, amount: Money, state: str
) -> None:
    fund.spends("disch_la", amount, scheme_type="administration", sub_type=None)
    (found,) = fund.of("R-EXP-021")
    assert found.state == state


def test_lines_of_both_parts_add_up(fund: Plan) -> None:
    for source in ("disch_la", "disch_icb"):
        fund.spends(source, 15_000, scheme_type="administration", sub_type=None)
    fund.spends("disch_la", 300_000, scheme_type="other", sub_type=None)
    (found,) = fund.of("R-EXP-021")
    assert found.message == "£30,000 is for administration, £10,000 over its limit."
    assert found.detail == "At most £20,000 of the fund may be."


def test_a_fund_nobody_knows_leaves_it_open(fund: Plan) -> None:
    fund.pays(fund.income["disch_icb"], None)
    (found,) = fund.of("R-EXP-021")
    assert found.state == "unknown"


def test_a_plan_without_the_fund_is_not_meant() -> None:
    assert not empty_plan("2022-23-plan", "T23").of("R-EXP-021")
