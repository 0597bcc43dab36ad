"""What a year asks, as data: editions, their collections, sections, questions and lists.

Keys are for ever; wording may change. Files in `fixtures/` own keys, kinds and
conditions; people may edit wording, figures and standing in the admin.
"""

from __future__ import annotations

import pgtrigger
from django.db import models

from bcf.boards.models import Board, BoardLink, Organisation
from bcf.boards.provenance import Reference
from bcf.history import track


def bumps_structure(model: type[models.Model]) -> type[models.Model]:
    """Renew every edition's structure revision when a row of `model` changes, by any way.

    What an edition asks is read once and kept, and so is what follows from the reference
    data; the revision says when to read it again.
    It is the clock's microseconds, so that a change rolled back never lends its revision
    to another one.
    """
    return pgtrigger.register(
        pgtrigger.Trigger(
            name="bump_structure",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            func="""
                UPDATE editions_edition SET structure_revision =
                    (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
                RETURN NULL;
            """,
        )
    )(model)


@track(exclude=["structure_revision"])
class Edition(Reference):
    """One round of national planning rules, such as 2023-25."""

    code = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=120)
    starts = models.DateField()
    ends = models.DateField()
    structure_revision = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-starts", "-code"]

    def __str__(self) -> str:
        return self.code


class CollectionKind(models.TextChoices):
    PLAN = "plan", "Plan"
    UPDATE = "update", "Update"
    RETURN = "return", "Return"


class Effect(models.TextChoices):
    """What a collection does to the years it speaks of."""

    BASE = "base", "Stands by itself"
    REPLACES = "replaces", "Replaces those years of the collection it amends"
    ADDS = "adds", "Adds to the collection it amends"


@bumps_structure
@track()
class Collection(Reference):
    """One thing that every board is asked for: a plan, an update, a return.

    `code` is for ever, such as `2023-25-plan`. `due` is empty where no date was found.
    """

    code = models.CharField(max_length=24, unique=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="collections")
    kind = models.CharField(max_length=8, choices=CollectionKind.choices)
    title = models.CharField(max_length=120)
    workbook_title = models.CharField(max_length=160, blank=True)
    due = models.DateField(null=True, blank=True)
    amends = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
    )
    effect = models.CharField(max_length=8, choices=Effect.choices, default=Effect.BASE)

    class Meta:
        ordering = ["edition", "due", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(effect="base", amends__isnull=True)
                | (~models.Q(effect="base") & models.Q(amends__isnull=False)),
                name="collection_amends_or_stands",
                violation_error_message="Only an amendment names the collection it amends.",
            )
        ]

    def __str__(self) -> str:
        return self.title


@bumps_structure
@track()
class CollectionYear(Reference):
    """A financial year that a collection asks figures for. `year` is such as `2023-24`."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="years")
    year = models.CharField(max_length=7)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["collection", "position"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "year"], name="collection_year_once")
        ]

    def __str__(self) -> str:
        return self.year


@bumps_structure
@track()
class KeyDate(Reference):
    """A date of an edition's timetable. `date` is empty when only a month or nothing is known."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="dates")
    key = models.SlugField(max_length=40)
    event = models.CharField(max_length=200)
    date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["edition", "date"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="key_date_once")]

    def __str__(self) -> str:
        return f"{self.edition}: {self.event}"


