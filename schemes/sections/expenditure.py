"""The section of expenditure: what the pool is spent on."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from bcf.answers.typed import Values
from bcf.copying import Copier
from bcf.editions.models import Choice
from bcf.submissions.content import point_each
from bcf.submissions.models import Version
from bcf.tables import LONGEST_TEXT, Column, Difference, Option, Row, Table, Value

from ..keys import MIN_NHS, OUT_OF_HOSPITAL_MINIMUM, SOCIAL_CARE, SOCIAL_CARE_MINIMUM
from ..models import (
    ExpenditureLine,
    LineYear,
    Scheme,
    SchemeType,
    SubType,
)
from ..sums import totals_of
from ..tables import headline, spending_by_type, strip
from .funded import FundedRows


class Expenditure(FundedRows):
    """What the pool is spent on: a row for each scheme and source of funding."""

    row_noun = "line"
    totals_template = "schemes/partials/strip.html"
    model = ExpenditureLine
    year_model = LineYear
    year_fields = ("amount", "output")
    named_by = ("scheme_code", "scheme_name")
    match_on = (
        *named_by,
        *("scheme_type", "sub_type", "area_of_spend", "commissioner", "provider", "source"),
    )

    def totals(self, version: Version, rows: Sequence[Row]) -> dict[str, Any]:
        labels = {key: scheme_type.label for key, scheme_type in self.scheme_types.items()}
        amounts = {year: column.key for year, column in self.by_year("amount").items()}
        return {
            "strip": strip(totals_of(version)),
            "by_type": spending_by_type(rows, labels, amounts),
        }

    def headline(self, version: Version) -> dict[str, Any]:
        return headline(version)

    def funds(self, version: Version) -> dict[tuple[str, str], Decimal]:
        """Each source's income by year; where that is not known, what was published."""
        totals = totals_of(version)
        funds = {}
        for year, column in self.by_year("amount").items():
            for source in self.sources:
                income = totals.income_of(source, year)
                if income is None:
                    income = totals.published_for(source, year)
                if income is not None:
                    funds[source, column.key] = income
        return funds

    def rows_about(self, subject: str) -> dict[str, str]:
        """The lines of one source, or those that a required minimum looks at."""
        if subject == SOCIAL_CARE_MINIMUM:
            return {"source": MIN_NHS, "area_of_spend": SOCIAL_CARE}
        if subject == OUT_OF_HOSPITAL_MINIMUM:
            return {"source": MIN_NHS}
        return super().rows_about(subject)

    @cached_property
    def scheme_types(self) -> dict[str, SchemeType]:
        """The collection's scheme types by key, in the edition's order."""
        types = SchemeType.objects.asked_by(self.collection).order_by("number")
        return {scheme_type.key: scheme_type for scheme_type in types.select_related("unit")}

    @cached_property
    def sub_types(self) -> dict[str, SubType]:
        """The sub types of those by both keys, such as `carers-services.other`."""
        sub_types = (
            SubType.objects.filter(scheme_type__in=self.scheme_types.values())
            .order_by("scheme_type__number", "position")
            .select_related("scheme_type", "unit")
        )
        return {f"{sub.scheme_type.key}.{sub.key}": sub for sub in sub_types}

    def lists(self) -> dict[str, tuple[Option, ...]]:
        return {
            **super().lists(),
            "scheme_type": tuple(Option(k, t.label) for k, t in self.scheme_types.items()),
            "sub_type": tuple(
                Option(k, s.label, s.scheme_type.key) for k, s in self.sub_types.items()
            ),
        }

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The edition's columns; a scheme's id and name are as long as the database keeps."""
        limits = {"scheme_code": 20, "scheme_name": 200}
        return tuple(
            replace(
                column, max_length=min(column.max_length, limits.get(column.field, LONGEST_TEXT))
            )
            for column in super().columns
        )

    @cached_property
    def references(self) -> dict[str, dict[str, int]]:
        """The ids behind the keys of each column that names a row of reference data."""
        ids: dict[str, dict[str, int]] = {}
        for choice in Choice.objects.filter(edition=self.edition):
            ids.setdefault(choice.list, {})[choice.key] = choice.pk
        return {
            "scheme_type": {key: row.pk for key, row in self.scheme_types.items()},
            "sub_type": {key: row.pk for key, row in self.sub_types.items()},
            "source": {key: row.pk for key, row in self.sources.items()},
            **{
                column.field: ids.get(self.questions[column.key].choices, {})
                for column in self.typed.values()
                if column.field in ("unit", "area_of_spend", "commissioner", "provider")
            },
        }

    @cached_property
    def keys(self) -> dict[str, dict[int, str]]:
        """The keys behind the ids: `references` the other way round."""
        return {
            field: {pk: key for key, pk in ids.items()} for field, ids in self.references.items()
        }

    @cached_property
    def held(self) -> dict[str, str]:
        behind = {"scheme_code": "scheme__code", "scheme_name": "scheme__name"}
        behind |= {field: f"{field}_id" for field in self.references}
        return {key: behind.get(field, field) for key, field in super().held.items()}

    def value(self, key: str, found: Any) -> Value:
        keys = self.keys.get(self.typed[key].field)
        return super().value(key, found) if keys is None else keys.get(found)

    def compute(self, values: dict[str, Value]) -> dict[str, Value]:
        """Add the unit and the council's share, where the edition works them out."""
        for column in self.columns:
            if column.computed and column.field == "unit":
                values[column.key] = self.unit_of(values)
            elif column.computed and column.key == "la_share":
                share = values.get("nhs_share")
                values[column.key] = 100 - share if isinstance(share, Decimal) else None
        return values

    def unit_of(self, values: Values) -> str | None:
        """The key of the unit that outputs are counted in: the sub type's, else the type's."""
        sub_type = self.sub_types.get(str(values.get("sub_type")))
        scheme_type = self.scheme_types.get(str(values.get("scheme_type")))
        unit = (sub_type and sub_type.unit) or (scheme_type and scheme_type.unit)
        return unit.key if unit else None

    def asks_outputs(self, values: Values) -> bool:
        """Whether the row's scheme type asks for expected outputs."""
        scheme_type = self.scheme_types.get(str(values.get("scheme_type")))
        return bool(scheme_type and scheme_type.asks_outputs)

    def asked(self, column: Column, row: Values) -> bool:
        """Outputs and units only of the types that count them; sub types where there are any."""
        if column.field in ("output", "unit"):
            return self.asks_outputs(row)
        if column.field == "sub_type":
            return bool(column.options_for(row))
        return column.asked(row)

    def tables(self, versions: Iterable[Version]) -> dict[int, Table]:
        """The lines, with each one's share of all spending in % (the years together)."""
        tables = super().tables(versions)
        return {pk: self._with_shares(table) for pk, table in tables.items()}

    def _with_shares(self, table: Table) -> Table:
        if not any(column.key == "share_of_spend" for column in table.columns):
            return table
        spend = [self.spend(row) for row in table.rows]
        total = sum(spend, Decimal(0))
        rows = tuple(
            replace(
                row,
                values={**row.values, "share_of_spend": amount * 100 / total if total else None},
            )
            for row, amount in zip(table.rows, spend, strict=True)
        )
        return Table(table.key, table.columns, rows)

    def spend(self, row: Row) -> Decimal:
        """A line's spending over all years, in pounds."""
        amounts = (row.get(column.key) for column in self.by_year("amount").values())
        return sum((a for a in amounts if isinstance(a, Decimal)), Decimal(0))

    def fields(self, rows: Mapping[UUID, Values]) -> dict[UUID, dict[str, Any]]:
        return {uid: self._fields(values) for uid, values in rows.items()}

    def _fields(self, values: Values) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for key, value in values.items():
            field = self.typed[key].field
            if field in self.references:
                fields[f"{field}_id"] = self.references[field].get(str(value))
            elif field == "description":
                fields[field] = value or ""
            elif field == "nhs_share":
                fields[field] = value
        return fields

    def new_fields(
        self, version: Version, rows: Sequence[Row], revision: int
    ) -> dict[UUID, dict[str, Any]]:
        """Each line with the scheme of its id and name."""
        fields = super().new_fields(version, rows, revision)
        names = {row.uid: _named(row.values) for row in rows}
        schemes = self._schemes(version, set(names.values()) - {("", "")}, revision)
        for uid, name in names.items():
            fields[uid]["scheme_id"] = schemes.get(name)
        return fields

    def write(self, version: Version, difference: Difference, revision: int) -> None:
        super().write(version, difference, revision)
        named = {"scheme_code", "scheme_name"}
        touched = {change.uid for change in difference.changed if change.column in named}
        if touched:
            self._name_schemes(version, difference, touched, revision)
        if touched or difference.removed:
            self._drop_left_schemes(version)

    def _name_schemes(
        self, version: Version, difference: Difference, uids: set[UUID], revision: int
    ) -> None:
        """Tie each changed line to the scheme of its id and name, making those that are new."""
        lines = self.queryset([version]).filter(uid__in=uids).select_related("scheme")
        changes = difference.changes_by_row()
        wanted = {}
        for line in lines:
            scheme = line.scheme
            held = {"scheme_code": scheme.code, "scheme_name": scheme.name} if scheme else {}
            wanted[line.pk] = _named({**held, **changes[line.uid]})
        schemes = self._schemes(version, set(wanted.values()) - {("", "")}, revision)
        targets = {line: schemes.get(pair) for line, pair in wanted.items()}
        point_each(ExpenditureLine, "scheme_id", targets)

    @staticmethod
    def _schemes(
        version: Version, pairs: set[tuple[str, str]], revision: int
    ) -> dict[tuple[str, str], int]:
        """The ids of a version's schemes by id and name, with those of `pairs`."""
        held = Scheme.objects.filter(version=version).order_by()
        known = {(code, name): pk for code, name, pk in held.values_list("code", "name", "pk")}
        copier, new = Copier(len(pairs)), sorted(pairs - known.keys())
        for position, (code, name) in enumerate(new, start=len(known) + 1):
            known[code, name] = copier.add_parent(
                Scheme,
                version_id=version.pk,
                uid=uuid.uuid4(),
                lineage=uuid.uuid4(),
                position=position,
                revision=revision,
                code=code,
                name=name,
            )
        copier.copy()
        return known

    @staticmethod
    def _drop_left_schemes(version: Version) -> None:
        """Drop the schemes that no line names any more."""
        Scheme.objects.filter(version=version, lines__isnull=True).delete()

    def copy_lines(self, lines: list[Any], new: Version) -> None:
        schemes = {
            s.pk: s for s in Scheme.objects.filter(pk__in={line.scheme_id for line in lines})
        }
        for scheme in schemes.values():
            scheme.pk = None
            scheme.version = new
            scheme.revision = new.revision
        Scheme.objects.bulk_create(schemes.values())
        for line in lines:
            line.scheme = schemes.get(line.scheme_id)
        super().copy_lines(lines, new)


def _named(line: Values) -> tuple[str, str]:
    """The id and the name of a line's scheme, empty where it has none."""
    return str(line.get("scheme_code") or ""), str(line.get("scheme_name") or "")
