"""What the loader remembers of the reference files."""

from __future__ import annotations

from django.db import models


class LoadedRow(models.Model):
    """What a reference file last said of one row, so that edits made since can be told apart."""

    table = models.CharField(max_length=40)
    key = models.CharField(max_length=300)
    file = models.CharField(max_length=200)
    values = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "key"], name="loaded_row_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"
