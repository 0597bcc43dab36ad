"""How many words a text may have, where an edition sets a limit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from bcf.figures import number

from .models import Edition, RuleSetting, RuleStanding

#: The rule whose parameters are the limits.
RULE = "R-NAR-002"


def told_limits(edition: Edition) -> Mapping[str, str]:
    """What a hint says of the limit of a question's text, by the question's key."""
    return _told(edition.pk, edition.structure_revision)


@lru_cache(maxsize=64)
def _told(edition: int, structure_revision: int) -> Mapping[str, str]:
    """The limits as the edition has them, read once and kept until its data changes."""
    setting = RuleSetting.objects.filter(edition=edition, rule=RULE).first()
    limits = setting.parameters.get("limits", {}) if setting else {}
    doubted = setting is not None and setting.rule_standing == RuleStanding.UNCONFIRMED
    words = "A limit of {} words is not confirmed." if doubted else "At most {} words."
    return {key: words.format(number(Decimal(str(most)))) for key, most in limits.items()}
