"""The project's own reference files: that they hang together, and a few facts in them."""

import datetime
import re
from collections import defaultdict
from decimal import Decimal
from itertools import pairwise

import pytest
from django.conf import settings

from bcf.boards.models import Source
from bcf.boards.reference import Database, reference_files
from bcf.editions.loader import dump, load
from bcf.editions.loader.merge import Outcome
from bcf.editions.models import (
    Allocation,
    Choice,
    Collection,
    Condition,
    Edition,
    KeyDate,
    NationalTotal,
    Question,
    RuleSetting,
    Section,
)
from metrics.models import EditionMetric
from schemes.models import FundingSource, RequiredMinimum, SchemeType, SubType

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]

FOLDER = settings.FIXTURES / "reference"
EDITIONS = ["2019-20", "2023-25"]
PLANS = ["2019-20-plan", "2023-25-plan"]


def labels(plan, section):
    questions = Question.objects.filter(
        section__collection__code=plan, section__key=section, in_workbook=True
    )
    return list(questions.order_by("position").values_list("label", flat=True))


def test_a_second_load_and_a_dump_find_nothing_to_do():
    assert {outcome for outcome, n in load(FOLDER).total.items() if n} == {Outcome.SAME}
    assert dump(FOLDER, check=True) == ([], [])


def test_every_row_says_where_it_was_read():
    database, codes = Database(), set(Source.objects.values_list("code", flat=True))
    for file in reference_files():
        for key, cells in database.rows(file).items():
            if "source" in cells:
                cited = {words.split()[0] for words in cells["source"].split("; ") if words}
                assert cited, (file.name, key)
                assert cited <= codes, (file.name, key)


def test_no_file_holds_an_address_or_a_telephone_number_of_a_person():
    for path in FOLDER.rglob("*.csv"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"[\w.]+@[\w.]+", text), path
        assert not re.search(r"\b0\d{3,4} ?\d{6}\b", text), path


@pytest.mark.parametrize("plan", PLANS)
def test_the_sections_of_a_plan(plan):
    sections = Section.objects.filter(collection__code=plan).exclude(key="narrative")
    assert list(sections.values_list("key", "kind", "sheet"))[:3] == [
        ("cover", "bcf.answers.sections.Questions", "2. Cover"),
        ("income", "schemes.sections.Income", "5. Income"),
        ("expenditure", "schemes.sections.Expenditure", "6. Expenditure"),
    ]


def test_since_2022_no_narrative_is_part_of_a_workbook_or_has_to_be_complete():
    narratives = Section.objects.filter(key="narrative").exclude(collection__code="2019-20-plan")
    plans = {"2022-23-plan", "2023-25-plan", "2025-26-plan", "2026-27-plan"}
    assert {narrative.collection.code for narrative in narratives} == plans
    for narrative in narratives:
        assert narrative.sheet == ""
        assert not narrative.questions.filter(in_workbook=True).exists()
        assert not narrative.questions.exclude(need="never").exists()


def test_the_narrative_of_2023_travels_beside_the_workbook():
    narrative = Section.objects.get(collection__code="2023-25-plan", key="narrative")
    assert narrative.sheet == ""
    questions = narrative.questions.all()
    assert not questions.filter(in_workbook=True).exists()
    assert not questions.exclude(need="never").exists()
    groups = dict.fromkeys(question.group for question in questions)
    assert [group.partition(".")[0] for group in groups] == [str(n) for n in range(1, 12)]
    assert all("not assured" in q.hint for q in questions.filter(group__contains="not assured"))


def test_the_narrative_of_2019_is_a_sheet_of_the_workbook_and_has_to_be_complete():
    narrative = Section.objects.get(collection__code="2019-20-plan", key="narrative")
    assert narrative.sheet == "4. Strategic Narrative"
    assert [question.label.split()[0] for question in narrative.questions.all()] == [
        *("A.", "B1", "B2", "C"),
    ]
    assert not narrative.questions.exclude(need="always", rule="R-NAR-001").exists()
    assert not narrative.questions.exclude(in_workbook=True).exists()


def test_a_condition_names_a_question_of_its_section_and_choices_of_it():
    keys = defaultdict(dict)
    for question in Question.objects.all():
        keys[question.section_id][question.key] = question
    for condition in Condition.objects.select_related("question__section__collection"):
        on = keys[condition.question.section_id].get(condition.on)
        assert on, condition
        for value in filter(None, condition.values.split("|")):
            edition = condition.question.section.collection.edition_id
            typed = SchemeType.objects.filter(edition=edition, key=value)
            listed = Choice.objects.filter(edition=edition, list=on.choices, key=value)
            assert (typed if on.choices == "scheme_type" else listed).exists(), condition


