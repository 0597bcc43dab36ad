"""The income sheet: a table for each source, published figures locked, districts apart."""

import pytest

from bcf.submissions.codes import newest_version
from bcf.submissions.sections import section_of
from bcf.tables import Edit
from tests.schemes.plans import empty_plan, organisation, plan_2023
from tests.workbooks.reading import BCP, EXAMPLESHIRE, change, export

SHEET = "5. Income"

pytestmark = pytest.mark.usefixtures("examples")


def test_sources_stand_in_the_editions_order():
    sheet = export(EXAMPLESHIRE).values[SHEET]
    cells = [row[1] for row in sheet.iter_rows(min_row=8)]
    bands = [cell.value for cell in cells if cell.value and cell.font.size == 11]
    assert bands == [
        "DFG",
        "DFG: of which each district (two-tier areas only)",
        "Minimum NHS Contribution",
        "iBCF",
        "Additional LA Contribution",
        "Additional NHS Contribution",
        "Local Authority Discharge Funding",
        "ICB Discharge Funding",
    ]


def test_each_contributor_has_a_row_and_each_source_a_total():
    book = export(EXAMPLESHIRE)
    assert book.named("income_min_nhs_contributor") == [
        "NHS Examplevale Integrated Care Board",
        "NHS Northmoor Integrated Care Board",
    ]
    amounts = book.named("income_min_nhs_amount_2023_24")
    assert book.named("income_min_nhs_total_2023_24") == sum(amounts)
    assert book.named("income_add_nhs_contributor")[2:] == [None] * 3
    pool = {row["Pool"]: row["Contribution Yr 2"] for row in book.rows(SHEET, "Pool")}
    council, nhs = pool["Total council contribution"], pool["Total NHS contribution"]
    assert council + nhs == pytest.approx(pool["Total pool"])


def test_districts_explain_the_grant_and_add_nothing_to_it():
    book = export(EXAMPLESHIRE)
    parts = book.named("income_dfg_breakdown_amount_2023_24")
    assert sum(filter(None, parts)) == book.named("income_dfg_total_2023_24")
    assert book.named("income_dfg_breakdown_contributor")[:3] == [
        "Exampleby",
        "Moorside",
        "Valeford",
    ]
    assert "income_dfg_breakdown_uid" not in export(BCP).formulas.defined_names


def test_published_figures_are_grey_and_locked_and_others_open():
    book = export(EXAMPLESHIRE)
    published = book.cells("income_dfg_amount_2023_24") + book.cells("income_dfg_contributor")
    assert all(cell.protection.locked for cell in published)
    assert {cell.fill.start_color.rgb[-6:] for cell in published} == {"E4E7E9"}
    agreed = book.cells("income_disch_icb_amount_2023_24") + book.cells("income_dfg_comment")
    assert not any(cell.protection.locked for cell in agreed)
    assert {cell.fill.start_color.rgb[-6:] for cell in agreed} == {"FFF8CC"}


def test_a_missing_amount_is_not_nought():
    plan = plan_2023("X77")
    plan.pays(plan.income["ibcf"], (2_000_000, None))
    book = export(("X77", "2023-25-plan"))
    assert book.named("income_ibcf_total_2023_24") == 2_000_000
    assert book.named("income_ibcf_total_2024_25") == "not known"
    assert book.named("income_ibcf_complete") == ["No"]
    answers = {row["Item"]: row["Complete"] for row in book.rows("Checklist", "Item")}
    assert answers["iBCF: Contribution Yr 1"] == "Yes"
    assert answers["iBCF: Contribution Yr 2"] == "No"
    assert answers["iBCF: spending is within income"] == "Not known"


def test_a_source_that_must_be_there_is_missed():
    plan = empty_plan("2019-20-plan", "X78")
    plan.gives("dfg", 100, plan.council)
    book = export(("X78", "2019-20-plan"))
    assert book.named("income_ibcf_total_2019_20") == "not known"
    assert book.named("income_add_la_total_2019_20") == 0
    answers = {row["Item"]: row["Complete"] for row in book.rows("Checklist", "Item")}
    assert answers["iBCF: Contribution"] == "No"
    assert answers["Additional LA Contribution: Contribution"] == "Yes"


def test_there_is_always_room_for_another_contributor():
    version = newest_version(*BCP)
    for room, added in ((5, 0), (5, 2), (10, 1)):
        extra = [Edit(raw={"source": "add_la", "amount_2019-20": "1"}) for _ in range(added)]
        change(version, "income", *extra)
        assert len(export(BCP).named("income_add_la_contributor")) == room


def test_contributors_are_chosen_from_the_boards_own_partners():
    book = export(BCP)
    version = newest_version(*BCP)
    income = section_of(version.submission.collection, "income")
    partners = [
        o.label
        for o in next(c for c in income.columns_for(version) if c.field == "contributor").options
    ]
    assert book.named("list_contributor") == partners + [None] * (20 - len(partners))
    rules = {str(rule.sqref): rule for rule in book.formulas[SHEET].data_validations.dataValidation}
    _, cells = book.place("income_add_la_contributor")
    assert (rules[cells].type, rules[cells].formula1) == ("list", "list_contributor")
    _, amounts = book.place("income_add_la_amount_2019_20")
    assert (rules[amounts].type, rules[amounts].operator) == ("decimal", "greaterThanOrEqual")
    assert rules[amounts].formula1 == "0"


def test_a_contributor_that_is_no_partner_any_more_is_still_named():
    plan = plan_2023("X79")
    stranger = organisation("E99Z", "council")
    plan.gives("add_la", 5, stranger)
    assert export(("X79", "2023-25-plan")).named("income_add_la_contributor")[0] == "E99Z"
