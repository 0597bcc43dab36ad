"""Checking versions: every rule of their edition, in a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from bcf.cycles import no_search_for_cycles
from bcf.editions.models import Collection, RuleSetting, Severity
from bcf.submissions.models import Submission, Version
from bcf.submissions.sections import SectionKind, sections_of

from .findings import Finding
from .registry import TOTALS, Round, Rule, load_rules


def check(versions: Iterable[Version]) -> dict[int, list[Finding]]:
    """What every rule says of each version, by version id, in the order of its sections.

    One version or all versions of a collection cost the same few queries; the number grows
    with the collections alone. Nothing is written.
    """
    loaded = _loaded(versions)
    findings: dict[int, list[Finding]] = {}
    for collection, group in groupby(loaded, key=lambda version: version.submission.collection):
        with no_search_for_cycles():
            findings |= _check_round(_round(collection, list(group)))
    return findings


def totals(versions: Iterable[Version]) -> dict[int, dict[str, Decimal | None]]:
    """The totals told beside the findings, in pounds, by version id; None when not known."""
    load_rules()
    loaded = _loaded(versions)
    by_name = {name: total(loaded) for name, total in TOTALS.items()}
    return {v.pk: {name: by_name[name][v.pk] for name in by_name} for v in loaded}


def _loaded(versions: Iterable[Version]) -> list[Version]:
    """The versions with all that the rules ask of them, those of a collection together."""
    versions = list(versions)
    if not all(_is_loaded(version) for version in versions):
        versions = list(
            Version.objects.filter(pk__in=[version.pk for version in versions]).select_related(
                "submission__board", "submission__collection__edition"
            )
        )
    return sorted(versions, key=lambda version: (version.submission.collection_id, version.pk))


def _is_loaded(version: Version) -> bool:
    """Whether the version came with its board, and its collection with its edition."""
    known = Version.submission.is_cached(version) and version.submission
    return bool(
        known
        and Submission.board.is_cached(known)
        and Submission.collection.is_cached(known)
        and Collection.edition.is_cached(known.collection)
    )


def _round(collection: Collection, versions: Sequence[Version]) -> Round:
    sections = {section.section.kind: section for section in sections_of(collection)}
    edition = collection.edition
    settings = _settings(edition.pk, edition.structure_revision)
    return Round(collection, versions, sections, settings)


@lru_cache(maxsize=64)
def _settings(edition: int, structure_revision: int) -> Mapping[str, RuleSetting]:
    """The rules of an edition, read once and kept until its data changes."""
    settings = RuleSetting.objects.filter(edition=edition).order_by("rule")
    return {setting.rule: setting for setting in settings}


def _check_round(round: Round) -> dict[int, list[Finding]]:
    rules = load_rules()
    findings: dict[int, list[Finding]] = {version.pk: [] for version in round.versions}
    for section in sections_of(round.collection):
        for setting in round.settings.values():
            rule = rules[setting.rule]
            if rule.speaks_of(section):
                _ask(round, rule, setting, section, findings)
    return findings


def _ask(
    round: Round,
    rule: Rule,
    setting: RuleSetting,
    section: SectionKind,
    findings: Mapping[int, list[Finding]],
) -> None:
    """Put what one rule says of each version with its findings."""
    facts = rule.facts(round, section)
    parameters = rule.parameters(setting.parameters)
    severity = setting.effective_severity
    for version, told in findings.items():
        for verdict in rule.judge(facts[version], **parameters):
            graded = Severity.WARNING if verdict.severity == Severity.WARNING else severity
            told.append(Finding(version, section.key, rule.id, graded, verdict))
