"""What an edition asks is read once, kept, and read again when it changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection, transaction

from bcf.answers.sections import FixedRows
from bcf.editions.models import Choice, Collection, Condition, Question, Section
from bcf.submissions.models import Version
from bcf.submissions.sections import (
    SectionKind,
    section_kinds,
    section_of,
    sections_of,
    sections_of_kind,
)
from bcf.tables import LONGEST_TEXT, Kind, When
from schemes.models import FundingSource, SchemeType, SubType
from schemes.sections import Expenditure
from tests.factories import TWO_YEARS, again, plan, section, statements


@pytest.fixture
def collection(editions: None) -> Collection:
    return asked()


def asked() -> Collection:
    """The collection as another request would load it."""
    return Collection.objects.select_related("edition").get(code=TWO_YEARS)


def expenditure() -> SectionKind:
    return section_of(asked(), "expenditure")


class TestSections:
    def test_stand_in_the_edition_s_order(self, collection: Collection) -> None:
        keys = [kind.key for kind in sections_of(collection)]
        money = ["cover", "income", "expenditure"]
        answered = ["conditions", "section-75", "risks"]
        figures = ["metrics", "ambitions", "hospital-discharge", "community"]
        assert keys == [*money, *answered, *figures, "narrative"]

    def test_are_named_by_the_settings(self) -> None:
        kinds = section_kinds()
        assert list(kinds) == settings.BCF_SECTIONS
        assert all(issubclass(kind, SectionKind) for kind in kinds.values())

    def test_that_a_collection_lacks_are_not_found(self, collection: Collection) -> None:
        with pytest.raises(KeyError):
            section_of(collection, "hicm")
        with pytest.raises(KeyError):
            expenditure().column("metrics")

    def test_of_a_kind_are_those_of_its_class_and_of_classes_made_from_it(
        self, collection: Collection
    ) -> None:
        assert [each.key for each in sections_of_kind(collection, Expenditure)] == ["expenditure"]
        figured = ["conditions", "metrics", "ambitions", "hospital-discharge", "community"]
        fixed = sections_of_kind(collection, FixedRows)
        assert [each.key for each in fixed if not each.is_page] == figured

    def test_know_their_years_in_order(self, collection: Collection) -> None:
        assert expenditure().years == ("2023-24", "2024-25")

    def test_are_read_once(self, collection: Collection) -> None:
        first = sections_of(collection)
        assert statements(lambda: sections_of(collection)) == []
        assert sections_of(asked()) is first


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


CHANGES: dict[str, Callable[[], object]] = {
    "question": lambda: Question.objects.update(hint="New words"),
    "condition": lambda: Condition.objects.all().delete(),
    "choice": lambda: Choice.objects.update(active=False),
    "section": lambda: Section.objects.update(title="New words"),
    "source": lambda: FundingSource.objects.update(label="New words"),
    "scheme type": lambda: SchemeType.objects.update(label="New words"),
    "sub type": lambda: SubType.objects.update(label="New words"),
    "plain SQL": lambda: sql("UPDATE editions_question SET hint = 'New words'"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_the_edition_is_seen_by_the_next_request(
    collection: Collection, change: str
) -> None:
    before = sections_of(collection)
    CHANGES[change]()
    assert sections_of(asked()) is not before


def test_a_change_that_was_rolled_back_is_forgotten(collection: Collection) -> None:
    """Another change after it must not be taken for it."""
    with transaction.atomic():
        Question.objects.update(hint="Never said")
        assert expenditure().columns[0].hint == "Never said"
        transaction.set_rollback(True)
    assert expenditure().columns[0].hint != "Never said"
    Question.objects.update(hint="Said")
    assert expenditure().columns[0].hint == "Said"


class TestAColumn:
    def test_is_what_its_question_says(self, collection: Collection) -> None:
        column = expenditure().column("nhs_share")
        assert (column.kind, column.field, column.year, column.need) == (
            Kind.PERCENT,
            "nhs_share",
            "",
            "asked",
        )
        assert column.conditions == (When("commissioner", "eq", ("joint",)),)
        amount = expenditure().column("amount_2024-25")
        assert (amount.kind, amount.field, amount.year) == (Kind.MONEY, "amount", "2024-25")

    def test_takes_as_much_text_as_its_question_allows(self, collection: Collection) -> None:
        assert expenditure().column("description").max_length == 2000
        Question.objects.filter(key="description").update(max_length=None)
        assert expenditure().column("description").max_length == LONGEST_TEXT
        Question.objects.filter(key="scheme_name").update(max_length=50)
        assert expenditure().column("scheme_name").max_length == 50

    def test_offers_what_is_active(self, collection: Collection) -> None:
        Choice.objects.filter(list="area_of_spend").exclude(key="acute").update(active=False)
        assert [o.key for o in expenditure().column("area_of_spend").options] == ["acute"]

    def test_offers_lists_of_its_own_edition(self, collection: Collection) -> None:
        other = Choice.objects.exclude(edition=collection.edition).first()
        assert other is not None
        other.pk, other.key, other.list = None, "only-there", "area_of_spend"
        other.save()
        keys = {option.key for option in expenditure().column("area_of_spend").options}
        assert "only-there" not in keys


def test_tables_of_many_versions_stand_by_version(collection: Collection) -> None:
    one, other = plan(), plan("X99000002")
    tables = section(one, "income").tables([one, other])
    assert tables.keys() == {one.pk, other.pk}
    assert len(tables[one.pk]) > len(tables[other.pk]) > 0
    rows = section(one, "income").queryset(Version.objects.filter(pk=one.pk))
    assert {row.version_id for row in rows} == {one.pk}
    assert section(again(one), "income").last_position(one) == len(tables[one.pk])
