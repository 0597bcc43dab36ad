"""The printed tables of the 2019-20 example, read from the exported cells (TV-01 to TV-08)."""

from decimal import Decimal

import pytest

from bcf.submissions.codes import newest_version
from schemes.sums import totals_of
from tests.workbooks.reading import BCP, EXAMPLESHIRE, SAMPLETON, export

pytestmark = pytest.mark.usefixtures("examples")

SUMMARY = "3. Summary"


@pytest.fixture
def bcp(examples):
    return export(BCP)


def test_spending_by_scheme_and_partner(bcp):
    table = bcp.table(SUMMARY, "Spending by scheme and partner")
    printed = {
        "Maintaining Independence": (7_798_000, 13_374_000, 21_172_000),
        "Early Supported Hospital Discharge": (4_883_000, 3_086_000, 7_969_000),
        "Carers": (1_148_000, 0, 1_148_000),
        "Moving on From Hospital Living": (7_265_000, 2_182_000, 9_447_000),
        "Integrated Health & Social Care Locality Teams": (19_105_000, 0, 19_105_000),
        "Total": (40_199_000, 18_642_000, 58_841_000),
    }
    assert {label: (r["CCG"], r["Council"], r["Total"]) for label, r in table.items()} == {
        **printed,
        "Other lines": (0, 0, 0),
    }


def test_spending_by_source_and_area(bcp):
    table = bcp.table(SUMMARY, "Spending by source and area of spend, 2019-20")
    assert {
        label: (r["Social Care"], r["Community Health"], r["Total"]) for label, r in table.items()
    } == {
        "Minimum CCG Contribution": (10_919_000, 29_280_000, 40_199_000),
        "DFG": (3_101_000, 0, 3_101_000),
        "iBCF": (11_296_000, 0, 11_296_000),
        "Winter Pressures Grant": (1_748_000, 0, 1_748_000),
        "Additional LA Contribution": (2_497_000, 0, 2_497_000),
        "Additional CCG Contribution": (0, 0, 0),
        "No source of funding chosen": (0, 0, 0),
        "Total": (29_561_000, 29_280_000, 58_841_000),
    }


def test_income_against_spending(bcp):
    table = bcp.table(SUMMARY, "Income and expenditure")
    total = table["Total"]
    assert (total["Income"], total["Expenditure"], total["Difference"]) == (
        58_841_000,
        58_841_000,
        0,
    )
    ccg = table["Minimum CCG Contribution"]
    assert (ccg["Income"], ccg["Difference"]) == (40_199_000, 0)


def test_the_social_care_minimum_is_met_with_nothing_to_spare(bcp):
    table = bcp.table(SUMMARY, "Required minimums")
    social_care = table["Adult Social Care services spend from the minimum CCG allocations"]
    assert social_care == {
        "Required Spend": "Adult Social Care services spend from the minimum CCG allocations",
        "Year": "2019-20",
        "Minimum": 10_919_000,
        "Year before": 10_437_000,
        "Uplift": 0.046,
        "Increase": 482_000,
        "Planned": 10_919_000,
        "Under spend": 0,
    }


def test_a_minimum_that_is_not_published_is_not_nought(bcp):
    table = bcp.table(SUMMARY, "Required minimums")
    label = "NHS Commissioned Out of Hospital spend from the minimum CCG allocation"
    assert table[label]["Minimum"] == table[label]["Under spend"] == "not known"
    assert table[label]["Planned"] == "not known", "no line says who commissions it"


@pytest.mark.parametrize("plan", [BCP, EXAMPLESHIRE, SAMPLETON])
def test_cells_agree_with_the_totals_of_pages_and_rules(plan):
    book, totals = export(plan), totals_of(newest_version(*plan))
    for balance in totals.balances():
        key, year = balance.source.key, balance.year.replace("-", "_")
        assert same(book.named(f"income_{key}_total_{year}"), balance.income)
        assert same(book.named(f"spending_{key}_{year}"), balance.spending)
    for spend in totals.minimums():
        key, year = spend.minimum.key, spend.year.replace("-", "_")
        assert same(book.named(f"required_{key}_{year}"), spend.required)
        assert same(book.named(f"planned_{key}_{year}"), spend.planned.low)
    for year in totals.frame.years:
        assert same(book.named(f"spending_all_{year.replace('-', '_')}"), totals.spending(year))


def same(cell: object, figure: Decimal | None) -> bool:
    if figure is None:
        return cell == "not known"
    return abs(Decimal(str(cell)) - figure) < Decimal("0.005")
