"""BCP 2019-20: the plan agrees with every figure its board's report prints."""

from decimal import Decimal

import pytest
from django.conf import settings

from bcf.editions.models import Allocation
from bcf.examples.files import read
from bcf.submissions.models import Version
from bcf.tables import Row

from .reading import BCP, BCP_PLAN, added_up, amount, rows_of, version_of

YEAR = "2019-20"
FACTS = settings.FIXTURES / "examples" / "bcp-2019-20-facts.csv"
SOURCES = {
    "dfg": "Disabled Facilities Grant",
    "ibcf": "iBCF",
    "winter": "Winter pressures Grant",
    "add_la": "Additional LA contribution",
    "min_nhs": "CCG contributions",
}
AREAS = {"social-care": "Social Care", "community-health": "Community Health"}
Figures = dict[tuple[str, str], Decimal]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("examples")]


@pytest.fixture
def plan() -> Version:
    return version_of(BCP, BCP_PLAN)


@pytest.fixture
def lines(plan: Version) -> list[Row]:
    return rows_of(plan, "expenditure")


def printed(table: str) -> Figures:
    """What the report prints in one table, its one misprint left out."""
    return {
        (fact["row"], fact["column"]): Decimal(fact["pounds"])
        for fact in read(FACTS)
        if fact["table"] == table and fact["status"] == "printed"
    }


def with_margins(cells: Figures) -> Figures:
    """A table's cells with the totals of its rows and columns."""
    table = dict(cells)
    for (row, column), pounds in cells.items():
        for place in ((row, "Total"), ("Total", column), ("Total", "Total")):
            table[place] = table.get(place, Decimal(0)) + pounds
    return table


def test_lines_add_up_to_each_scheme_and_contributor(lines: list[Row]) -> None:
    def place(line: Row) -> tuple[str, str]:
        payer = "CCG" if line.get("source") == "min_nhs" else "BCP"
        return str(line.get("scheme_name")), f"{payer} contribution"

    schemes = {place(line)[0] for line in lines}
    none = {
        (scheme, f"{payer} contribution"): Decimal(0)
        for scheme in schemes
        for payer in ("CCG", "BCP")
    }
    cells = none | added_up(lines, YEAR, place)

    assert with_margins(cells) == printed("scheme by contributor")


def test_lines_add_up_to_each_source_and_area(lines: list[Row]) -> None:
    cells = added_up(
        lines,
        YEAR,
        lambda line: (SOURCES[str(line.get("source"))], AREAS[str(line.get("area_of_spend"))]),
    )

    worked_out = with_margins(cells)

    assert worked_out.pop(("CCG contributions", "Total")) == 40_199_000
    assert worked_out == printed("source by area of spend")


def test_one_printed_cell_is_marked_a_misprint() -> None:
    misprints = [fact for fact in read(FACTS) if fact["status"] != "printed"]

    assert [(f["row"], f["column"], f["pounds"]) for f in misprints] == [
        ("CCG contributions", "Total", "29975000")
    ]


def test_income_is_what_each_source_spends(plan: Version, lines: list[Row]) -> None:
    income = rows_of(plan, "income")

    assert [(r.get("source"), r.get("contributor"), amount(r, YEAR)) for r in income] == [
        ("min_nhs", "11J", 40_199_000),
        ("dfg", BCP, 3_101_000),
        ("ibcf", BCP, 11_296_000),
        ("winter", BCP, 1_748_000),
        ("add_la", BCP, 2_497_000),
    ]
    spent = added_up(lines, YEAR, lambda line: line.get("source"))
    assert spent == added_up(income, YEAR, lambda row: row.get("source"))


def test_social_care_minimum_is_met_with_nothing_to_spare(lines: list[Row]) -> None:
    required = printed("required minimum")
    published = Allocation.objects.get(board__code=BCP, fund="asc_min", year=YEAR)
    planned = added_up(lines, YEAR, lambda line: (line.get("source"), line.get("area_of_spend")))

    assert published.amount == required["Social care from the CCG minimum", YEAR]
    assert published.previous_amount == required["Social care from the CCG minimum", "2018-19"]
    assert planned["min_nhs", "social-care"] == published.amount


def test_schemes_are_numbered_as_printed(lines: list[Row]) -> None:
    schemes = dict.fromkeys((line.get("scheme_code"), line.get("scheme_name")) for line in lines)

    assert list(schemes) == [
        ("1", "Maintaining Independence"),
        ("2", "Early Supported Hospital Discharge"),
        ("3", "Carers"),
        ("4", "Moving on From Hospital Living"),
        ("5", "Integrated Health & Social Care Locality Teams"),
    ]


def test_what_the_report_does_not_give_stays_empty(plan: Version, lines: list[Row]) -> None:
    given = {
        "scheme_code",
        "scheme_name",
        "description",
        "area_of_spend",
        "source",
        f"amount_{YEAR}",
    }
    commented = [r.get("source") for r in rows_of(plan, "income") if r.get("comment")]

    assert {
        key for line in lines for key, value in line.values.items() if value is not None
    } == given
    assert commented == ["min_nhs"]
    assert [row.values for row in rows_of(plan, "cover")] == [{}]


def test_every_line_and_the_plan_say_what_is_illustration(plan: Version, lines: list[Row]) -> None:
    assert all(str(line.get("description")).startswith("Illustrative split") for line in lines)
    assert "illustration" in plan.submission.illustration


def test_the_narrative_has_its_four_parts_and_what_the_report_counts(plan: Version) -> None:
    (narrative,) = rows_of(plan, "narrative")
    parts = {key: str(text) for key, text in narrative.values.items()}

    assert set(parts) == {"person_centred", "board_level", "wider_services", "system_alignment"}
    assert all(text.startswith("In our own words") for text in parts.values())
    for fact in ("395,600", "11.7 %", "18 primary care networks", "30,000 to 50,000"):
        assert fact in parts["person_centred"]
    assert parts["board_level"].count(":") == 5, "each of the five schemes"


def test_the_metrics_are_as_printed(plan: Version) -> None:
    planned = {row.get("metric"): row.get("planned") for row in rows_of(plan, "metrics")}

    assert planned == {
        "NEA-2019-20": None,  # set elsewhere
        "DTOC-2019-20": 25,
        "RES-2019-20": 592,
        "REA-2019-20": Decimal("79.7"),
    }
    assert all(row.get("plan") for row in rows_of(plan, "ambitions"))
