"""Forms made from a section's columns: the columns are the validators, the form only asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from bcf.checks.findings import Finding
from bcf.editions.guidance import Help
from bcf.submissions.models import Version
from bcf.submissions.sections import SectionKind
from bcf.tables import LONGEST_TEXT, Column, Conflict, Edit, Kind, Refusal, Row, Value
from bcf.widgets import FigureInput, FollowingSelect, MoneyInput, ProseInput

from .cells import NOTES, full_label, told, typed

SEEN = "seen-"

UNPUBLISHED = "No published figure is loaded here. Type the one you were told."


def reason_of(data: Mapping[str, str]) -> str:
    """Why somebody makes a change, as far as the history keeps it."""
    return data.get("reason", "").replace("\x00", "").strip()[:500]


def typed_edit(
    columns: Iterable[Column], row: Row | None, data: Mapping[str, str], prefix: str = ""
) -> Edit:
    """What somebody wants of a row, from the form that was sent; without a row, of a new one.

    `prefix` is that of the form's controls, where a page has those of several rows.
    """
    names = {c.key: f"{prefix}-{c.key}" if prefix else c.key for c in columns if not c.computed}
    raw = {key: data[name] for key, name in names.items() if name in data}
    if row is None:
        return Edit(raw=raw)
    # A browser sends every line end as two characters.
    seen = {
        key: data[SEEN + name].replace("\r\n", "\n")
        for key, name in names.items()
        if SEEN + name in data
    }
    return Edit(uid=row.uid, raw=raw, seen=seen)


def _grouped(column: Column, leader: Column) -> list[Any]:
    groups = [
        (parent.label, [(o.key, o.label) for o in column.options if o.parent == parent.key])
        for parent in leader.options
    ]
    return [("", ""), *((label, options) for label, options in groups if options)]


class ColumnField(forms.Field):
    """Takes what was typed as it is: the column reads it, when the row is proposed."""

    def __init__(self, column: Column, columns: Mapping[str, Column], locked: bool) -> None:
        super().__init__(
            required=False,
            label=full_label(column),
            help_text=column.hint,
            widget=_widget(column, columns),
            disabled=locked,
        )
        self.column = column
        self.help: Help | None = None
        self.findings: list[Finding] = []

    def clean(self, value: Any) -> str:
        return "" if value is None else str(value)


def _widget(column: Column, columns: Mapping[str, Column]) -> forms.Widget:
    match column.kind:
        case Kind.CHOICE if column.follows:
            of = {option.key: option.parent for option in column.options}
            groups = _grouped(column, columns[column.follows])
            return FollowingSelect(column.follows, of, choices=groups)
        case Kind.CHOICE:
            return forms.Select(choices=[("", ""), *((o.key, o.label) for o in column.options)])
        case Kind.MONEY:
            return MoneyInput()
        case Kind.NUMBER | Kind.PERCENT:
            return FigureInput()
        case Kind.TEXT if column.is_prose:
            return ProseInput(column.max_length if column.max_length < LONGEST_TEXT else None)
        case _:
            return forms.TextInput(attrs={"autocomplete": "off"})


def _keep_withdrawn(field: forms.Field, column: Column) -> None:
    """Offer an entry that was withdrawn where it stands, or saving the row would empty the cell."""
    if field.initial in {option.key for option in column.withdrawn}:
        label = f"{column.label_of(field.initial)} (withdrawn)"
        field.widget.choices = [*field.widget.choices, (field.initial, label)]


class RowForm(forms.Form):
    """One row of a section. What the person saw in each cell travels along, hidden."""

    def __init__(
        self,
        section: SectionKind,
        version: Version,
        row: Row | None = None,
        data: Mapping[str, Any] | None = None,
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, prefix=prefix)
        self.section = section
        self.row = row
        self.conflicts = False
        columns = {column.key: column for column in section.columns_for(version)}
        self.columns = {key: column for key, column in columns.items() if column.is_typed}
        self.seen = (
            {key: column.canonical(row.get(key)) for key, column in self.columns.items()}
            if row
            else {}
        )
        locks = section.locks(version, [row] if row else [])
        for key, column in self.columns.items():
            lock = locks.get((row.uid, key)) if row else None
            field = ColumnField(column, columns, lock is not None)
            if lock is not None:
                field.help_text = lock.why
            elif row is not None and section.unpublished(column, row, locks):
                field.help_text = UNPUBLISHED
            field.help = section.guidance.get(key)
            field.initial = typed(column, row.get(key)) if row else ""
            _keep_withdrawn(field, column)
            self.fields[key] = field

    @property
    def seen_inputs(self) -> SafeString:
        """What the person saw in each cell, as hidden controls: quicker than fields of the form."""
        return format_html_join(
            "",
            '<input type="hidden" name="{}" value="{}">',
            (
                (name := SEEN + self.add_prefix(key), self.data.get(name, seen))
                for key, seen in self.seen.items()
            ),
        )

    @cached_property
    def helper(self) -> FormHelper:
        """The columns in their groups."""
        groups: dict[str, list[str]] = {}
        for key, column in self.columns.items():
            groups.setdefault(column.group, []).append(key)
        helper = FormHelper()
        helper.form_tag = False
        helper.layout = Layout(
            *(Fieldset(name, *groups[name]) for name in sorted(groups, key=_notes_last)),
        )
        return helper

    def show_findings(self, findings: Iterable[Finding]) -> list[Finding]:
        """Show what somebody should look at in the row's long texts, each at its field.

        Returns what is shown.
        """
        shown = []
        for finding in findings:
            here = self.row is not None and finding.row == str(self.row.uid)
            if here and finding.section == self.section.key and finding.state == "warns":
                field = self.fields.get(finding.column)
                if isinstance(field, ColumnField) and field.column.is_prose:
                    field.findings.append(finding)
                    shown.append(finding)
        return shown

    def refuse(self, refusals: Sequence[Refusal]) -> None:
        """Show what cannot be taken at its field; what was typed stays."""
        for refusal in refusals:
            self.add_error(refusal.column or None, refusal.message)

    def show_conflicts(self, conflicts: Sequence[Conflict], savers: Mapping[str, str]) -> None:
        """Show both values of a cell that somebody else changed.

        The form then carries the new value as seen, so that saving again is a choice.
        """
        self.conflicts = True
        data = dict(self.data.items())
        for conflict in conflicts:
            column = self.columns[conflict.column]
            who = savers.get(conflict.column, "Somebody else")
            self.add_error(conflict.column, conflict_words(column, conflict, who))
            data[SEEN + self.add_prefix(conflict.column)] = column.canonical(conflict.now)
        self.data = data


def conflict_words(column: Column, conflict: Conflict, who: str) -> str:
    """Both values of a cell that somebody else changed, and what to do."""
    now, mine = _quoted(column, conflict.now), _quoted(column, conflict.new)
    return (
        f"{who} changed this to {now} while you had it open. You typed {mine}."
        " Save again to keep yours, or type theirs."
    )


def _notes_last(group: str) -> bool:
    return group == NOTES


def _quoted(column: Column, value: Value) -> str:
    return f"“{told(column, value)}”" if value is not None else "nothing"
