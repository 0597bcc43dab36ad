"""The expenditure sheet: balances, minimums at their thresholds, lines and their drop-downs."""

import re

import pytest

from bcf.submissions.codes import newest_version
from bcf.submissions.sections import section_of
from tests.schemes.plans import plan_2019, plan_2023
from tests.workbooks.reading import BCP, EXAMPLESHIRE, export

SHEET = "6. Expenditure"

pytestmark = pytest.mark.usefixtures("examples")


def answers(book):
    return {row["Item"]: row["Complete"] for row in book.rows("Checklist", "Item")}


def test_lines_are_read_by_their_headings():
    book = export(EXAMPLESHIRE)
    lines = list(book.rows(SHEET, "Scheme ID"))
    assert len(lines) == 80
    line = lines[1]
    assert line["Scheme Name"] == "Community equipment store"
    assert line["Scheme Type"] == "Assistive Technologies and Equipment"
    assert line["Sub Types"] == "Community based equipment"
    assert line["Units"] == "Number of beneficiaries"
    assert (line["% NHS (if Joint Commissioner)"], line["% LA (if Joint Commissioner)"]) == (
        0.55,
        0.45,
    )
    assert line["Expenditure 23/24 (£)"] == 2_709_845
    shares = [line["% of Overall Spend (Average)"] for line in lines]
    assert sum(shares) == pytest.approx(1)
    assert {line["Complete"] for line in lines} == {"Yes"}


def test_there_is_room_for_more_lines():
    assert len(export(BCP).named("expenditure_uid")) == 50
    assert len(export(EXAMPLESHIRE).named("expenditure_uid")) == 100


@pytest.fixture
def rules():
    book = export(EXAMPLESHIRE)
    found = book.formulas[SHEET].data_validations.dataValidation

    def of(key):
        _, cells = book.place(f"expenditure_{key}")
        return next(rule for rule in found if str(rule.sqref) == cells)

    return of


@pytest.mark.parametrize(
    ("key", "source"),
    [
        ("scheme_type", "list_scheme_type"),
        ("area_of_spend", "list_area_of_spend"),
        ("commissioner", "list_commissioner"),
        ("provider", "list_provider"),
        ("source", "list_funding_source"),
        ("new_or_existing", "list_new_or_existing"),
    ],
)
def test_choices_are_made_from_lists(rules, key, source):
    rule = rules(key)
    assert (rule.type, rule.formula1) == ("list", source)
    assert rule.allow_blank is False, "a list with a gap would let everything pass"
    assert rule.showErrorMessage


def test_figures_are_nought_or_more(rules):
    for key in ("amount_2023_24", "output_2024_25"):
        assert (rules(key).type, rules(key).operator, rules(key).formula1) == (
            "decimal",
            "greaterThanOrEqual",
            "0",
        )
    share = rules("nhs_share")
    assert (share.operator, share.formula1, share.formula2) == ("between", "0", "1")


def test_sub_types_follow_the_type(rules):
    book = export(EXAMPLESHIRE)
    first = book.cells("expenditure_scheme_type")[0].coordinate
    assert rules("sub_type").formula1 == (
        f'INDIRECT("list_sub_type_"&MATCH(${first},list_scheme_type,0))'
    )
    section = section_of(newest_version(*EXAMPLESHIRE).submission.collection, "expenditure")
    types = book.named("list_scheme_type")
    for place, scheme_type in enumerate(section.scheme_types.values(), start=1):
        assert types[place - 1] == scheme_type.label
        named = book.named(f"list_sub_type_{place}")
        own = [sub.label for sub in section.sub_types.values() if sub.scheme_type == scheme_type]
        assert (named if isinstance(named, list) else [named]) == (own or [None])


def test_units_differ_by_sub_type():
    """Short-term domiciliary care counts packages, its siblings hours."""
    plan = plan_2023("X80")
    care = {"scheme_type": "home-care-or-domiciliary-care", "commissioner": "la"}
    subs = [key for kind, key in plan.lists.sub_types if kind == care["scheme_type"]]
    for key in subs:
        plan.spends("ibcf", 1, sub_type=key, outputs=1, **care)
    units = export(("X80", "2023-25-plan")).named("expenditure_unit")[8 : 8 + len(subs)]
    assert len(units) > 2
    assert len([unit for unit in units if "ackages" in unit and "Hours" not in unit]) == 1


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"area_of_spend": None}, "Area of Spend"),
        ({"area_of_spend": "other"}, "Please specify if 'Area of Spend' is 'other'"),
        ({"commissioner": "joint"}, "% NHS (if Joint Commissioner)"),
        ({"provider": None}, "Provider"),
    ],
)
def test_a_missing_cell_is_a_no(change, column):
    plan = plan_2023("X81")
    assert set(answers(export(("X81", "2023-25-plan"))).values()) >= {"Yes"}
    plan.choose(plan.lines[0], **change)
    book = export(("X81", "2023-25-plan"))
    assert answers(book)[column] == "No"
    assert [row["Complete"] for row in book.rows(SHEET, "Scheme ID")] == ["No"] + ["Yes"] * 7


