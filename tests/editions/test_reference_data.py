"""The project's own reference files: that they hang together, and a few facts in them."""

import re
from collections import defaultdict
from decimal import Decimal

import pytest
from django.conf import settings

from bcf.boards.models import Source
from bcf.boards.reference import Database, reference_files
from bcf.editions.loader import dump, load
from bcf.editions.loader.merge import Outcome
from bcf.editions.models import Allocation, Choice, Condition, Question, RuleSetting, Section
from schemes.models import FundingSource, RequiredMinimum, SchemeType, SubType

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

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
    sections = Section.objects.filter(collection__code=plan)
    assert list(sections.values_list("key", "kind", "sheet"))[:3] == [
        ("cover", "bcf.answers.sections.Questions", "2. Cover"),
        ("income", "schemes.sections.Income", "5. Income"),
        ("expenditure", "schemes.sections.Expenditure", "6. Expenditure"),
    ]


def test_the_narrative_of_2023_travels_beside_the_workbook():
    narrative = Section.objects.get(collection__code="2023-25-plan", key="narrative")
    assert narrative.sheet == ""
    questions = narrative.questions.all()
    assert not questions.filter(in_workbook=True).exists()
    assert not questions.exclude(need="never").exists()
    groups = dict.fromkeys(question.group for question in questions)
    assert [group.partition(".")[0] for group in groups] == [str(n) for n in range(1, 12)]
    assert all("not assured" in q.hint for q in questions.filter(group__contains="not assured"))


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
        assert question.choices in typed or listed.exists(), question
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


@pytest.mark.parametrize(
    ("edition", "published"),
    [
        (
            "2019-20",
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
            "2023-25",
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
def test_the_sources_of_funding_and_what_a_published_sum_demands(edition, published):
    sources = FundingSource.objects.filter(edition__code=edition)
    assert list(sources.values_list("key", "published")) == list(published.items())
    minimums = RequiredMinimum.objects.filter(edition__code=edition)
    assert set(minimums.values_list("key", flat=True)) == {"asc_min", "nhs_ooh"}


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


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_list_of_types_ends_with_other(edition):
    last = SchemeType.objects.filter(edition__code=edition).last()
    assert (last.key, last.label) == ("other", "Other")


def test_a_rule_nobody_confirmed_only_warns():
    for setting in RuleSetting.objects.all():
        assert setting.standing[0].upper() == setting.rule_standing, setting
        if setting.rule_standing == "U":
            assert setting.effective_severity == "warning"


@pytest.mark.parametrize(
    ("only", "rules"),
    [
        ("2019-20", {"R-EXP-011", "R-EXP-019"}),
        (
            "2023-25",
            {"R-INC-003", "R-INC-008", "R-EXP-010", "R-EXP-015", "R-EXP-020", "R-EXP-024"},
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
