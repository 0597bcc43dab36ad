"""A board's answer to a collection, and the versions it goes through."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.db import models

from bcf.boards.models import Board
from bcf.editions.amendments import replacements
from bcf.editions.models import Collection
from bcf.history import track

if TYPE_CHECKING:
    from bcf.people.models import User


class SubmissionQuerySet(models.QuerySet):
    def for_user(self, user: User) -> Self:
        """The submissions of the boards this person may see today."""
        return self.filter(board__in=user.boards())


@track(exclude=["acts"])
class Submission(models.Model):
    """One board's answer to one collection.

    `acts` counts what people did beside its versions: approvals, documents.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="submissions")
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="submissions")
    illustration = models.CharField(
        max_length=500,
        blank=True,
        help_text="What in this submission is not a published fact, said on every page of it.",
    )
    acts = models.PositiveIntegerField(db_default=0, editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["board", "collection"]
        constraints = [
            models.UniqueConstraint(fields=["board", "collection"], name="submission_once")
        ]

    def __str__(self) -> str:
        return f"{self.board}, {self.collection}"

    @property
    def code(self) -> str:
        """Board and collection in one word, such as `E06000058/2019-20-plan`."""
        return f"{self.board.code}/{self.collection.code}"


class VersionQuerySet(models.QuerySet):
    def newest(self) -> Self:
        """The newest version of each submission: the open one, or the last frozen one."""
        # By id: the submissions' own order would not match what is to be distinct.
        return self.order_by("submission_id", "-number").distinct("submission_id")

    def in_force(self, year: str) -> Self:
        """The versions that count for `year`, each pound once.

        The newest version of every submission that speaks of the year, but none that a
        later amendment of the same board replaces.
        """
        found = self.filter(submission__collection__years__year=year)
        for collection, later in replacements(year).items():
            answered = Submission.objects.filter(
                board=models.OuterRef("submission__board"), collection__in=later
            )
            found = found.exclude(
                models.Q(submission__collection=collection) & models.Exists(answered)
            )
        return found.newest()


@track(exclude=["revision"])
class Version(models.Model):
    """One state of a submission. It owns all of the submission's content.

    One version is open at most; the others are frozen, with the digest of what they hold.
    `base` is what it was copied from: the version before, or, of an update's first, that of the
    plan whose place it takes. `revision` counts the changes made to its rows, by whatever way.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    base = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    digest = models.CharField(max_length=64, blank=True)

    objects = VersionQuerySet.as_manager()

    # What the person at hand may do with it, set by `access`.
    roles: list[str]
    working_roles: list[str]
    may_write: bool
    may_keep: bool

    class Meta:
        ordering = ["submission", "number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["submission"],
                condition=models.Q(frozen_at__isnull=True),
                name="one_open_version",
            ),
            models.CheckConstraint(
                condition=models.Q(frozen_at__isnull=True, digest="")
                | (models.Q(frozen_at__isnull=False) & ~models.Q(digest="")),
                name="frozen_version_has_digest",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="keep_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission}, version {self.number}"

    @cached_property
    def remembered(self) -> dict[str, Any]:
        """What readers worked out of this state: this object's own, unless `reach` shares it."""
        return {}

    def forget(self) -> None:
        """The object's rows are about to change, or have: nothing worked out of them stands."""
        self.remembered = {}

    @property
    def is_open(self) -> bool:
        return self.frozen_at is None


class Via(models.TextChoices):
    """The way a change came in."""

    PAGE = "page", "Page"
    COMMAND = "command", "Command"
    UNDO = "undo", "Undo"
    START = "start", "Start"
    REOPEN = "reopen", "Reopened"


class ChangeQuerySet(models.QuerySet):
    def by_section(self) -> Self:
        """A row for each section that a change touches, its key as `section`; no inverses."""
        keys = models.Func("inverse", function="jsonb_object_keys", output_field=models.TextField())
        return self.annotate(section=keys).defer("inverse")

    def last_of_sections(self) -> Self:
        """The newest change of each section of one version."""
        return self.by_section().order_by("section", "-revision").distinct("section")


@track()
class Change(models.Model):
    """One applied change of a version: who, why, and how to take it back.

    `inverse` holds, by section, what would undo it: rows to remove, rows to put back, and
    cells with the value to restore and the value that must still stand for that.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="changes")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    via = models.CharField(max_length=8, choices=Via.choices)
    what = models.CharField(max_length=200)
    reason = models.CharField(max_length=500, blank=True)
    inverse = models.JSONField()
    undone_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undoes"
    )

    objects = ChangeQuerySet.as_manager()

    # The key of one section that it touches, set by `by_section`.
    section: str

    class Meta:
        ordering = ["version", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["version", "revision"], name="change_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.version}, revision {self.revision}: {self.what}"


class Presence(models.Model):
    """Where somebody was last seen in a version: a section, and the row they are in if any.

    Nothing hangs on it: it only tells others who is here.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    section = models.CharField(max_length=40)
    row = models.UUIDField(null=True)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["version", "user"]
        constraints = [
            models.UniqueConstraint(fields=["version", "user"], name="presence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.version}"


@track()
class Assignment(models.Model):
    """Who is on a section of a submission. It tells people, and gives nobody a right."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="assignments")
    section = models.CharField(max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["submission", "section"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "section"], name="assignment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.section} of {self.submission}"