def test_outputs_are_asked_of_years_with_spending():
    plan = plan_2023("X82")
    dfg = plan.lines[0]
    plan.costs(dfg, (1_000_000, 1_000_000), (50, None))
    assert answers(export(("X82", "2023-25-plan")))["Expected outputs 2024-25"] == "No"
    plan.costs(dfg, (1_000_000, 0), (50, None))
    assert answers(export(("X82", "2023-25-plan")))["Expected outputs 2024-25"] == "Yes"


@pytest.mark.parametrize(
    ("spending", "balance", "answer"),
    [("1999999.99", 0.01, "Yes"), ("2000000", 0, "Yes"), ("2000000.01", -0.01, "No")],
)
def test_balances_at_the_threshold(spending, balance, answer):
    plan = plan_2019("X83")
    plan.costs(plan.lines[4], spending)
    book = export(("X83", "2019-20-plan"))
    ibcf = book.table("3. Summary", "Income and expenditure")["iBCF"]
    assert ibcf["Difference"] == pytest.approx(balance)
    assert answers(book)["iBCF: spending is within income"] == answer


@pytest.mark.parametrize(
    ("spending", "under", "answer"),
    [("3999999.99", 0.01, "No"), ("4000000", 0, "Yes"), ("4000000.01", 0, "Yes")],
)
def test_the_minimum_at_its_threshold(spending, under, answer):
    plan = plan_2019("X84")
    plan.costs(plan.lines[1], spending)
    book = export(("X84", "2019-20-plan"))
    assert book.named("under_spend_asc_min_2019_20") == pytest.approx(under)
    label = "Adult Social Care services spend from the minimum CCG allocations"
    assert answers(book)[f"{label}: at least the minimum"] == answer


def test_a_blank_cell_leaves_a_minimum_open():
    plan = plan_2019("X85")
    plan.choose(plan.lines[2], commissioner=None)
    book = export(("X85", "2019-20-plan"))
    assert book.named("planned_nhs_ooh_2019_20") == 0
    assert book.named("under_spend_nhs_ooh_2019_20") == "not known"
    label = "NHS Commissioned Out of Hospital spend from the minimum CCG allocation"
    assert answers(book)[f"{label}: at least the minimum"] == "Not known"


def test_a_joint_line_counts_with_the_nhs_share():
    plan = plan_2019("X86")
    plan.choose(plan.lines[2], commissioner="joint")
    plan.change(plan.lines[2], nhs_share="33.33")
    book = export(("X86", "2019-20-plan"))
    assert book.named("planned_nhs_ooh_2019_20") == pytest.approx(5_000_000 * 0.3333)
    assert book.named("under_spend_nhs_ooh_2019_20") == pytest.approx(5_000_000 * 0.6667)


def test_spending_without_a_source_is_told():
    plan = plan_2019("X87")
    plan.spends(None, 250, scheme_type="community-based-schemes", sub_type=None)
    book = export(("X87", "2019-20-plan"))
    assert book.named("spending_none_2019_20") == 250
    assert answers(book)["Source of Funding"] == "No"


def test_headings_stay_in_sight_and_on_every_page():
    sheet = export(EXAMPLESHIRE).formulas[SHEET]
    assert sheet.freeze_panes == "D3"
    heading = next(row[1].row for row in sheet.iter_rows() if row[1].value == "Scheme ID")
    assert sheet.print_title_rows == f"${heading}:${heading}"


def test_formulas_are_over_names_that_are_there():
    book = export(EXAMPLESHIRE)
    names = set(book.formulas.defined_names)
    for sheet in book.formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    text = re.sub(r'"[^"]*"', "", cell.value)
                    used = set(re.findall(r"\b[a-z]+(?:_[A-Za-z0-9]+)+\b", text))
                    assert used <= names, cell.value
