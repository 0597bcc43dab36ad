"""Checking all plans of a year, against one SQL statement by hand that comes to the same.

The statement knows the rules of money, so it is they that are held against it. What checking
every rule of the year takes beside the same statement is told as well; it has no target.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import connection

from bcf.checks.engine import check
from bcf.checks.findings import Finding
from bcf.editions.models import RuleSetting
from bcf.submissions.models import Version
from tests.bench.plans import load_plans, make_plans
from tests.bench.run import Result, ratio

TARGET = 1.5
MONEY = "^R-(INC|EXP|MIN)-"
STATEMENT = Path(__file__).with_suffix(".sql").read_text()


def run() -> list[Result]:
    """Both say the same of every plan, which is made sure of first; then they take turns."""
    make_plans()
    every_rule = Result("check_all_plans_every_rule", _beside_sql(load_plans()))
    RuleSetting.objects.exclude(rule__regex=MONEY).delete()
    versions = load_plans()
    _agree(check(versions), _by_hand(versions))
    return [Result("check_all_plans", _beside_sql(versions), TARGET), every_rule]


def _beside_sql(versions: list[Version]) -> float:
    return ratio(lambda: check(versions), lambda: _by_hand(versions))


def _by_hand(versions: list[Version]) -> list[tuple[Any, ...]]:
    edition = versions[0].submission.collection.edition_id
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, {"versions": [v.pk for v in versions], "edition": edition})
        return list(cursor.fetchall())


def _agree(findings: dict[int, list[Finding]], rows: list[tuple[Any, ...]]) -> None:
    ours = {
        (f.version, f.rule, str(f.outcome), f.row, f.column, f.subject, f.year)
        for found in findings.values()
        for f in found
    }
    different = sorted(ours ^ set(rows))
    if different:
        shown = "\n".join(map(str, different[:20]))
        raise SystemExit(
            f"{len(different)} verdicts differ between the rules and the SQL:\n{shown}"
        )
