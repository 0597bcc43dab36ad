"""The reference files of what each edition asks, and of the published sums."""

from django.conf import settings
from django.utils.module_loading import import_string

from bcf.boards.reference import ReferenceFile

from .models import (
    Allocation,
    AskedApproval,
    Choice,
    Collection,
    CollectionYear,
    Condition,
    Edition,
    Guidance,
    KeyDate,
    NationalTotal,
    Question,
    RuleSetting,
    Section,
    SectionRow,
)


def known_section(kind: str) -> str:
    """What is wrong with the kind of a section, or nothing."""
    return "" if kind in settings.BCF_SECTIONS else f"{kind} is not a kind of section."


def known_rule(rule: str) -> str:
    """What is wrong with the id of a rule, or nothing. The rules lie above: asked for late."""
    known = import_string("bcf.checks.registry.known_rules")()
    return "" if rule in known or not known else f"{rule} is not a rule that is checked."


def known_page(page: str) -> str:
    """What is wrong with the page that helps with a question, or nothing."""
    known = not page or page in settings.BCF_HELP_PAGES
    return "" if known else f"{page} is not a page that helps with questions."


REFERENCE_FILES = [
    ReferenceFile(Edition, "editions.csv", editable=("title",)),
    ReferenceFile(
        Collection,
        "collections.csv",
        editable=("title", "workbook_title", "due"),
        edition="edition__code",
    ),
    ReferenceFile(CollectionYear, "collection_years.csv", edition="collection__edition__code"),
    ReferenceFile(AskedApproval, "approvals.csv", edition="collection__edition__code"),
    ReferenceFile(KeyDate, "key_dates.csv", editable=("event", "date"), edition="edition__code"),
    ReferenceFile(
        Section,
        "sections.csv",
        editable=("title", "group", "sheet", "row_noun"),
        edition="collection__edition__code",
        checks={"kind": known_section},
    ),
    ReferenceFile(
        SectionRow,
        "section_rows.csv",
        editable=("label", "group", "hint"),
        edition="section__collection__edition__code",
    ),
    ReferenceFile(
        Question,
        "questions.csv",
        editable=("label", "short_label", "group", "max_length", "hint"),
        edition="section__collection__edition__code",
        checks={"rule": known_rule},
    ),
    ReferenceFile(
        Guidance,
        "guidance.csv",
        editable=("why", "good"),
        edition="question__section__collection__edition__code",
        checks={"page": known_page},
    ),
    ReferenceFile(
        Condition, "conditions.csv", edition="question__section__collection__edition__code"
    ),
    ReferenceFile(Choice, "choices.csv", editable=("label", "active"), edition="edition__code"),
    ReferenceFile(
        RuleSetting,
        "rule_settings.csv",
        editable=("title", "severity", "rule_standing", "parameters"),
        edition="edition__code",
        checks={"rule": known_rule},
    ),
    ReferenceFile(
        Allocation,
        "allocations.csv",
        editable=("amount", "previous_amount", "uplift_percent"),
    ),
    ReferenceFile(NationalTotal, "national_totals.csv", editable=("amount",)),
]
