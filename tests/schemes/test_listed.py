"""Entries of an edition's lists that one collection alone asks for."""

import pytest

from bcf.editions.models import Collection
from bcf.submissions.sections import section_of
from schemes.models import FundingSource, RequiredMinimum, SchemeType
from schemes.totals import frame_of
from tests.factories import TWO_YEARS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]


@pytest.fixture
def other():
    """Another collection of the edition, to which one entry of each list is given."""
    plan = Collection.objects.get(code=TWO_YEARS)
    other = Collection.objects.create(
        code="other", edition=plan.edition, kind="update", amends=plan, effect="adds"
    )
    FundingSource.objects.filter(edition=plan.edition, key="disch_icb").update(collection=other)
    RequiredMinimum.objects.filter(edition=plan.edition, key="nhs_ooh").update(collection=other)
    carers = SchemeType.objects.filter(edition=plan.edition, key="carers-services")
    carers.update(collection=other)
    return other


def test_an_entry_of_another_collection_is_not_asked(other):
    plan = Collection.objects.select_related("edition").get(code=TWO_YEARS)
    frame, lines = frame_of(plan), section_of(plan, "expenditure")
    assert "disch_icb" not in [source.key for source in frame.sources]
    assert [minimum.key for minimum in frame.minimums] == ["asc_min"]
    assert "disch_icb" not in lines.sources
    assert "carers-services" not in lines.scheme_types
    assert not [key for key in lines.sub_types if key.startswith("carers-services")]
    options = {option.key for option in lines.column("scheme_type").options}
    assert options == set(lines.scheme_types)


def test_its_own_collection_has_it_and_what_all_ask(other):
    sources = FundingSource.objects.asked_by(other).values_list("key", flat=True)
    assert {"disch_icb", "dfg"} <= set(sources)
