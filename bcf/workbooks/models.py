"""Official files: the templates that analysts upload, and what was filled from them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from bcf.editions.models import Collection
from bcf.history import track
from bcf.submissions.models import Version


@track(exclude=["data"])
class OfficialFile(models.Model):
    """A national template as it was given out, and the map of where it holds what.

    It is a draft until somebody else than its uploader has looked at the map and put it in
    use; then its map stays as it is, and boards' workbooks are filled from it. `data` is
    the file, byte for byte.
    """

    collection = models.ForeignKey(
        Collection, on_delete=models.PROTECT, related_name="official_files"
    )
    name = models.CharField(max_length=200)
    data = models.BinaryField()
    size = models.PositiveIntegerField(help_text="In bytes.")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    used_since = models.DateTimeField(null=True, blank=True)
    put_in_use_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["collection", "-uploaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["collection"],
                condition=models.Q(used_since__isnull=False, retired_at__isnull=True),
                name="one_official_file_in_use",
            ),
            models.UniqueConstraint(
                fields=["collection", "sha256"],
                condition=models.Q(retired_at__isnull=True),
                name="official_file_once",
            ),
            models.CheckConstraint(
                condition=models.Q(used_since__isnull=True, put_in_use_by__isnull=True)
                | models.Q(used_since__isnull=False, put_in_use_by__isnull=False),
                name="official_file_put_in_use_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(put_in_use_by=models.F("uploaded_by")),
                name="official_file_seen_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.collection}"

    @property
    def is_draft(self) -> bool:
        """Nobody fills it yet, and its map may be changed."""
        return self.used_since is None and self.retired_at is None


@track()
class MappedArea(models.Model):
    """A table of the file, or a group of single cells, that holds rows of a section.

    `where` is what all its rows have in common, by column key; `title` and `room` are those
    of `areas.Area`. `answers`: one row only, whose cells may stand anywhere on the sheet.
    `crossed` is what the file calls our groups and periods, of a crossed
    table (`crossed.Said`); empty for any other.
    """

    file = models.ForeignKey(OfficialFile, on_delete=models.CASCADE, related_name="areas")
    position = models.PositiveIntegerField()
    section = models.CharField(max_length=40)
    sheet = models.CharField(max_length=31)
    title = models.CharField(max_length=200, blank=True)
    where = models.JSONField(default=dict, blank=True)
    room = models.PositiveIntegerField(default=0)
    answers = models.BooleanField(default=False)
    crossed = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["file", "position"]
        constraints = [
            models.UniqueConstraint(fields=["file", "position"], name="mapped_area_once"),
        ]

    def __str__(self) -> str:
        return f"{self.section} on {self.sheet}"


@track()
class MappedColumn(models.Model):
    """Where an area holds one column: by a defined name, a heading, or a fixed cell.

    `left_out` says that a person looked for it and the file does not ask for it.
    `whole_percents`: the cells hold 25 for a share of 25 %, not 0.25.
    """

    area = models.ForeignKey(MappedArea, on_delete=models.CASCADE, related_name="columns")
    column = models.CharField(max_length=60)
    name = models.CharField(max_length=255, blank=True)
    heading = models.TextField(blank=True)
    cell = models.CharField(max_length=10, blank=True)
    left_out = models.BooleanField(default=False)
    whole_percents = models.BooleanField(default=False)

    class Meta:
        ordering = ["area", "id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "column"], name="mapped_column_once"),
        ]

    def __str__(self) -> str:
        return f"{self.column} at {self.name or self.heading or self.cell}"


@track()
class MappedLabel(models.Model):
    """What the file calls an entry of a list, where it is not what the edition calls it."""

    file = models.ForeignKey(OfficialFile, on_delete=models.CASCADE, related_name="labels")
    section = models.CharField(max_length=40)
    column = models.CharField(max_length=60)
    entry = models.CharField(max_length=300)
    label = models.TextField()

    class Meta:
        ordering = ["file", "section", "column", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "section", "column", "entry"], name="mapped_label_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} is “{self.label}”"


@track()
class MappedFigure(models.Model):
    """A formula of the file whose value the product knows, by the figure's key."""

    file = models.ForeignKey(OfficialFile, on_delete=models.CASCADE, related_name="figures")
    sheet = models.CharField(max_length=31)
    cell = models.CharField(max_length=10)
    figure = models.CharField(max_length=120)

    class Meta:
        ordering = ["file", "sheet", "id"]
        constraints = [
            models.UniqueConstraint(fields=["file", "sheet", "cell"], name="mapped_figure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.figure} in {self.sheet}!{self.cell}"


@track()
class FilledFile(models.Model):
    """The register of filled official files, by which one is known when it comes back.

    Official files are given no sheet or mark of ours, so what was sent is known by the hash
    of its bytes alone.
    """

    file = models.ForeignKey(OfficialFile, on_delete=models.PROTECT, related_name="filled")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["version", "-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "revision", "sha256"], name="filled_file_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}, revision {self.revision}"
