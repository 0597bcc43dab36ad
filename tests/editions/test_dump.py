"""Writing edits back to the files."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from bcf.boards.models import Board
from bcf.editions.loader import dump, load
from bcf.editions.loader.merge import Outcome
from bcf.editions.models import Choice, Collection, Edition, Question

pytestmark = pytest.mark.django_db


def unchanged(folder):
    """What the next load finds to do."""
    return {outcome: n for outcome, n in load(folder.path).total.items() if n}


def test_nothing_is_written_when_nothing_was_edited(folder):
    load(folder.path)
    before = folder.texts()
    assert dump(folder.path) == ([], [])
    assert folder.texts() == before


def test_an_edit_changes_its_own_line_and_no_other(folder):
    (folder.path / "boards.csv").write_text(
        '"code",name,authority_type,region,two_tier,fictional,active_from,active_to,'
        "standing,source,note\r\n"
        '"B1","Birch",County council,"South West",no,no,2013-04-01,,confirmed,,\r\n'
        "A1,Alder,County council,South West,no,no,2013-04-01,,confirmed,,a note\r\n",
        newline="",
    )
    load(folder.path)
    Board.objects.filter(code="A1").update(name="Alder, West", two_tier=True)
    assert dump(folder.path) == (
        ["boards.csv, row A1: name “Alder” to “Alder, West”, two_tier “no” to “yes”"],
        [],
    )
    with (folder.path / "boards.csv").open(newline="") as stream:
        lines = stream.read().splitlines()
    assert lines[1] == '"B1","Birch",County council,"South West",no,no,2013-04-01,,confirmed,,'
    assert lines[2] == (
        'A1,"Alder, West",County council,South West,yes,no,2013-04-01,,confirmed,,a note'
    )


def test_what_was_written_loads_as_no_change(folder):
    load(folder.path)
    Choice.objects.update(label="Aye", standing="confirmed")
    Choice.objects.create(
        edition=Edition.objects.get(), list="yes_no", key="no", label="No", position=2
    )
    Question.objects.all().delete()
    differences, _ = dump(folder.path)
    assert differences == [
        "editions/2019-20/questions.csv, row 2019-20-plan/cover/signed: deleted",
        "editions/2019-20/choices.csv, row 2019-20/yes_no/yes: "
        "label “Yes” to “Aye”, standing “unconfirmed” to “confirmed”",
        "editions/2019-20/choices.csv, row 2019-20/yes_no/no: new",
    ]
    assert unchanged(folder) == {Outcome.SAME: 13}
    Choice.objects.all().delete()
    Question.objects.all().delete()


def test_the_files_written_fill_an_empty_database(folder):
    load(folder.path)
    Board.objects.filter(code="A1").update(name="Alderney")
    dump(folder.path)
    assert "A1,Alderney," in folder.texts()["boards.csv"]
    assert unchanged(folder) == {Outcome.SAME: 13}


def test_a_change_of_the_file_that_is_not_loaded_yet_stays(folder):
    load(folder.path)
    folder.change("boards.csv", name="Alderney")
    Board.objects.filter(code="B1").update(name="Birchwood")
    differences, conflicts = dump(folder.path)
    assert (differences, conflicts) == (["boards.csv, row B1: name “Birch” to “Birchwood”"], [])
    assert "A1,Alderney," in folder.texts()["boards.csv"]
    assert unchanged(folder) == {Outcome.CHANGED: 1, Outcome.SAME: 12}


def test_an_edit_and_a_change_of_structure_not_loaded_yet_live_together(folder):
    load(folder.path)
    Question.objects.update(label="Has the board signed?")
    folder.change("questions.csv", position="7")
    dump(folder.path)
    assert unchanged(folder) == {Outcome.CHANGED: 1, Outcome.SAME: 12}
    assert Question.objects.get().position == 7
    assert Question.objects.get().label == "Has the board signed?"


def test_a_row_changed_on_both_sides_is_told_and_left(folder):
    load(folder.path)
    folder.change("boards.csv", name="Alderney")
    Board.objects.filter(code="A1").update(name="Alder West")
    before = folder.texts()
    with pytest.raises(CommandError, match="both in the files and in the admin"):
        call_command("dump_reference", folder.path)
    assert folder.texts() == before


def test_check_says_what_differs_and_writes_nothing(folder, capsys):
    load(folder.path)
    call_command("dump_reference", folder.path, check=True)
    assert capsys.readouterr().out == "0 rows differ\n"
    Board.objects.filter(code="A1").update(name="Alderney")
    before = folder.texts()
    with pytest.raises(CommandError, match="run dump_reference"):
        call_command("dump_reference", folder.path, check=True)
    assert "boards.csv, row A1: name “Alder” to “Alderney”" in capsys.readouterr().out
    assert folder.texts() == before
    assert unchanged(folder) == {Outcome.KEPT: 1, Outcome.SAME: 12}


def test_what_was_made_up_here_is_no_reference_data(folder):
    folder.add(
        "boards.csv",
        code="X1",
        name="Madeup",
        authority_type="County council",
        region="South West",
        active_from="2013-04-01",
        source="MADE",
    )
    folder.write()
    load(folder.path)
    Board.objects.create(
        code="X2", name="Notthere", active_from="2013-04-01", source="MADE", fictional=True
    )
    assert dump(folder.path) == ([], [])
    Board.objects.filter(code="X1").update(name="Madeover")
    assert dump(folder.path) == (["boards.csv, row X1: name “Madeup” to “Madeover”"], [])


def test_a_new_edition_gets_files_of_its_own(folder):
    load(folder.path)
    edition = Edition.objects.create(
        code="2026-27", title="2026-27", starts="2026-04-01", ends="2027-03-31"
    )
    Collection.objects.create(code="2026-27-plan", edition=edition, kind="plan", title="Plan")
    dump(folder.path)
    texts = folder.texts()
    assert "2026-27-plan" in texts["editions/2026-27/collections.csv"]
    assert texts["editions/2026-27/choices.csv"].count("\n") == 1
    assert unchanged(folder) == {Outcome.SAME: 15}
