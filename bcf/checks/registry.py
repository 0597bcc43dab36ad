"""The rules that editions may name, each a small function by its id in the catalogue.

A rule's module is named in `settings.BCF_RULES` and registers its functions when first
imported. A rule speaks about one kind of section and is given facts that are read once for
all plans, so that one plan or all plans cost the same few statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property
from importlib import import_module
from inspect import signature
from typing import Any, TypeVar

from django.conf import settings

from bcf.editions.models import Collection, RuleSetting
from bcf.submissions.models import Version
from bcf.submissions.sections import SectionKind, sections_of
from bcf.submissions.told import Gaps

from .findings import Verdict

F = TypeVar("F", bound=Callable[..., Any])

#: Facts of each version, by its id, read for all of them at once.
Given = Callable[["Round"], Mapping[int, Any]]


@dataclass(frozen=True)
class Round:
    """The plans of one collection that are checked together, and the facts read for them."""

    collection: Collection
    versions: Sequence[Version]
    sections: Mapping[str, SectionKind]  # by the dotted path of their kind
    settings: Mapping[str, RuleSetting]  # by rule, as the edition applies them
    _facts: dict[Given, Mapping[int, Any]] = field(default_factory=dict)
    _gaps: dict[Any, Gaps] = field(default_factory=dict)  # by what finds them

    def facts(self, given: Given) -> Mapping[int, Any]:
        """What `given` reads, read once."""
        if given not in self._facts:
            self._facts[given] = given(self)
        return self._facts[given]

    def gaps(self, section: SectionKind) -> Gaps:
        """The needed answers that are missing in a section and in others like it, read once."""
        finder = section.find_gaps
        if finder not in self._gaps:
            every = sections_of(self.collection)
            alike = [each for each in every if each.find_gaps is finder]
            self._gaps[finder] = finder(alike, self.versions)
        return self._gaps[finder]


def no_facts(round: Round) -> Mapping[int, Any]:
    """What is read for a rule that needs nothing besides its section."""
    return {}


@dataclass(frozen=True)
class Rule:
    """A rule of the catalogue: the kind of section it speaks of, its facts, its judgement.

    `judge` gets the facts of one plan, and the edition's parameters by name.
    """

    id: str
    section: str
    given: Given
    judge: Callable[..., Iterable[Verdict]]

    def speaks_of(self, section: SectionKind) -> bool:
        """Whether it has anything to say of this section."""
        return section.section.kind == self.section

    def facts(self, round: Round, section: SectionKind) -> Mapping[int, Any]:
        """What it is given of each version, by the version's id."""
        return round.facts(self.given)

    def parameters(self, written: Mapping[str, object]) -> dict[str, object]:
        """The edition's parameters as the rule wants them: numbers, by name too, lists of words.

        ValueError, with a sentence, for one that the rule does not have or understand.
        """
        if unknown := sorted(written.keys() - self._defaults.keys()):
            raise ValueError(f"{self.id} has no parameter called {unknown[0]}.")
        return {name: _read(name, value, self._defaults[name]) for name, value in written.items()}

    @cached_property
    def _defaults(self) -> dict[str, object]:
        """The parameters that the rule has, and what each is where an edition sets none."""
        _, *own = signature(self.judge).parameters.values()
        return {parameter.name: parameter.default for parameter in own}


def _read(name: str, value: object, default: object) -> object:
    if isinstance(default, tuple):
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return tuple(value)
        raise ValueError(f"{name} is a list of words.")
    if isinstance(default, Mapping):
        if isinstance(value, dict):
            return {key: _number(f"{name}, {key},", each) for key, each in value.items()}
        raise ValueError(f"{name} has a number for each name.")
    return _number(name, value)


def _number(name: str, value: object) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError(f"{name} is a number.")
    return number


RULES: dict[str, Rule] = {}
TOTALS: dict[str, Callable[[Sequence[Version]], Mapping[int, Decimal | None]]] = {}


def rule(id: str, section: str, given: Given) -> Callable[[F], F]:
    """Register a function as the rule `id`, about sections of the kind `section`."""

    def register(judge: F) -> F:
        enter(Rule(id, section, given, judge))
        return judge

    return register


def enter(rule: Rule) -> None:
    """Make a rule known. Raises ValueError for an id that is taken."""
    if rule.id in RULES:
        raise ValueError(f"{rule.id} is written twice.")
    RULES[rule.id] = rule


def total(name: str) -> Callable[[F], F]:
    """Register a function as a total told beside the findings: pounds, None when not known."""

    def register(function: F) -> F:
        TOTALS[name] = function
        return function

    return register


@cache
def load_rules() -> Mapping[str, Rule]:
    """Every rule, from the modules that the settings name."""
    for module in settings.BCF_RULES:
        import_module(module)
    return RULES


def known_rules() -> frozenset[str]:
    """The ids that an edition's data may name."""
    return frozenset(load_rules())


def wrong_parameters(rule: str, written: object) -> str:
    """What is wrong with a rule's parameters as an edition's data gives them, or nothing."""
    if not isinstance(written, dict):
        return 'Parameters are names with values, such as {"tolerance_points": 0.05}.'
    if rule not in load_rules():
        return f"{rule} is not a rule that is checked."
    try:
        RULES[rule].parameters(written)
    except ValueError as wrong:
        return str(wrong)
    return ""
