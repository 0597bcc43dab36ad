"""What a year asks, the rules it applies, and the sums that are published, as data."""

from .approvals import (
    AskedApproval,
    Matter,
    Partner,
)
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
    "AskedApproval",
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
    "Matter",
    "NationalTotal",
    "Need",
    "Op",
    "Partner",
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
