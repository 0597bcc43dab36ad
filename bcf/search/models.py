"""Who took texts out of the product by a search, and of which boards."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from bcf.history import track


@track()
class Export(models.Model):
    """One file of what a search found. Neither the words looked for nor what was found is kept.

    `boards` are the codes of the boards with a text in the file; `texts` says how many there were.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    boards = ArrayField(models.CharField(max_length=12))
    texts = models.PositiveIntegerField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.by}, {self.at:%d %B %Y}"