def test_a_question_with_choices_names_a_list_that_is_there():
    typed = {"scheme_type", "sub_type", "funding_source", "contributor"}
    for question in Question.objects.exclude(choices="").select_related("section__collection"):
        listed = Choice.objects.filter(
            edition=question.section.collection.edition_id, list=question.choices
        )
        names_rows = question.field == "label" and question.choices == question.section.key
        assert names_rows or question.choices in typed or listed.exists(), question
    for question in Question.objects.exclude(follows=""):
        assert Question.objects.filter(section=question.section, key=question.follows).exists()


def test_a_rule_that_a_question_names_is_applied_by_its_edition():
    for question in Question.objects.exclude(rule="").select_related("section__collection"):
        edition = question.section.collection.edition_id
        assert RuleSetting.objects.filter(edition=edition, rule=question.rule).exists(), question


def test_the_columns_of_expenditure_in_the_order_of_the_workbook():
    first = ["Scheme ID", "Scheme Name", "Brief Description of Scheme", "Scheme Type", "Sub Types"]
    assert labels("2019-20-plan", "expenditure") == [
        *first,
        "Please specify if 'Scheme Type' is 'Other'",
        "Planned Output Unit",
        "Planned Output Estimate",
        "NEA Impact",
        "DTOC Impact",
        "RES Impact",
        "REA Impact",
        "Area of Spend",
        "Please specify if 'Area of Spend' is 'other'",
        "Commissioner",
        "% NHS (if Joint Commissioner)",
        "% LA (if Joint Commissioner)",
        "Provider",
        "Source of Funding",
        "Expenditure (£)",
        "New/ Existing Scheme",
    ]
    assert labels("2022-23-plan", "expenditure") == [
        *first,
        "Please specify if 'Scheme Type' is 'Other'",
        "Area of Spend",
        "Please specify if 'Area of Spend' is 'other'",
        "Commissioner",
        "% NHS (if Joint Commissioner)",
        "% LA (if Joint Commissioner)",
        "Provider",
        "Source of Funding",
        "Expenditure (£)",
        "New/ Existing Scheme",
    ]
    assert labels("2023-25-plan", "expenditure") == [
        *first,
        "Please specify if 'Scheme Type' is 'Other'",
        "Expected outputs 2023-24",
        "Expected outputs 2024-25",
        "Units",
        "Area of Spend",
        "Please specify if 'Area of Spend' is 'other'",
        "Commissioner",
        "% NHS (if Joint Commissioner)",
        "% LA (if Joint Commissioner)",
        "Provider",
        "Source of Funding",
        "New/ Existing Scheme",
        "Expenditure 23/24 (£)",
        "Expenditure 24/25 (£)",
        "% of Overall Spend (Average)",
    ]
    assert labels("2025-26-plan", "expenditure") == [
        "Scheme ID",
        "Activity",
        "Description of Scheme",
        "Primary Objective",
        "Area of Spend",
        "Provider",
        "Source of Funding",
        "Expenditure for 2025-26 (£)",
        "Comments (optional)",
    ]
    assert len(labels("2026-27-plan", "expenditure")) == len(labels("2025-26-plan", "expenditure"))


def test_the_update_asks_for_the_second_year_alone():
    update = set(labels("2024-25-update", "expenditure"))
    plan = set(labels("2023-25-plan", "expenditure"))
    assert update - plan == {
        "Previously entered Outputs for 2024-25",
        "Previously entered Expenditure for 2024-25 (£)",
        "Updated Outputs for 2024-25",
        "Updated Expenditure for 2024-25 (£)",
        "Do you wish to update?",
        "Comments if updated e.g. reason for the changes made",
    }
    assert not [label for label in update if "23/24" in label or "2023-24" in label]


def test_what_amends_a_plan_and_what_it_does_to_it():
    amending = Collection.objects.exclude(amends=None)
    assert set(amending.values_list("code", "amends__code", "effect", "due")) == {
        ("2022-23-discharge", "2022-23-plan", "adds", datetime.date(2022, 12, 16)),
        ("2024-25-update", "2023-25-plan", "replaces", datetime.date(2024, 6, 10)),
    }


@pytest.mark.parametrize(
    ("collection", "published"),
    [
        (
            "2019-20-plan",
            {
                "min_nhs": "at_least",
                "dfg": "exact",
                "ibcf": "exact",
                "winter": "exact",
                "add_la": "none",
                "add_nhs": "none",
            },
        ),
        (
            "2022-23-plan",
            {
                "min_nhs": "at_least",
                "dfg": "exact",
                "ibcf": "exact",
                "add_la": "none",
                "add_nhs": "none",
            },
        ),
        ("2022-23-discharge", {"disch_la": "exact", "disch_icb": "none"}),
        (
            "2025-26-plan",
            {
                "dfg": "exact",
                "min_nhs": "at_least",
                "labcg": "exact",
                "add_la": "none",
                "add_nhs": "none",
            },
        ),
        (
            "2023-25-plan",
            {
                "dfg": "exact",
                "min_nhs": "at_least",
                "ibcf": "exact",
                "add_la": "none",
                "add_nhs": "none",
                "disch_la": "exact",
                "disch_icb": "none",
            },
        ),
    ],
)
def test_the_sources_of_funding_and_what_a_published_sum_demands(collection, published):
    asked = Collection.objects.get(code=collection)
    sources = FundingSource.objects.asked_by(asked)
    assert list(sources.values_list("key", "published")) == list(published.items())


