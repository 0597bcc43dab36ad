"""Loading the files: what is written, what is kept, and what is refused."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bcf.boards.models import Board, BoardLink, Organisation
from bcf.editions.loader import ReferenceProblems, load
from bcf.editions.loader.merge import Outcome
from bcf.editions.models import (
    Allocation,
    Choice,
    Collection,
    Edition,
    LoadedRow,
    Question,
    SectionRow,
)

pytestmark = pytest.mark.django_db


def outcomes(report):
    return {outcome: n for outcome, n in report.total.items() if outcome is not Outcome.SAME}


def refusal(folder):
    with pytest.raises(ReferenceProblems) as caught:
        load(folder.path)
    return caught.value.problems


def test_everything_is_loaded(folder):
    report = load(folder.path)
    assert outcomes(report) == {Outcome.ADDED: 13}
    assert report.counts["boards.csv"] == {Outcome.ADDED: 2}
    allocation = Allocation.objects.select_related("board", "contributor").get()
    assert (allocation.board.name, allocation.contributor.name) == ("Alder", "Alder Council")
    assert Question.objects.get().section.collection.code == "2019-20-plan"


def test_a_second_load_writes_nothing(folder):
    load(folder.path)
    revision = Edition.objects.get().structure_revision
    with CaptureQueriesContext(connection) as queries:
        report = load(folder.path)
    assert outcomes(report) == {}
    writes = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes == []
    assert Edition.objects.get().structure_revision == revision


def test_the_number_of_statements_does_not_grow_with_the_rows(folder):
    def count(more):
        for n in range(more):
            folder.add(
                "choices.csv",
                edition="2019-20",
                list="area",
                key=f"{more}-{n}",
                label="Area",
                position=str(n),
                active="yes",
            )
        folder.write()
        with CaptureQueriesContext(connection) as queries:
            load(folder.path)
        return len(queries)

    load(folder.path)
    assert count(3) == count(60)


def test_the_same_in_other_words_is_no_change(folder):
    load(folder.path)
    folder.change("allocations.csv", amount="11296000.00")
    folder.change("boards.csv", name=" Alder ")
    assert outcomes(load(folder.path)) == {}


def test_a_change_of_the_file_is_taken(folder):
    load(folder.path)
    folder.change("boards.csv", name="Alderney")
    report = load(folder.path)
    assert report.counts["boards.csv"][Outcome.CHANGED] == 1
    assert Board.objects.get(code="A1").name == "Alderney"


def test_an_edit_is_kept_load_after_load(folder):
    load(folder.path)
    Board.objects.filter(code="A1").update(name="Alder and Ash")
    for _ in range(2):
        assert outcomes(load(folder.path)) == {Outcome.KEPT: 1}
    assert Board.objects.get(code="A1").name == "Alder and Ash"


def test_an_edit_is_kept_while_the_file_changes_the_structure(folder):
    load(folder.path)
    Question.objects.update(label="Has the board signed?")
    folder.change("questions.csv", position="7")
    assert outcomes(load(folder.path)) == {Outcome.CHANGED: 1}
    question = Question.objects.get()
    assert (question.label, question.position) == ("Has the board signed?", 7)
    assert outcomes(load(folder.path)) == {Outcome.KEPT: 1}


def test_the_same_edit_on_both_sides_is_no_conflict(folder):
    load(folder.path)
    Board.objects.filter(code="A1").update(name="Alderney")
    folder.change("boards.csv", name="Alderney")
    assert outcomes(load(folder.path)) == {}
    folder.change("boards.csv", name="Alderney West")
    assert outcomes(load(folder.path)) == {Outcome.CHANGED: 1}


class TestConflict:
    """A row that the file and a person changed."""

    @pytest.fixture(autouse=True)
    def _both_changed(self, folder):
        load(folder.path)
        Choice.objects.update(standing="confirmed")
        folder.change("choices.csv", label="Yes, signed")
        folder.change("boards.csv", name="Alderney")

    def test_nothing_of_the_row_is_written_and_the_rest_is(self, folder):
        report = load(folder.path)
        assert outcomes(report) == {Outcome.CONFLICT: 1, Outcome.CHANGED: 1}
        assert report.conflicts == [
            "editions/2019-20/choices.csv, row 2019-20/yes_no/yes: "
            "label is “Yes, signed” in the file and “Yes” in the admin; "
            "standing is “unconfirmed” in the file and “confirmed” in the admin"
        ]
        assert Choice.objects.get().label == "Yes"
        assert Board.objects.get(code="A1").name == "Alderney"

    def test_it_is_told_every_time_and_the_command_fails(self, folder, capsys):
        for _ in range(2):
            with pytest.raises(CommandError, match="both in the files and in the admin"):
                call_command("load_reference", folder.path)
            assert "row 2019-20/yes_no/yes: label is “Yes, signed”" in capsys.readouterr().out

    def test_the_file_can_be_taken(self, folder):
        call_command("load_reference", folder.path, take="file", verbosity=0)
        assert (Choice.objects.get().label, Choice.objects.get().standing) == (
            "Yes, signed",
            "unconfirmed",
        )

    def test_the_edit_can_be_taken_and_is_kept_from_then_on(self, folder):
        call_command("load_reference", folder.path, take="admin", verbosity=0)
        assert (Choice.objects.get().label, Choice.objects.get().standing) == ("Yes", "confirmed")
        assert outcomes(load(folder.path)) == {Outcome.KEPT: 1}


class TestGone:
    """A row that left the files."""

    def test_it_is_deleted_when_nothing_uses_it(self, folder):
        load(folder.path)
        folder.remove("choices.csv")
        assert outcomes(load(folder.path)) == {Outcome.GONE: 1}
        assert not Choice.objects.exists()
        assert not LoadedRow.objects.filter(table="editions.choice").exists()

    def test_it_goes_with_all_that_used_it(self, folder):
        load(folder.path)
        for name in ("links.csv", "organisations.csv", "boards.csv"):
            folder.remove(name, 1)
        assert outcomes(load(folder.path)) == {Outcome.GONE: 3}
        assert list(Board.objects.values_list("code", flat=True)) == ["A1"]

    def test_it_is_kept_while_something_uses_it_and_that_is_said(self, folder):
        load(folder.path)
        board, council = Board.objects.get(code="B1"), Organisation.objects.get(code="A1")
        link = BoardLink.objects.create(board=board, organisation=council, active_from="2020-04-01")
        for name in ("links.csv", "organisations.csv", "boards.csv"):
            folder.remove(name, 1)
        for _ in range(2):
            report = load(folder.path)
            assert report.in_use == ["boards.csv, row B1: in use by board links"]
            assert Board.objects.filter(code="B1").exists()
        link.delete()
        assert load(folder.path).in_use == []
        assert not Board.objects.filter(code="B1").exists()

    def test_an_edited_one_is_a_conflict(self, folder):
        load(folder.path)
        Choice.objects.update(label="Aye")
        folder.remove("choices.csv")
        assert load(folder.path).conflicts == [
            "editions/2019-20/choices.csv, row 2019-20/yes_no/yes: "
            "gone from the file, changed in the admin"
        ]
        assert Choice.objects.exists()
        load(folder.path, "file")
        assert not Choice.objects.exists()

    def test_one_deleted_in_the_admin_stays_deleted(self, folder):
        load(folder.path)
        Choice.objects.all().delete()
        assert outcomes(load(folder.path)) == {Outcome.KEPT: 1}
        assert not Choice.objects.exists()


def test_a_row_added_in_the_admin_is_left_alone(folder):
    load(folder.path)
    Choice.objects.create(
        edition=Edition.objects.get(), list="yes_no", key="no", label="No", position=2
    )
    assert outcomes(load(folder.path)) == {Outcome.KEPT: 1}
    assert Choice.objects.count() == 2


def test_a_row_may_refer_to_a_later_row_of_its_own_file(folder):
    folder.rows["editions/2019-20/collections.csv"].reverse()
    folder.add(
        "collections.csv",
        code="2019-20-base",
        edition="2019-20",
        kind="plan",
        title="Base",
        effect="base",
    )
    folder.add(
        "collections.csv",
        code="2019-20-third",
        edition="2019-20",
        kind="update",
        title="Third",
        effect="replaces",
        amends="2019-20-second",
    )
    folder.add(
        "collections.csv",
        code="2019-20-second",
        edition="2019-20",
        kind="update",
        title="Second",
        effect="replaces",
        amends="2019-20-base",
    )
    folder.write()
    load(folder.path)
    assert Collection.objects.get(code="2019-20-third").amends.amends.code == "2019-20-base"


def test_rows_that_refer_to_each_other_in_a_circle_are_refused(folder):
    for one, other in (("a", "b"), ("b", "a")):
        folder.add(
            "collections.csv",
            code=one,
            edition="2019-20",
            kind="update",
            title=one,
            effect="replaces",
            amends=other,
        )
    folder.write()
    assert refusal(folder) == ["collections.csv, row a: in a circle"]


class TestRefused:
    """Whole loads that are refused, naming file and row; nothing is written."""

    @pytest.fixture(autouse=True)
    def _nothing_is_written(self):
        yield
        assert not Board.objects.exists()
        assert not LoadedRow.objects.exists()

    def test_a_dangling_reference(self, folder):
        folder.change("links.csv", board="X9")
        assert refusal(folder) == [
            "links.csv, row A1/X9/2013-04-01: board: X9 is not among the boards"
        ]

    def test_a_dangling_reference_by_a_key_of_several_parts(self, folder):
        folder.change("questions.csv", section="2019-20-plan/income")
        assert refusal(folder) == [
            "editions/2019-20/questions.csv, row 2019-20-plan/income/signed: "
            "section: 2019-20-plan/income is not among the sections"
        ]

    def test_a_key_that_stands_twice(self, folder):
        folder.change("boards.csv", 1, code="A1")
        problems = refusal(folder)
        assert "boards.csv, row A1: stands twice" in problems

    def test_a_key_that_stands_in_two_files(self, folder):
        for path in (folder.path / "editions/2019-20").iterdir():
            other = folder.path / "editions/2023-25" / path.name
            other.parent.mkdir(exist_ok=True)
            text = path.read_text()
            other.write_text(text if path.name == "choices.csv" else text.splitlines()[0] + "\n")
        assert refusal(folder) == [
            "editions/2023-25/choices.csv, row 2019-20/yes_no/yes: "
            "stands in editions/2019-20/choices.csv too"
        ]

    def test_an_unknown_column(self, folder):
        path = folder.path / "metrics.csv"
        path.write_text(path.read_text().replace("unit", "units"))
        assert refusal(folder) == [
            "metrics.csv: no column unit",
            "metrics.csv: unknown column units",
        ]

    def test_an_unknown_kind_of_section(self, folder):
        folder.change("sections.csv", kind="schemes.sections.Outcome")
        assert refusal(folder) == [
            "editions/2019-20/sections.csv, row 2019-20-plan/cover: "
            "kind: schemes.sections.Outcome is not a kind of section."
        ]

    @pytest.mark.parametrize(
        ("name", "cells"),
        [
            ("questions.csv", {"rule": "R-EXP-999"}),
            (
                "rule_settings.csv",
                {
                    "edition": "2019-20",
                    "rule": "R-EXP-999",
                    "title": "Nothing",
                    "severity": "error",
                    "rule_standing": "U",
                    "parameters": "{}",
                },
            ),
        ],
    )
    def test_an_unknown_rule(self, folder, name, cells):
        if folder.rows[f"editions/2019-20/{name}"]:
            folder.change(name, **cells)
        else:
            folder.add(name, **cells)
            folder.write()
        (problem,) = refusal(folder)
        assert problem.startswith(f"editions/2019-20/{name}, row ")
        assert problem.endswith("rule: R-EXP-999 is not a rule that is checked.")

    @pytest.mark.parametrize(
        ("name", "cells", "said"),
        [
            ("boards.csv", {"two_tier": "perhaps"}, "two_tier: “perhaps” is neither yes nor no."),
            ("boards.csv", {"active_from": "1 April"}, "active_from: “1 April” value has an"),
            ("boards.csv", {"name": ""}, "name: This field cannot be blank."),
            ("boards.csv", {"name": "x" * 121}, "name: Ensure this value has at most 120"),
            ("boards.csv", {"standing": "sure"}, "standing: Value 'sure' is not a valid choice."),
            ("allocations.csv", {"amount": "n/a"}, "amount: “n/a” value must be a decimal number."),
            (
                "allocations.csv",
                {"amount": "1.234"},
                "amount: Ensure that there are no more than 2",
            ),
            ("links.csv", {"board": ""}, "board: This cannot be blank."),
        ],
    )
    def test_a_bad_value(self, folder, name, cells, said):
        folder.change(name, **cells)
        assert any(f"{name}, row " in problem and said in problem for problem in refusal(folder))

    @pytest.mark.parametrize(
        ("name", "cells", "said"),
        [
            (
                "boards.csv",
                {"active_to": "2012-01-01"},
                "boards.csv, row A1: The last day is before the first day.",
            ),
            (
                "allocations.csv",
                {"amount": "-1"},
                "allocations.csv, row A1/ibcf/A1/2019-20/final/2019-07-18: "
                "Constraint “allocation_not_negative” is violated.",
            ),
        ],
    )
    def test_a_row_that_the_model_refuses(self, folder, name, cells, said):
        folder.change(name, **cells)
        assert refusal(folder) == [said]

    def test_a_file_that_is_missing_or_misspelled(self, folder):
        (folder.path / "boards.csv").rename(folder.path / "bords.csv")
        problems = refusal(folder)
        assert problems[:2] == ["boards.csv is missing", "bords.csv is not a reference file"]

    def test_a_record_with_a_cell_too_many(self, folder):
        with (folder.path / "boards.csv").open("a") as stream:
            stream.write("C1,Cedar\n")
        assert refusal(folder) == ["boards.csv, record 4: 2 cells, not 11"]

    def test_a_file_that_is_not_text(self, folder):
        (folder.path / "boards.csv").write_bytes(b"\xff\xfe\x00")
        assert refusal(folder)[0].startswith("boards.csv cannot be read as CSV in UTF-8")

    def test_a_folder_that_is_not_there(self, folder):
        with pytest.raises(CommandError, match="is not a folder of reference files"):
            call_command("load_reference", folder.path / "nowhere")

    def test_the_command_names_everything_at_once(self, folder):
        folder.change("links.csv", board="X9")
        folder.change("links.csv", 1, organisation="X8")
        with pytest.raises(CommandError) as caught:
            call_command("load_reference", folder.path)
        assert "X9 is not among the boards" in str(caught.value)
        assert "X8 is not among the organisations" in str(caught.value)


def test_a_refused_load_leaves_what_was_loaded(folder):
    load(folder.path)
    folder.change("boards.csv", name="Alderney")
    folder.change("links.csv", board="X9")
    refusal(folder)
    assert Board.objects.get(code="A1").name == "Alder"


def test_the_history_says_that_the_load_did_it(folder):
    load(folder.path)
    event = Board.pgh_event_model.objects.filter(code="A1").get()
    assert event.pgh_context == {"user": None, "reason": "load_reference", "via": "command"}


def test_the_rows_of_a_section_are_loaded_and_their_words_may_be_edited(folder):
    folder.add(
        "section_rows.csv", section="2019-20-plan/cover", key="PR1", label="One plan", position="1"
    )
    folder.write()
    load(folder.path)
    row = SectionRow.objects.get()
    assert (row.section.key, row.key, row.label) == ("cover", "PR1", "One plan")
    SectionRow.objects.update(label="One agreed plan")
    assert outcomes(load(folder.path)) == {Outcome.KEPT: 1}


def test_two_rows_of_a_section_are_not_called_the_same(folder):
    for number in (1, 2):
        folder.add(
            "section_rows.csv",
            section="2019-20-plan/cover",
            key=f"PR{number}",
            label="One plan",
            position=str(number),
        )
    folder.write()
    with pytest.raises(ReferenceProblems):
        load(folder.path)
