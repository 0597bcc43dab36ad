"""The rule that no text looks unfinished: where its findings stand, and that they only warn."""

from __future__ import annotations

from bcf.checks.engine import check
from bcf.checks.findings import Finding
from bcf.editions.models import RuleSetting
from bcf.submissions.models import Version
from bcf.tables import Edit
from tests.factories import add, plan, put, section, statements

RULE = "H-NAR-001"


def write(version: Version, **texts: str) -> None:
    narrative = section(version, "narrative")
    put(version, Edit(uid=narrative.uid, raw=texts), key="narrative")


def found(version: Version) -> list[Finding]:
    return [finding for finding in check([version])[version.pk] if finding.rule == RULE]


def test_what_a_plan_left_over_is_found_where_it_stands(version: Version) -> None:
    write(
        version,
        priorities="Home first comes before all else, as section xx says.",
        joint_priorities="Joint priorities for 2022-23\n\nCarers, falls and housing.",
        new_investment="Two wards open by the end of 22/24.",
        governance="The board of 2019 agreed on the plan of 2022-23.",
    )
    told = {(f.section, f.column, f.message) for f in found(version)}
    assert told == {
        ("narrative", "priorities", "Priorities: “section xx” is a gap that nobody has filled."),
        (
            "narrative",
            "joint_priorities",
            "Joint priorities: “Joint priorities for 2022-23” is a heading of an earlier year.",
        ),
        ("narrative", "new_investment", "New investment: “22/24” is no span of years."),
    }
    assert {f.row for f in found(version)} == {str(section(version, "narrative").uid)}


def test_it_warns_and_holds_nothing_up(version: Version) -> None:
    write(version, care_act="TBC")
    (finding,) = found(version)
    assert (finding.state, finding.stops) == ("warns", False)


def test_a_lines_description_is_a_long_text_and_its_name_is_not(version: Version) -> None:
    uid = add(version, {"scheme_code": "1", "scheme_name": "TBC", "description": "More to come"})
    (finding,) = found(version)
    assert (finding.section, finding.column, finding.row) == (
        "expenditure",
        "description",
        str(uid),
    )


def test_braces_in_a_text_are_told_as_they_stand(version: Version) -> None:
    write(version, care_act="See [insert {year} {0}] first.")
    (finding,) = found(version)
    assert finding.message.startswith("Care Act duties: “[insert {year} {0}]” is a gap")


def test_a_plan_without_leftovers_is_not_spoken_of(version: Version) -> None:
    write(version, care_act="All duties are met by schemes 4 and 5.")
    assert found(version) == []


def test_all_texts_of_all_plans_cost_one_statement(version: Version) -> None:
    other = plan("X99000002")
    write(version, care_act="TBC", dfg="TBC")
    write(other, care_act="See page XX.")
    told = statements(lambda: check([version, other]))
    assert len([sql for sql in told if "answers_answer" in sql and "UNION ALL" in sql]) == 1


def test_an_edition_that_does_not_set_the_rule_is_not_asked(version: Version) -> None:
    write(version, care_act="TBC")
    RuleSetting.objects.filter(rule=RULE).delete()
    version.submission.collection.edition.refresh_from_db()
    assert found(version) == []