@pytest.mark.parametrize(
    ("collection", "keys"),
    [
        ("2019-20-plan", {"asc_min", "nhs_ooh"}),
        ("2022-23-plan", {"asc_min", "nhs_ooh"}),
        ("2022-23-discharge", set()),
        ("2023-25-plan", {"asc_min", "nhs_ooh"}),
        ("2024-25-update", {"asc_min", "nhs_ooh"}),
        ("2025-26-plan", {"asc_min"}),
        ("2026-27-plan", {"asc_min"}),
    ],
)
def test_the_required_minimums(collection, keys):
    minimums = RequiredMinimum.objects.asked_by(Collection.objects.get(code=collection))
    assert set(minimums.values_list("key", flat=True)) == keys


def test_units_follow_type_and_sub_type_in_2023_25():
    home_care = SchemeType.objects.get(edition__code="2023-25", key="home-care-or-domiciliary-care")
    assert home_care.unit.key == "hours-of-care"
    units = {
        sub_type.key: sub_type.unit.key
        for sub_type in SubType.objects.filter(scheme_type__edition__code="2023-25")
        if sub_type.unit
    }
    assert units == {"short-term-domiciliary-care-without-reablement-input": "packages"}
    asking = SchemeType.objects.filter(edition__code="2023-25", asks_outputs=True)
    assert asking.count() == 8
    assert not asking.filter(unit=None).exists()


def test_the_person_chooses_the_unit_in_2019_20():
    asking = SchemeType.objects.filter(edition__code="2019-20", asks_outputs=True)
    assert set(asking.values_list("number", flat=True)) == {8, 11, 15}
    assert set(asking.values_list("unit", flat=True)) == {None}


def test_every_list_of_types_ends_with_other():
    for plan in Collection.objects.filter(kind="plan"):
        last = SchemeType.objects.asked_by(plan).last()
        assert (last.key, last.label) == ("other", "Other"), plan


def test_a_rule_nobody_confirmed_only_warns():
    for setting in RuleSetting.objects.all():
        assert setting.standing[0].upper() == setting.rule_standing, setting
        if setting.rule_standing == "U":
            assert setting.effective_severity == "warning"


@pytest.mark.parametrize(
    ("only", "rules"),
    [
        (
            "2019-20",
            {"R-EXP-011", "R-EXP-019", "R-HIC-001", "R-MET-003", "R-MET-004", "R-MET-009"}
            | {"R-NAR-001", "R-NAR-002"},
        ),
        (
            "2023-25",
            {"R-COV-009", "R-COV-011", "R-INC-003", "R-INC-008"}
            | {"R-EXP-010", "R-EXP-015", "R-EXP-020", "R-EXP-024", "R-NAR-003", "R-CHK-009"}
            | {"R-MET-002", "R-CAP-001", "R-CAP-002", "R-CAP-003", "R-CAP-004"}
            | {"R-CAP-005"},
        ),
    ],
)
def test_the_rules_of_one_edition_alone(only, rules):
    (other,) = set(EDITIONS) - {only}
    named = {
        edition: set(
            RuleSetting.objects.filter(edition__code=edition).values_list("rule", flat=True)
        )
        for edition in EDITIONS
    }
    assert named[only] - named[other] == rules


def test_the_social_care_minimum_of_bcp_is_the_printed_one():
    minimum = Allocation.objects.get(board__code="E06000058", fund="asc_min", year="2019-20")
    assert minimum.contributor is None
    assert (minimum.amount, minimum.previous_amount) == (Decimal(10_919_000), Decimal(10_437_000))
    assert minimum.uplift_percent == Decimal("4.6")


@pytest.mark.parametrize("year", ["2023-24", "2024-25"])
def test_the_ibcf_of_bcp_is_the_published_one(year):
    allocation = Allocation.objects.in_force().get(board__code="E06000058", fund="ibcf", year=year)
    assert allocation.amount == Decimal(13_438_749)
    assert allocation.contributor.code == "E06000058"


