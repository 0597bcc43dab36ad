"""What a year asks, the rules it applies, and the sums that are published, as data."""

from .loaded import (
    LoadedRow,
)
from .rules import (
    RuleSetting,
    RuleStanding,
    Severity,
)
from .structure import (
    Choice,
    Collection,
    CollectionKind,
    CollectionYear,
    Condition,
    Edition,
    Effect,
    Guidance,
    KeyDate,
    Need,
    Op,
    Question,
    QuestionKind,
    Section,
    SectionRow,
    bumps_structure,
)
from .sums import (
    Allocation,
    AllocationQuerySet,
    NationalTotal,
    Stage,
)

__all__ = [
    "Allocation",
    "AllocationQuerySet",
    "Choice",
    "Collection",
    "CollectionKind",
    "CollectionYear",
    "Condition",
    "Edition",
    "Effect",
    "Guidance",
    "KeyDate",
    "LoadedRow",
    "NationalTotal",
    "Need",
    "Op",
    "Question",
    "QuestionKind",
    "RuleSetting",
    "RuleStanding",
    "Section",
    "SectionRow",
    "Severity",
    "Stage",
    "bumps_structure",
]
