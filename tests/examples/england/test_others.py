"""What is not the made-up England's stays as it was."""

import pytest
from django.db import models

from bcf.boards.models import Organisation
from bcf.boards.reference import reference_files
from bcf.editions.models import Allocation
from bcf.people.models import User
from schemes.england import make_england, remove_england

from .reading import OWN, digests

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("examples")]


def test_nothing_of_others_changes() -> None:
    before, published = others(), Allocation.objects.count()
    make_england(2, 2)
    assert others() == before

    remove_england()
    assert others() == before
    assert not Organisation.objects.filter(code__startswith=OWN).exists()
    assert Allocation.objects.count() == published


def others() -> dict[str, object]:
    """All reference data, people and plans that are not the made-up England's."""
    return {
        **{file.name: _rows_of_others(file.model) for file in reference_files()},
        "people": list(User.objects.exclude(email="england@example.org").values()),
        "plans": {k: v for k, v in digests().items() if not k.startswith(OWN)},
    }


def _rows_of_others(model: type[models.Model]) -> list[dict[str, object]]:
    rows = model._base_manager.order_by("pk")
    names = {field.name for field in model._meta.get_fields()}
    paths = [("code", "code"), ("board", "board__code"), ("contributor", "contributor__code")]
    for name, path in paths:
        if name in names:
            own = rows.filter(**{f"{path}__startswith": OWN})
            rows = rows.exclude(pk__in=own.values("pk"))
    ticking = {"structure_revision"}
    return [{k: v for k, v in row.items() if k not in ticking} for row in rows.values()]
