"""Every constraint that the database holds is broken once, and holds."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from bcf.approvals.acts import approve, fingerprint, withdraw, words
from bcf.documents.models import Attachment
from bcf.documents.store import attach
from bcf.editions.models import Allocation
from bcf.imports.models import Upload
from bcf.people.models import User
from bcf.submissions.assigning import assign
from bcf.submissions.models import Change, Version
from bcf.submissions.presence import tell
from bcf.workbooks.models import OfficialFile
from tests.official.rows import with_a_map
from tests.submissions.content_models import our_models

Model = type[models.Model]

#: What breaks each check, in a row that is sound otherwise.
BREAKS: dict[str, list[dict[str, object]]] = {
    "organisation_period": [{"active_to": "1066-10-14"}],
    "board_period": [{"active_to": "1066-10-14"}],
    "board_link_period": [{"active_to": "1066-10-14"}],
    "reporting_member_period": [{"active_to": "1066-10-14"}],
    "membership_period": [{"active_to": "1066-10-14"}],
    "collection_amends_or_stands": [
        {"effect": "adds", "amends_id": None},
        {"effect": "base", "amends_id": 1},
    ],
    "allocation_not_negative": [{"amount": "-0.01"}],
    "frozen_version_has_digest": [
        {"frozen_at": None, "digest": "x"},
        {"frozen_at": "2023-06-28T12:00:00Z", "digest": ""},
    ],
    "answer_has_one_value": [
        {"text": None, "number": None, "date": None, "choice_id": None},
        {"text": "x", "number": 1},
    ],
    "official_file_put_in_use_by_somebody": [
        {"used_since": "2023-06-28T12:00:00Z", "put_in_use_by_id": None},
        {"used_since": None, "put_in_use_by_id": 1},
    ],
    "official_file_seen_by_two": [
        {"used_since": "2023-06-28T12:00:00Z", "uploaded_by_id": 1, "put_in_use_by_id": 1}
    ],
    "attachment_withdrawn_when": [{"withdrawn_at": None, "withdrawn_by_id": 1}],
    "approval_has_digest": [{"digest": ""}, {"digest": "x" * 64}],
    "withdrawal_says_why": [{"reason": ""}],
    "funding_year_not_negative": [{"amount": "-0.01"}],
    "nhs_share_is_a_percentage": [{"nhs_share": "-0.01"}, {"nhs_share": "100.01"}],
    "line_year_amount_not_negative": [{"amount": "-0.01"}],
    "line_year_output_not_negative": [{"output": "-0.01"}],
}


def checks() -> dict[str, Model]:
    return {
        constraint.name: model
        for model in our_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    }


def uniques(model: Model) -> dict[str, tuple[str, ...]]:
    """The columns of everything that is unique, by name; a single field by its own."""
    named = {
        constraint.name: tuple(model._meta.get_field(f).column for f in constraint.fields)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and not constraint.condition
    }
    single = {f.name: (f.column,) for f in model._meta.fields if f.unique and not f.primary_key}
    return {name: columns for name, columns in named.items() if columns} | single


def fresh(field: models.Field[Any, Any]) -> object:
    """A value that no row has."""
    if isinstance(field, models.UUIDField):
        return str(uuid.uuid4())
    if isinstance(field, models.ForeignKey | models.IntegerField):
        return 30_000
    if isinstance(field, models.DateField):
        return "2099-01-01"
    return "new"


def copied(model: Model, changes: dict[str, object]) -> None:
    """A row beside the first one of the model, the same but for these columns."""
    table = model._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} SELECT (jsonb_populate_record(x, %s::jsonb)).*"
            f" FROM {table} x ORDER BY x.id LIMIT 1",
            [json.dumps({"id": -1, **changes})],
        )
        assert cursor.rowcount == 1, f"{model._meta.label} has no row to copy"


def refused_by(model: Model, changes: dict[str, object]) -> str:
    """The constraint that refuses the row."""
    with pytest.raises(IntegrityError) as refused:
        copied(model, changes)
    cause: Any = refused.value.__cause__
    return cause.diag.constraint_name


def apart(model: Model, columns: tuple[str, ...]) -> dict[str, object]:
    """Changes that leave a copy equal in these columns, and in no other unique ones."""
    fields = {field.column: field for field in model._meta.fields}
    changes: dict[str, object] = {}
    for others in uniques(model).values():
        if others != columns and not set(others) & changes.keys():
            differing = next(column for column in others if column not in columns)
            changes[differing] = fresh(fields[differing])
    return changes


def test_every_check_has_a_way_to_break_it() -> None:
    """A new check without its entry fails here."""
    assert checks().keys() == BREAKS.keys()


@pytest.fixture
def rows(examples: None) -> None:
    """The examples, and rows of what they have none of."""
    version = Version.objects.select_related("submission").earliest("pk")
    somebody = User.objects.earliest("pk")
    tell(version, somebody, "cover", None)
    assign(version.submission, {"cover": somebody.pk}, by=None)
    word = words([version])[version.pk][0]
    seen = fingerprint(version, word.capacity.matter)
    withdraw(approve(version, word.capacity, seen=seen, by=somebody), reason="x", by=somebody)
    with_a_map(version)
    attach(version, "letter.txt", "letter", b"A letter", by=None)
    Upload.keep(version.submission, "plan.xlsx", b"x", None)


def test_every_check_holds(rows: None) -> None:
    for name, model in checks().items():
        for changes in BREAKS[name]:
            assert refused_by(model, changes) == name


def test_everything_unique_is_there_once(rows: None) -> None:
    first, second = Change.objects.order_by("pk")[:2]
    Change.objects.filter(pk=first.pk).update(undone_by=second)
    tried = 0
    for model in our_models():
        for name, columns in uniques(model).items():
            constraint = refused_by(model, apart(model, columns))
            assert name in constraint, f"{model._meta.label}.{name} was not what refused"
            tried += 1
    assert tried > 25


def test_an_address_is_one_person_s_however_it_is_written(examples: None) -> None:
    first = User.objects.order_by("pk").first()
    assert first is not None
    assert refused_by(User, {"email": first.email.upper()}) == "user_email_once"


def test_a_submission_has_one_open_version(examples: None) -> None:
    assert refused_by(Version, {"number": 99}) == "one_open_version"


def test_one_official_file_of_a_collection_is_in_use(rows: None) -> None:
    first = OfficialFile.objects.get()
    used = {"used_since": "2023-06-28T12:00:00Z", "put_in_use_by_id": 1}
    OfficialFile.objects.filter(pk=first.pk).update(**used)
    assert refused_by(OfficialFile, {"sha256": "2"}) == "one_official_file_in_use"


def test_an_official_file_is_uploaded_once(rows: None) -> None:
    assert refused_by(OfficialFile, {}) == "official_file_once"


def test_a_required_minimum_has_no_contributor_and_is_there_once(examples: None) -> None:
    """An empty contributor counts as one: two rows without are two of the same."""
    minimum = Allocation.objects.filter(contributor=None, board__isnull=False).first()
    assert minimum is not None
    minimum.pk = None
    with pytest.raises(IntegrityError, match="allocation_once"), transaction.atomic():
        minimum.save()


def test_a_file_stands_once_among_a_submission_s_documents(rows: None) -> None:
    assert refused_by(Attachment, {"uid": str(uuid.uuid4())}) == "one_standing_attachment"
