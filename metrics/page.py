"""One metric of one plan as its page shows it, and what is typed there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.forms import BoundField
from django.http import Http404

from bcf.answers.sections import FixedRows
from bcf.checks.findings import Finding, counts
from bcf.figures import number
from bcf.pages.cells import said
from bcf.pages.forms import RowForm, typed_edit
from bcf.pages.tasks import section_state
from bcf.pages.undo import savers
from bcf.people.models import User
from bcf.submissions.models import Change, Version
from bcf.submissions.proposals import Incoming, Refused, propose
from bcf.submissions.sections import sections_of_kind
from bcf.tables import Edit, Row

from .drawing import places_of
from .history import History
from .models import Metric, SetBy
from .sections import DENOMINATOR, NUMERATOR, REASON, VALUE, Figured, Targets
from .targets import Asked, Target


@dataclass(frozen=True, slots=True)
class Part:
    """A row that the page shows, with its form. `prefix` begins the names of its controls."""

    section: FixedRows
    row: Row
    prefix: str
    form: RowForm


@dataclass(frozen=True, slots=True)
class Period(Part):
    """The target of one period. `why` says why its value is locked; empty where it is not."""

    target: Target
    why: str

    @property
    def numerator(self) -> BoundField:
        return self.form[NUMERATOR]

    @property
    def denominator(self) -> BoundField:
        return self.form[DENOMINATOR]

    @property
    def value(self) -> BoundField:
        return self.form[VALUE]

    @property
    def reason(self) -> BoundField:
        return self.form[REASON]

    @property
    def nothing(self) -> str:
        """What stands where no value does."""
        if self.target.asked.set_by == SetBy.ELSEWHERE:
            return "set elsewhere"
        return "not loaded" if self.why and self.target.national is None else ""

    @property
    def explains(self) -> bool:
        """Whether the page asks, or says, why the target is worse than the last actual."""
        return bool(self.target.is_worse or self.target.explained or REASON in self.form.errors)

    @property
    def change(self) -> str:
        """What the plan is against the last actual: "+0.6 points, better"."""
        change = self.target.change
        if not change:
            return "" if change is None else "the same"
        sign = "+" if change > 0 else ""
        points = " points" if self.target.asked.metric.unit == "%" else ""
        return f"{sign}{number(change)}{points}, {'worse' if self.target.is_worse else 'better'}"


@dataclass(frozen=True, slots=True)
class Other:
    """A metric of the list beside. `state` is a key of the list of words, with its text."""

    metric: Metric
    url: str
    current: bool
    state: str
    text: str
    second: str


class MetricPage:
    """A metric in one plan: targets and texts. Raises Http404 where the edition has none such.

    With `data`, the form as it was sent.
    """

    def __init__(self, version: Version, code: str, data: Mapping[str, Any] | None = None) -> None:
        self.version = version
        self.section = _targets(version)
        self.code = code
        self.rows = self.section.rows(version)
        self.periods = [self._period(r, data) for r in self.rows if self._code(r.uid) == code]
        if not self.periods:
            raise Http404
        self.metric = self.asked.metric
        self.texts = self._texts(data)

    def _code(self, uid: UUID) -> str:
        return self.section.asked_of[self.section.keys[uid]].metric.code

    def _period(self, row: Row, data: Mapping[str, Any] | None) -> Period:
        prefix = self.section.keys[row.uid]
        form = RowForm(self.section, self.version, row, data, prefix)
        target = self.section.target_of(self.version, row)
        value = form.fields[VALUE]
        why = str(value.help_text) if value.disabled else ""
        for key, field in form.fields.items():
            field.label = f"{target.asked.period}: {field.label}"
            if key != REASON:
                field.help_text = ""  # said once, above the table
        return Period(self.section, row, prefix, form, target, why)

    def _texts(self, data: Mapping[str, Any] | None) -> Part | None:
        """The row in which the plan speaks of the metric, where the edition asks for words."""
        section = self.speaking
        if section is None or self.code not in self.spoken_of:
            return None
        (row,) = section.rows(self.version, [self.spoken_of[self.code]])
        return Part(section, row, "", RowForm(section, self.version, row, data))

    @cached_property
    def speaking(self) -> FixedRows | None:
        """The section of texts about the metrics, beside that of their targets."""
        for section in sections_of_kind(self.version.submission.collection, FixedRows):
            if section.group == self.section.group and not isinstance(section, Figured):
                return section
        return None

    @cached_property
    def spoken_of(self) -> dict[str, UUID]:
        """The row of texts about each metric (its uid), by the metric's code."""
        if self.speaking is None:
            return {}
        rows = self.speaking.section.rows.all()
        return {row.subject: UUID(self.speaking.uid_of(row.key)) for row in rows}

    @property
    def parts(self) -> list[Part]:
        return [*self.periods, *([self.texts] if self.texts else [])]

    # What is shown.

    @property
    def asked(self) -> Asked:
        """What the edition asks of the metric's first period: all are set by the same."""
        return self.periods[0].target.asked

    @property
    def why(self) -> str:
        """Why values are locked; empty where they are not."""
        return next((period.why for period in self.periods if period.why), "")

    @property
    def places(self) -> int:
        """How many digits after the point the metric's values need."""
        targets = [period.target for period in self.periods]
        actual = [target.actual.value for target in targets if target.actual]
        return places_of([*actual, *(target.planned for target in targets)])

    @property
    def texts_said(self) -> list[tuple[str, str]]:
        """What the edition itself says of the texts."""
        return said(self.texts.section, self.texts.row) if self.texts else []

    @property
    def to_take(self) -> bool:
        """Whether a value set nationally is still to be put in."""
        return any(period.target.differs for period in self.periods)

    @property
    def has_actual_parts(self) -> bool:
        """Whether any last actual was published with its parts."""
        return any(p.target.actual and p.target.actual.numerator is not None for p in self.periods)

    @cached_property
    def history(self) -> History:
        board = self.version.submission.board_id
        return History(self.section.figures, board, [period.target for period in self.periods])

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What was not taken: the control's id and the message."""
        return [
            (field.auto_id, f"{field.label}: {error}")
            for part in self.parts
            for field in part.form
            for error in field.errors
        ]

    def others(self, findings: Sequence[Finding]) -> Iterator[Other]:
        """Every metric of the edition with its state."""
        for each in self.section.by_metric(self.version, self.rows):
            code = each.metric.code
            uids = {str(target.uid) for target in each.targets} | {str(self.spoken_of.get(code))}
            own = [finding for finding in findings if finding.row in uids]
            missing = "" if each.planned or not each.targets[0].is_open else "all"
            state, text = section_state(own, missing)
            warns = counts(own)["warns"]
            second = f"{warns} to look at" if warns else ""
            if state == "complete" and warns:
                state, text, second = "warns", second, ""
            yield Other(each.metric, each.url, code == self.code, state, text, second)

    def show(self, findings: Sequence[Finding]) -> list[Finding]:
        """Show at each text what is said of it; returns what else is not right.

        Missing values are left out: `unplanned` tells them for all periods at once.
        """
        uids = {str(part.row.uid) for part in self.parts}
        own = [f for f in findings if f.row in uids and f.state != "holds" and not _is_gap(f)]
        at_texts = self.texts.form.show_findings(own) if self.texts else []
        return [finding for finding in own if finding not in at_texts]

    def unplanned(self, findings: Sequence[Finding]) -> tuple[str, list[Period]]:
        """The periods whose value is missing, and the state of that by the list of words."""
        states = {finding.row: finding.state for finding in findings if _is_gap(finding)}
        periods = [period for period in self.periods if str(period.row.uid) in states]
        return (states[str(periods[0].row.uid)] if periods else "", periods)

    # What is typed.

    def save(self, data: Mapping[str, str], *, by: User) -> Change | None:
        """Save the targets and the texts, all or nothing. Raises Refused and Frozen."""
        incoming: dict[str, list[Edit]] = {}
        for part in self.parts:
            edit = typed_edit(part.section.columns, part.row, data, part.prefix)
            incoming.setdefault(part.section.key, []).append(edit)
        if "take" in data:
            uids = {period.row.uid for period in self.periods}
            taken = [edit for edit in self.section.start(self.version) if edit.uid in uids]
            incoming[self.section.key] = taken
        proposal = propose(self.version, {key: Incoming(edits) for key, edits in incoming.items()})
        return proposal.apply(by=by, what=f"{self.section.title}: changed {self.metric}")

    def refuse(self, refused: Refused) -> None:
        """Show at its control what cannot be taken, or was changed by somebody else."""
        for part in self.parts:
            difference = refused.proposal.differences[part.section.key]
            part.form.refuse([each for each in difference.refusals if each.uid == part.row.uid])
            conflicts = [each for each in difference.conflicts if each.uid == part.row.uid]
            if conflicts:
                columns = [conflict.column for conflict in conflicts]
                who = savers(self.version, part.section.key, part.row.uid, columns)
                part.form.show_conflicts(conflicts, who)


def _is_gap(finding: Finding) -> bool:
    """Whether it says that a planned value is missing."""
    return finding.missing and finding.column == VALUE


def _targets(version: Version) -> Targets:
    """The section of targets of a collection; Http404 where it has none."""
    if sections := sections_of_kind(version.submission.collection, Targets):
        return sections[0]
    raise Http404
