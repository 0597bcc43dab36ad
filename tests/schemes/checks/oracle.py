"""The rules of the money once more, slowly: one plan at a time, over its rows as people see them.

It shares nothing with the product's rules but the ids: no query of theirs, no total. A verdict
is told as (rule, outcome, row, column, subject, year).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bcf.boards.models import Organisation
from bcf.editions.models import Allocation
from bcf.submissions.models import Version
from bcf.submissions.sections import section_of
from bcf.tables import Column, Row
from schemes.models import Scheme
from schemes.sections import Expenditure

Told = tuple[str, str, str, str, str, str]
Comparison = Callable[[Decimal, Decimal], bool]
HOLDS, FAILS, UNKNOWN = "holds", "fails", "unknown"
HOMES = {
    "dfg-related-schemes",
    "housing-related-schemes",
    "assistive-technologies-and-equipment",
}


@dataclass
class Oracle:
    """One plan, the figures published for its board, and what every board's ICBs are given.

    `others` are the newest versions of the other boards of the collection, and `tied` the
    ids of the boards that each ICB is tied to, by the ICB's code.
    """

    version: Version
    others: Sequence[Version]
    tied: dict[str, set[int]]

    def __post_init__(self) -> None:
        collection = self.version.submission.collection
        self.edition = collection.edition
        self.board = self.version.submission.board
        self.sections = {key: section_of(collection, key) for key in ("income", "expenditure")}
        self.years = self.sections["income"].years
        self.sources = {s.key: s for s in self.edition.sources.order_by("position")}
        self.rules = set(self.edition.rules.values_list("rule", flat=True))
        self.income = [r for r in self.rows(self.version) if not self.is_part(r)]
        self.parts = [r for r in self.rows(self.version) if self.is_part(r)]
        self.lines = self.sections["expenditure"].rows(self.version)
        self.published = list(
            Allocation.objects.filter(board=self.board).select_related("contributor")
        )

    def rows(self, version: Version) -> list[Row]:
        return self.sections["income"].rows(version)

    def is_part(self, row: Row) -> bool:
        """A district's row explains another."""
        kind = Organisation.objects.filter(code=row.get("contributor") or "").first()
        return bool(kind and kind.kind == "district")

    def verdicts(self) -> set[Told]:
        told = {*self.income_verdicts(), *self.line_verdicts(), *self.spending_verdicts()}
        return {verdict for verdict in told if verdict[0] in self.rules}

    # Sums.

    @staticmethod
    def known(amounts: list[Decimal | None]) -> Decimal | None:
        return None if None in amounts else sum(filter(None, amounts), Decimal(0))

    def paid(self, row: Row, year: str) -> Decimal | None:
        value = row.get(f"amount_{year}")
        return value if isinstance(value, Decimal) else None

    def given(self, source: str, year: str) -> Decimal | None:
        rows = [row for row in self.income if row.get("source") == source]
        if not rows and self.sources[source].mandatory:
            return None
        return self.known([self.paid(row, year) for row in rows])

    def allocated(self, fund: str, year: str, to: str | None) -> Decimal | None:
        for allocation in self.published:
            code = allocation.contributor.code if allocation.contributor else None
            if (allocation.fund, allocation.year, code) == (fund, year, to):
                return allocation.amount
        return None

    def contributors(self, source: str, year: str) -> dict[str | None, list[Row]]:
        found: dict[str | None, list[Row]] = {}
        for row in self.income:
            if row.get("source") == source:
                found.setdefault(str(row.get("contributor") or "") or None, []).append(row)
        for a in self.published:
            of_source = (a.fund, a.year) == (source, year)
            if of_source and a.contributor and a.contributor.kind != "district":
                found.setdefault(a.contributor.code, [])
        return found

    def whole(self, source: str, year: str) -> Decimal | None:
        """What was published for a source: for the board, else all contributors together."""
        if (board := self.allocated(source, year, None)) is not None:
            return board
        parts = list(self.contributors(source, year))
        amounts = [self.allocated(source, year, to) if to else None for to in parts]
        return self.known(amounts) if parts else None

    def spent(self, year: str, of: Callable[[Row], bool]) -> Decimal:
        amounts = [row.get(f"amount_{year}") for row in self.lines if of(row)]
        return sum((a for a in amounts if isinstance(a, Decimal)), Decimal(0))

    # Income.

    def income_verdicts(self) -> Iterator[Told]:
        for key, source in self.sources.items():
            for year in self.years:
                if source.published == "at_least":
                    yield from self.minimum_contribution(key, year)
                if source.published == "exact":
                    yield self.grant(key, year)
                if key == "disch_icb":
                    yield from self.icb_shares(year)
                if key == "dfg" and self.board.two_tier:
                    yield from self.districts(year)
        for year in self.years:
            amounts = [self.given(source, year) for source in self.sources]
            outcome = UNKNOWN if None in amounts else HOLDS
            yield ("R-INC-007", outcome, "", "", "", year)
        yield from self.thousands()
        yield from self.funding_lines()

    def first_row(self, source: str) -> str:
        return next((str(r.uid) for r in self.income if r.get("source") == source), "")

    def compare(
        self,
        planned: Decimal | None,
        needed: Decimal | None,
        ok: Callable[[Decimal, Decimal], bool],
    ) -> str:
        if planned is None or needed is None:
            return UNKNOWN
        return HOLDS if ok(planned, needed) else FAILS

    def minimum_contribution(self, source: str, year: str) -> Iterator[Told]:
        column = f"amount_{year}"
        parts = self.contributors(source, year)
        for code, rows in parts.items():
            planned = self.known([self.paid(r, year) for r in rows]) if rows else None
            needed = self.allocated(source, year, code) if code else None
            row = str(rows[0].uid) if rows else ""
            outcome = self.compare(planned, needed, operator.ge)
            yield ("R-INC-001", outcome, row, column, source, year)
        if len(parts) != 1 or self.allocated(source, year, None) is not None:
            planned = self.given(source, year)
            if any(not rows for rows in parts.values()):
                planned = None
            outcome = self.compare(planned, self.whole(source, year), operator.ge)
            yield ("R-INC-001", outcome, self.first_row(source), column, source, year)

    def grant(self, source: str, year: str) -> Told:
        rule = "R-INC-003" if source == "disch_la" else "R-INC-002"
        outcome = self.compare(self.given(source, year), self.whole(source, year), operator.eq)
        return (rule, outcome, self.first_row(source), f"amount_{year}", source, year)

    def icb_shares(self, year: str) -> Iterator[Told]:
        parts = self.contributors("disch_icb", year)
        for code, rows in parts.items():
            row = str(rows[0].uid) if rows else ""
            outcome = self.shares_add_up(code, rows, year)
            yield ("R-INC-003", outcome, row, f"amount_{year}", "disch_icb", year)
        if not parts:
            yield ("R-INC-003", UNKNOWN, "", f"amount_{year}", "disch_icb", year)

    def shares_add_up(self, icb: str | None, rows: list[Row], year: str) -> str:
        pot = Allocation.objects.filter(
            board=None, fund="disch_icb", contributor__code=icb, year=year
        ).first()
        if icb is None or pot is None:
            return UNKNOWN
        shares: dict[int, Decimal | None] = dict.fromkeys(self.tied.get(icb, set()))
        for other in self.others:
            theirs = [
                self.paid(row, year)
                for row in self.rows(other)
                if (row.get("source"), row.get("contributor")) == ("disch_icb", icb)
            ]
            if theirs:
                shares[other.submission.board_id] = self.known(theirs)
        own = [self.paid(row, year) for row in rows]
        shares[self.board.pk] = self.known(own) if own else None
        return self.compare(self.known(list(shares.values())), pot.amount, operator.eq)

    def districts(self, year: str) -> Iterator[Told]:
        place = (self.first_row("dfg"), f"amount_{year}", "dfg", year)
        rows = [row for row in self.parts if row.get("source") == "dfg"]
        parts = self.known([self.paid(row, year) for row in rows])
        whole = self.given("dfg", year)
        if not rows:
            yield ("R-INC-005", FAILS, *place)
        else:
            yield ("R-INC-005", self.compare(parts, whole, operator.eq), *place)
        outcome = self.compare(parts, whole, operator.ge)
        explained = any(r.get("comment") for r in self.income if r.get("source") == "dfg")
        if outcome == FAILS and explained:
            outcome = HOLDS
        yield ("R-INC-006", outcome, *place)

    def thousands(self) -> Iterator[Told]:
        compared, suspect = False, False
        for source in self.sources:
            for year in self.years:
                for code, rows in self.contributors(source, year).items():
                    planned = self.known([self.paid(r, year) for r in rows]) if rows else None
                    needed = self.allocated(source, year, code) if code else None
                    if planned is None or needed is None:
                        continue
                    compared = True
                    if 0 < needed <= planned * 2000 and planned * 500 <= needed:
                        suspect = True
                        row = str(rows[0].uid)
                        yield ("R-INC-009", FAILS, row, f"amount_{year}", source, year)
        if not suspect:
            yield ("R-INC-009", HOLDS if compared else UNKNOWN, "", "", "", "")

    def funding_lines(self) -> Iterator[Told]:
        broken: set[Told] = set()
        for row in self.income + self.parts:
            uid = str(row.uid)
            if not self.sources[str(row.get("source"))].mandatory:
                for key in ("contributor", "comment"):
                    if row.get(key) is None:
                        broken.add(("R-INC-004", FAILS, uid, key, "", ""))
            for year in self.years:
                if self.paid(row, year) is None:
                    broken.add(("R-INC-008", FAILS, uid, f"amount_{year}", "", year))
        yield from broken
        yield from self.rest(
            ("R-INC-004", "R-INC-008", "R-INC-010"), broken, self.rows(self.version)
        )

    def rest(self, rules: Sequence[str], broken: set[Told], rows: Sequence[Row]) -> Iterator[Told]:
        """Where a plan has rows and none breaks a rule, the rule holds."""
        for rule in rules:
            if rows and rule not in {verdict[0] for verdict in broken}:
                yield (rule, HOLDS, "", "", "", "")

    # Single lines.

    def line_verdicts(self) -> Iterator[Told]:
        broken = {verdict for line in self.lines for verdict in self.line(line)}
        broken |= set(self.names())
        broken |= set(self.open())
        broken = {verdict for verdict in broken if verdict[0] in self.rules}
        yield from broken
        yield from self.rest([f"R-EXP-{n:03}" for n in range(3, 15)], broken, self.lines)

    def open(self) -> Iterator[Told]:
        """Where an empty cell leaves a rule open: told once, at the first line."""
        seen: set[tuple[str, str]] = set()
        for line in self.lines:
            for rule, column in self.leaves_open(line):
                if (rule, column) not in seen:
                    seen.add((rule, column))
                    yield (rule, UNKNOWN, str(line.uid), column, "", "")

    def leaves_open(self, line: Row) -> Iterator[tuple[str, str]]:
        section = self.sections["expenditure"]
        assert isinstance(section, Expenditure)
        kind = line.get("scheme_type")
        if kind is None:
            for rule in ("R-EXP-004", "R-EXP-005", "R-EXP-010", "R-EXP-011"):
                yield rule, "scheme_type"
        some = any(str(key).startswith(f"{kind}.") for key in section.sub_types)
        if line.get("sub_type") is None and (kind is None or some):
            yield "R-EXP-006", "sub_type"
        if line.get("area_of_spend") is None:
            yield "R-EXP-007", "area_of_spend"
        if line.get("commissioner") is None:
            yield "R-EXP-008", "commissioner"
            yield "R-EXP-009", "commissioner"
        if line.get("scheme_code") is None:
            yield "R-EXP-014", "scheme_code"
        for year in self.years:
            if line.get(f"amount_{year}") is None:
                asks = kind is not None and section.scheme_types[str(kind)].asks_outputs
                if asks and not line.get(f"output_{year}"):
                    yield "R-EXP-010", f"amount_{year}"
                if not any(line.get(f"amount_{other}") for other in self.years):
                    yield "R-EXP-012", f"amount_{year}"

    def line(self, line: Row) -> Iterator[Told]:
        section = self.sections["expenditure"]
        assert isinstance(section, Expenditure)
        uid = str(line.uid)
        for column in section.columns:
            asked = column.need == "always" or (column.need == "asked" and self.asked(column, line))
            counted_apart = column.rule in ("", "R-EXP-010", "R-EXP-011")
            if asked and not counted_apart and line.get(column.key) is None:
                yield (column.rule, FAILS, uid, column.key, "", column.year)
        kind, sub = line.get("scheme_type"), str(line.get("sub_type") or "")
        if kind and sub and not sub.startswith(f"{kind}."):
            yield ("R-EXP-004", FAILS, uid, "sub_type", "", "")
        text = str(line.get("description") or "")
        if sub.endswith(".other"):
            name = line.get("scheme_name")
            if not text or (name and text.casefold() == str(name).casefold()):
                yield ("R-EXP-006", FAILS, uid, "description", "", "")
        if line.get("commissioner") in ("la", "nhs") and line.get("nhs_share") is not None:
            yield ("R-EXP-009", FAILS, uid, "nhs_share", "", "")
        yield from self.outputs(line, section)
        if all(line.get(f"amount_{year}") == 0 for year in self.years):
            yield ("R-EXP-012", FAILS, uid, f"amount_{self.years[0]}", "", "")

    def asked(self, column: Column, line: Row) -> bool:
        followed = not column.follows or bool(column.options_for(line.values))
        return followed and column.asked(line.values)

    def outputs(self, line: Row, section: Expenditure) -> Iterator[Told]:
        uid, kind = str(line.uid), line.get("scheme_type")
        if kind is None:
            return
        asks = section.scheme_types[str(kind)].asks_outputs
        for year in self.years:
            output, spent = line.get(f"output_{year}"), line.get(f"amount_{year}")
            place = (uid, f"output_{year}", "", year)
            if not asks and output is not None:
                yield ("R-EXP-010", FAILS, *place)
                yield ("R-EXP-011", FAILS, *place)
            if asks and spent and not output:
                yield ("R-EXP-010", FAILS, *place)
            if asks and output is None:
                yield ("R-EXP-011", FAILS, *place)
        if "R-EXP-011" in self.rules and asks is (line.get("unit") is None):
            yield ("R-EXP-011", FAILS, uid, "unit", "", "")

    def names(self) -> Iterator[Told]:
        """Lines under a name that is newer than another of the same id."""
        by_code: dict[str, list[tuple[int, str]]] = {}
        for scheme in Scheme.objects.filter(version=self.version).exclude(name=""):
            by_code.setdefault(scheme.code, []).append((scheme.pk, scheme.name))
        for line in self.lines:
            code, name = line.get("scheme_code"), line.get("scheme_name")
            named = sorted(by_code.get(str(code), []))
            if code and name and named[0][1] != name:
                yield ("R-EXP-014", FAILS, str(line.uid), "scheme_name", "", "")

    # Spending as a whole.

    def spending_verdicts(self) -> Iterator[Told]:
        for key, source in self.sources.items():
            for year in self.years:
                spent = self.spent(year, lambda line, key=key: line.get("source") == key)
                used = any(row.get("source") == key for row in self.income)
                if source.mandatory or used or spent:
                    income = self.given(key, year)
                    level = self.compare(income, spent, operator.eq)
                    enough = self.compare(income, spent, operator.ge)
                    yield ("R-EXP-001", level, "", "", key, year)
                    yield ("R-EXP-002", enough, "", "", key, year)
        if any(self.spent(year, lambda line: True) for year in self.years):
            yield ("R-EXP-015", HOLDS, "", "", "", "")
        yield from self.purposes()
        for year in self.years:
            yield from self.minimums(year)

    def purposes(self) -> Iterator[Told]:
        def spend(source: str, of: Callable[[Row], bool] = lambda line: True) -> Decimal:
            return sum(
                (
                    self.spent(y, lambda line: line.get("source") == source and of(line))
                    for y in self.years
                ),
                Decimal(0),
            )

        for rule, *sources in (
            ("R-EXP-017", "dfg"),
            ("R-EXP-018", "ibcf"),
            ("R-EXP-019", "winter"),
            ("R-EXP-020", "disch_la", "disch_icb"),
        ):
            if any(spend(source) for source in sources):
                yield (rule, UNKNOWN, "", "", sources[0], "")
        typed = spend("dfg", lambda line: line.get("scheme_type") is not None)
        homes = spend("dfg", lambda line: line.get("scheme_type") in HOMES)
        if spend("dfg"):
            outcome = FAILS if typed > homes else UNKNOWN if spend("dfg") > typed else HOLDS
            yield ("R-EXP-016", outcome, "", "", "dfg", "")
        carers = spend("min_nhs", lambda line: line.get("scheme_type") == "carers-services")
        untyped = spend("min_nhs", lambda line: line.get("scheme_type") is None)
        outcome = HOLDS if carers else UNKNOWN if untyped else FAILS
        yield ("R-EXP-024", outcome, "", "", "min_nhs", "")

    def towards(self, key: str, line: Row) -> tuple[Decimal, Decimal]:
        """The least and the most of a line, in per cent, that counts towards a minimum."""
        area = line.get("area_of_spend")
        none, whole = Decimal(0), Decimal(100)
        if key == "asc_min":
            least = whole if area == "social-care" else none
            return least, least if area else whole
        joint = line.get("nhs_share")
        shares = {"nhs": whole, "la": none, "joint": joint, None: None}
        share = shares[line.get("commissioner")]  # type: ignore[index]
        assert share is None or isinstance(share, Decimal)
        low, high = (none, whole) if share is None else (share, share)
        if area == "acute":
            return none, none
        return (none, high) if area is None else (low, high)

    def minimums(self, year: str) -> Iterator[Told]:
        for minimum in self.edition.minimums.all():
            key = minimum.key
            low = high = Decimal(0)
            for line in self.lines:
                amount = line.get(f"amount_{year}")
                if line.get("source") == "min_nhs" and isinstance(amount, Decimal):
                    least, most = self.towards(key, line)
                    low, high = low + amount * least / 100, high + amount * most / 100
            required = self.allocated(key, year, None)
            met = UNKNOWN
            if required is not None and low >= required:
                met = HOLDS
            elif required is not None and high < required:
                met = FAILS
            place = ("", "", key, year)
            social = key == "asc_min"
            yield ("R-MIN-001" if social else "R-MIN-003", met, *place)
            yield ("R-MIN-007", met, *place)
            added = HOLDS if low == high else UNKNOWN
            yield ("R-MIN-002" if social else "R-MIN-004", added, *place)
            if required is not None:
                yield ("R-MIN-006", HOLDS, *place)
            if social:
                yield ("R-MIN-005", self.uplift(year), *place)

    def uplift(self, year: str) -> str:
        for figure in self.published:
            if (figure.fund, figure.year, figure.contributor) == ("asc_min", year, None):
                own = figure.uplift_percent
                if own is None and self.edition.code == "2023-25" and year == "2023-24":
                    own = Decimal("5.66")
                if figure.previous_amount is None or own is None:
                    return UNKNOWN
                rise = (figure.amount / figure.previous_amount - 1) * 100
                return HOLDS if abs(rise - own) <= Decimal("0.05") else FAILS
        return UNKNOWN
