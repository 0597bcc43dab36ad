"""Answers to the questions that have no typed field of their own."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from bcf.editions.models import Choice, Question, Section
from bcf.history import track
from bcf.submissions.content import ContentRow, refuse_frozen
from bcf.submissions.models import Version


@refuse_frozen
@track(exclude=["revision"])
class Answer(models.Model):
    """One answer of a version: of a page of questions, or of one row of a table.

    `row` is empty for a page, and the key of a row that the edition names; else it is the
    row's uid. Exactly one value is set.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    row = models.CharField(max_length=36, blank=True)
    revision = models.PositiveIntegerField(default=0)
    # Nothing is null here, never empty text: exactly one of the four values is set.
    text = models.TextField(null=True, blank=True)  # noqa: DJ001
    number = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    date = models.DateField(null=True, blank=True)
    choice = models.ForeignKey(
        Choice, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["version", "row"], name="answer_version_row"),
            # What the search asks, word for word: it is looked up instead of read again.
            GinIndex(SearchVector("text", config="english"), name="answer_words"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["version", "question", "row"], name="answer_once"),
            models.CheckConstraint(
                condition=models.expressions.RawSQL(
                    "num_nonnulls(text, number, date, choice_id) = 1",
                    (),
                    output_field=models.BooleanField(),
                ),
                name="answer_has_one_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.row}"


@refuse_frozen
@track(exclude=["revision"])
class Record(ContentRow):
    """A row of a section all of whose cells are answers, such as a section 75 agreement."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")

    class Meta(ContentRow.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.section}: {self.uid}"