@bumps_structure
@track()
class Section(Reference):
    """A part of a collection: income, expenditure, a page of questions.

    `kind` is the dotted path of the class that holds its rows, one of `BCF_SECTIONS`.
    `sheet` is the name of its sheet in the national workbook; `group` heads the task list.
    `row_noun` is what one of its rows is called; blank for the kind's own word.
    """

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="sections")
    key = models.SlugField(max_length=40)
    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=120)
    group = models.CharField(max_length=60)
    sheet = models.CharField(max_length=31, blank=True)
    row_noun = models.CharField(
        max_length=40,
        blank=True,
        help_text="In lower case, and so that it takes “a” and “s”: “requirement” makes “a"
        " requirement” and “requirements”.",
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["collection", "position"]
        constraints = [models.UniqueConstraint(fields=["collection", "key"], name="section_once")]

    def __str__(self) -> str:
        return f"{self.collection}: {self.title}"


@bumps_structure
@track()
class SectionRow(Reference):
    """A row that the edition names in a section whose rows nobody adds or deletes.

    `key` is for ever: answers are kept under it. `label` says what the row is, and is once
    in the section, for pasted and imported rows are known by it. `group` heads rows that
    belong together; `subject` is what the row is about, such as a metric's code; `period`
    is such as `2023-24 Q1`; `hint` is our own help.
    """

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="rows")
    key = models.SlugField(max_length=36)
    label = models.CharField(max_length=300)
    group = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=40, blank=True)
    period = models.CharField(max_length=20, blank=True)
    hint = models.CharField(max_length=500, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["section", "position"]
        constraints = [
            models.UniqueConstraint(fields=["section", "key"], name="section_row_once"),
            models.UniqueConstraint(fields=["section", "label"], name="section_row_label_once"),
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.label}"


class QuestionKind(models.TextChoices):
    TEXT = "text", "Text"
    MONEY = "money", "Pounds"
    NUMBER = "number", "Number"
    PERCENT = "percent", "Percentage, 0 to 100"
    DATE = "date", "Date"
    CHOICE = "choice", "Choice"


class Need(models.TextChoices):
    """When an answer is needed."""

    ALWAYS = "always", "Always"
    ASKED = "asked", "Whenever it is asked"
    NEVER = "never", "Never"


@bumps_structure
@track()
class Question(Reference):
    """One column of a section's table, or one question of a page.

    `field` names the typed field that holds it (those that are added up across boards or
    years), or the words of a `SectionRow` that it shows; without one, the answer is kept as
    an `Answer`. `year` is set where a field is
    asked once a year. `choices` names a list of the edition, or a typed list such as
    `scheme_type`; `follows` names the question whose answer narrows the choices.
    `computed` columns are worked out and never typed. `rule` is the catalogue's rule that
    a missing answer breaks.
    """

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="questions")
    key = models.SlugField(max_length=40)
    label = models.CharField(max_length=300)
    short_label = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=8, choices=QuestionKind.choices)
    field = models.CharField(max_length=40, blank=True)
    year = models.CharField(max_length=7, blank=True)
    choices = models.CharField(max_length=40, blank=True)
    follows = models.CharField(max_length=40, blank=True)
    need = models.CharField(max_length=8, choices=Need.choices, default=Need.NEVER)
    computed = models.BooleanField(default=False)
    rule = models.CharField(max_length=12, blank=True)
    group = models.CharField(max_length=200, blank=True)
    max_length = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField()
    hint = models.CharField(max_length=500, blank=True)
    in_table = models.BooleanField(
        default=True,
        help_text="The section's table has it as a column. Without, it is on each row's own page.",
    )
    in_workbook = models.BooleanField(
        default=True,
        help_text="The national workbook has it. Without, the answer stays here and is not sent.",
    )

    class Meta:
        ordering = ["section", "position"]
        constraints = [models.UniqueConstraint(fields=["section", "key"], name="question_once")]

    def __str__(self) -> str:
        return f"{self.section}: {self.label}"


@bumps_structure
@track()
class Guidance(Reference):
    """Help with one question, in our own words: why it is asked, and what a good answer has.

    `page` is a page of the submission that helps to answer it, by its key in `BCF_HELP_PAGES`.
    """

    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="guidance")
    why = models.CharField(max_length=300)
    good = models.CharField(max_length=500)
    page = models.SlugField(blank=True, db_index=False)

    class Meta:
        ordering = ["question"]
        verbose_name_plural = "guidance"

    def __str__(self) -> str:
        return str(self.question)


class Op(models.TextChoices):
    EQ = "eq", "is"
    IN = "in", "is one of"
    BLANK = "blank", "is blank"
    NOT_BLANK = "not_blank", "is not blank"


@bumps_structure
@track()
class Condition(Reference):
    """When a question is asked: all its conditions hold. `values` are choice keys, `|` between."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="conditions")
    on = models.CharField(max_length=40)
    op = models.CharField(max_length=9, choices=Op.choices)
    values = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["question", "on"]
        constraints = [
            models.UniqueConstraint(fields=["question", "on", "op"], name="condition_once")
        ]

    def __str__(self) -> str:
        return f"{self.question} if {self.on} {self.get_op_display()} {self.values}"


@bumps_structure
@track()
class Choice(Reference):
    """One entry of an edition's drop-down list. `list` is such as `area_of_spend`."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="choices")
    list = models.SlugField(max_length=40)
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["edition", "list", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "list", "key"], name="choice_once")
        ]

    def __str__(self) -> str:
        return self.label


for model in (Organisation, Board, BoardLink):
    bumps_structure(model)
