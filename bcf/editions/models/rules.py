"""The rules of the catalogue, each as an edition applies it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.module_loading import import_string

from bcf.boards.provenance import Reference
from bcf.history import track

from .structure import Edition, bumps_structure


class Severity(models.TextChoices):
    ERROR = "error", "Stops the plan being sent"
    WARNING = "warning", "To look at"


class RuleStanding(models.TextChoices):
    """Standing of a rule in the catalogue."""

    CONFIRMED = "C", "Confirmed"
    INFERRED = "I", "Inferred"
    UNCONFIRMED = "U", "Unconfirmed"


@bumps_structure
@track()
class RuleSetting(Reference):
    """A rule of the catalogue as one edition applies it.

    Only a confirmed or inferred rule may stop a plan; an unconfirmed one warns until
    somebody confirms it. `parameters` are the edition's figures for the rule.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="rules")
    rule = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    rule_standing = models.CharField(max_length=1, choices=RuleStanding.choices)
    parameters = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["edition", "rule"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "rule"], name="rule_setting_once")
        ]

    def __str__(self) -> str:
        return f"{self.rule} in {self.edition}"

    def clean(self) -> None:
        """Refuse parameters that the rule does not understand. Rules lie above: asked for late."""
        wrong_parameters = import_string("bcf.checks.registry.wrong_parameters")
        if wrong := wrong_parameters(self.rule, self.parameters):
            raise ValidationError({"parameters": wrong})

    @property
    def effective_severity(self) -> str:
        """`warning` for every rule that nobody has confirmed."""
        if self.rule_standing == RuleStanding.UNCONFIRMED:
            return Severity.WARNING
        return self.severity
