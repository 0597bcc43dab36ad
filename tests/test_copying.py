"""Rows laid in with COPY are the rows that were given, and are told in the history."""

import pytest
from django.db import IntegrityError

from bcf.boards.models import Source
from bcf.copying import Copier
from bcf.editions.models import NationalTotal
from bcf.submissions.lifecycle import freeze
from bcf.submissions.proposals import recorded
from schemes.models import FundingLine, Scheme
from tests.factories import plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]


def test_text_comes_back_as_it_was() -> None:
    title = "A tab\t, a line\nand \\N, \\t, £ and “quotes”\r"
    copier = Copier(2)
    pk = copier.add_parent(Source, code="C1", title=title, address="")
    copier.copy()

    source = Source.objects.get(pk=pk)
    assert (source.code, source.title, source.address) == ("C1", title, "")


def test_ids_stay_clear_of_rows_made_before_and_after() -> None:
    before = Source.objects.create(code="C1", title="Before")
    copier = Copier(2)
    copied = [
        copier.add_parent(Source, code=f"C{n}", title="Copied", address="") for n in (2, 3, 4)
    ]
    after = Source.objects.create(code="C5", title="After")
    copier.copy()

    assert len({before.pk, *copied, after.pk}) == 5
    assert copier.counts == {Source: 3}


def test_what_was_copied_is_not_copied_again() -> None:
    copier = Copier(2)
    copier.add(Source, code="C1", title="", address="")
    copier.copy()
    copier.add(Source, code="C2", title="", address="")
    copier.copy()

    assert Source.objects.filter(code__in=["C1", "C2"]).count() == 2


def test_each_row_is_copied_under_its_own_columns() -> None:
    copier = Copier(2)
    copier.add(Source, code="C1", title="First", address="")
    copier.add(Source, title="Second", address="", code="C2")
    pk = copier.add_parent(Source, code="C3", title="Third", address="")
    copier.copy()

    titles = Source.objects.filter(code__in=["C1", "C2", "C3"]).values_list("title", flat=True)
    assert sorted(titles) == ["First", "Second", "Third"]
    assert Source.objects.get(pk=pk).title == "Third"


def test_each_copied_row_has_an_event_that_says_why() -> None:
    copier = Copier(2)
    with recorded(by=None, what="Copied for a test"):
        NationalTotal.objects.create(fund="dfg", year="1999-00", amount=1)
        pk = copier.add_parent(Source, code="C1", title="", address="")
        copier.copy()

    event = Source.pgh_event_model.objects.get(pgh_obj_id=pk)  # type: ignore[attr-defined]
    assert (event.pgh_label, event.pgh_context["what"]) == ("insert", "Copied for a test")


def test_a_frozen_version_takes_no_copied_row() -> None:
    version = plan()
    line = FundingLine.objects.filter(version=version).first()
    assert line is not None
    freeze(version, by=None, reason="Sent")
    copier = Copier(2)
    row = {"version_id": version.pk, "uid": line.uid, "lineage": line.uid}
    copier.add(Scheme, **row, position=1, revision=1, code="1", name="Late")

    with pytest.raises(IntegrityError, match="The version is frozen"):
        copier.copy()