def test_a_later_figure_is_in_force_and_the_earlier_one_stays():
    of_bristol = Allocation.objects.filter(board__code="E06000023", fund="dfg", year="2024-25")
    assert of_bristol.count() == 2
    assert of_bristol.in_force().get().amount == Decimal(3_848_548 + 529_560)


@pytest.mark.parametrize(
    ("edition", "metrics"),
    [
        ("2017-19", ["NEA", "RES", "REA", "DTOC"]),
        ("2019-20", ["NEA", "DTOC", "RES", "REA"]),
        ("2020-21", []),
        ("2021-22", ["AVOID", "LOS", "DTUPR", "RES", "REA"]),
        ("2022-23", ["AVOID", "DTUPR", "RES", "REA"]),
        ("2023-25", ["AVOID", "FALLS", "DTUPR", "RES", "REA"]),
        ("2025-26", ["EA65", "DELAY", "RES"]),
        ("2026-27", ["EA65", "DELAY", "RES"]),
    ],
)
def test_the_metrics_of_each_edition(edition, metrics):
    planned = EditionMetric.objects.filter(edition__code=edition).order_by("position")
    assert list(planned.values_list("metric__code", flat=True)) == metrics


def test_editions_follow_each_other_without_a_gap():
    years = list(Edition.objects.order_by("starts").values_list("starts", "ends"))
    assert len(years) == 8
    for (_, ends), (starts, _) in pairwise(years):
        assert starts - ends == datetime.timedelta(1)


def test_the_shell_of_2026_27_confirms_only_what_was_read():
    """Its dates, its years, and lists that are the same in every edition."""
    confirmed = [
        *KeyDate.objects.filter(edition__code="2026-27").values_list("key", "standing"),
        *Choice.objects.filter(edition__code="2026-27", list="yes_no").values_list(
            "key", "standing"
        ),
    ]
    assert confirmed == [
        ("framework-published", "confirmed"),
        ("icbs-change", "confirmed"),
        ("yes", "confirmed"),
        ("no", "confirmed"),
    ]
    plan = Collection.objects.get(code="2026-27-plan")
    assert (plan.due, plan.standing) == (None, "unconfirmed")
    taken_over = [
        *Choice.objects.filter(edition=plan.edition).exclude(list="yes_no"),
        *FundingSource.objects.filter(edition=plan.edition),
        *RequiredMinimum.objects.filter(edition=plan.edition),
        *SchemeType.objects.filter(edition=plan.edition),
        *EditionMetric.objects.filter(edition=plan.edition),
        *RuleSetting.objects.filter(edition=plan.edition).exclude(source="OWN"),
        *Section.objects.filter(collection=plan),
        *Question.objects.filter(section__collection=plan).exclude(source="OWN"),
    ]
    assert {(row.standing, "PREV" in row.source) for row in taken_over} == {("unconfirmed", True)}
    assert all("Taken over from 2025-26." in row.note for row in taken_over)


def test_no_rule_of_2026_27_stops_a_plan():
    rules = RuleSetting.objects.filter(edition__code="2026-27")
    assert {rule.effective_severity for rule in rules} == {"warning"}
    of_2025 = RuleSetting.objects.filter(edition__code="2025-26").values_list("rule", flat=True)
    assert set(rules.values_list("rule", flat=True)) == set(of_2025)


def test_no_rule_of_2025_26_speaks_of_what_it_does_not_ask():
    """No scheme names, sub types, outputs, commissioners or discharge money."""
    rules = RuleSetting.objects.filter(edition__code="2025-26").values_list("rule", flat=True)
    gone = {f"R-EXP-{number:03}" for number in (*range(4, 12), 14, 15, 18, 19, 20, 24)}
    assert not {*gone, "R-INC-003", "R-INC-008", "R-MIN-003", "R-MIN-004"} & set(rules)
    assert len(rules) == 39


@pytest.mark.parametrize(("fund", "millions"), [("min_nhs", 5_614), ("labcg", 2_640), ("dfg", 711)])
def test_the_national_totals_of_2025_26(fund, millions):
    total = NationalTotal.objects.get(fund=fund, year="2025-26")
    assert (total.amount, total.standing) == (millions * 1_000_000, "confirmed")
    listed = Allocation.objects.filter(fund=fund, year="2025-26", board__fictional=False)
    assert sum(allocation.amount for allocation in listed) < total.amount


def test_the_better_care_grant_rose_alike_for_every_authority():
    """By the same part as the national total: the lists of the two years were read aright."""
    this = Allocation.objects.filter(fund="labcg", year="2025-26", board__fictional=False)
    ibcf = Allocation.objects.filter(fund="ibcf", year="2024-25")
    before = dict(ibcf.values_list("board", "amount"))
    rises = {round(grant.amount / before[grant.board_id], 4) for grant in this}
    assert this.count() == 10
    assert rises == {Decimal("1.2337")}
