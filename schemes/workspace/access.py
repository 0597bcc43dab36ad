"""Whose money a person may see: that of the NHS bodies they work in, and no other."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from bcf.boards.models import BoardLink, Organisation
from bcf.editions.models import Collection, Section
from bcf.people.models import User

from ..totals import INCOME


def get_body(user: User, code: str) -> Organisation:
    """An NHS body that the person works in today; Http404 for any other."""
    return get_object_or_404(user.nhs_bodies(), code=code)


def collections_of(body: Organisation) -> QuerySet[Collection]:
    """The collections with income whose edition the body was tied to a board in, newest first."""
    ties = BoardLink.objects.during(OuterRef("edition__starts"), OuterRef("edition__ends"))
    income = Section.objects.filter(collection=OuterRef("pk"), kind=INCOME)
    found = Collection.objects.filter(Exists(ties.filter(organisation=body)), Exists(income))
    return found.select_related("edition").order_by(F("due").desc(nulls_first=True), "code")


def get_collection(body: Organisation, code: str) -> Collection:
    """One of them; Http404 where the body has no part in it."""
    found = collections_of(body).filter(code=code).first()
    if found is None:
        raise Http404
    return found
