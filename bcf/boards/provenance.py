"""What every row of reference data says about itself: where it was read, and how sure we are."""

import datetime
from typing import Self

from django.db import models

#: The `source` of what is fictional: made up for practice and examples.
MADE_UP = "MADE"


class Standing(models.TextChoices):
    """How far a fact may be trusted."""

    CONFIRMED = "confirmed", "Confirmed"
    INFERRED = "inferred", "Inferred"
    UNCONFIRMED = "unconfirmed", "Unconfirmed"


class Reference(models.Model):
    """A row of reference data, with its source and its standing.

    `source` names where the fact was read, by the codes of the `Source` list. `note` says
    what a reader should know: a conflict between sources, or how an inference was made.
    """

    standing = models.CharField(
        max_length=12,
        choices=Standing.choices,
        default=Standing.UNCONFIRMED,
        db_index=True,
    )
    source = models.CharField(max_length=600, blank=True)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        abstract = True


#: A day, or what the database works one out from.
Day = datetime.date | models.Expression | models.F


class DatedQuerySet(models.QuerySet):
    """Rows that hold between two days, both included; an empty end means still."""

    def on(self, day: datetime.date) -> Self:
        """Rows that hold on `day`."""
        return self.during(day, day)

    def during(self, first: Day, last: Day) -> Self:
        """Rows that hold on some day from `first` to `last`."""
        still = models.Q(active_to__isnull=True) | models.Q(active_to__gte=first)
        return self.filter(still, active_from__lte=last)


class Dated(models.Model):
    """Something that holds from one day to another, both included."""

    active_from = models.DateField()
    active_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @classmethod
    def ends_after_start(cls, name: str) -> models.CheckConstraint:
        """The constraint that a period does not end before it begins."""
        return models.CheckConstraint(
            condition=models.Q(active_to__isnull=True)
            | models.Q(active_to__gte=models.F("active_from")),
            name=name,
            violation_error_message="The last day is before the first day.",
        )
