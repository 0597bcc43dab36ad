"""The workbooks of many boards: in a folder and in a zip file."""

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from bcf.boards.models import Board
from bcf.editions.models import Collection
from bcf.official.maps import learn
from bcf.official.structure import Structure
from bcf.people.models import User
from bcf.submissions.codes import newest_version
from bcf.workbooks import many
from bcf.workbooks.many import LEFT_OUT, Made, built, make_all, newest_of, zipped
from bcf.workbooks.models import FilledFile
from tests.factories import TWO_YEARS, person, plan, section, statements
from tests.official.test_filling import made_for
from tests.workbooks.reading import EXAMPLESHIRE, SAMPLETON, Book

pytestmark = pytest.mark.usefixtures("examples")

HARTLEPOOL = "E06000001"
DORSET_FILE = "Dorset Council HWB 2023-25 plan.xlsx"
FILES = [
    "Exampleshire HWB 2023-25 plan.xlsx",
    "Hartlepool HWB 2023-25 plan.xlsx",
    "Sampleton HWB 2023-25 plan.xlsx",
]


def collection():
    return Collection.objects.select_related("edition").get(code=TWO_YEARS)


def export(*args):
    call_command("export_workbook", "--all", TWO_YEARS, *args)


def every_plan():
    return newest_of(collection(), fictional=True)


def boards(versions):
    return [version.submission.board.name for version in versions]


def in_use():
    """An official file with room for Sampleton's lines but not for Exampleshire's, in use."""
    sampleton = newest_version(*SAMPLETON)
    data = made_for(newest_version(*EXAMPLESHIRE))
    analyst = User.objects.get(email="noor@example.net")
    file = learn(collection(), "made-up.xlsx", data, "7d" * 32, Structure(data), analyst)
    file.areas.exclude(section="expenditure").delete()
    file.areas.update(room=len(section(sampleton).rows(sampleton)))
    file.used_since = timezone.now()
    file.put_in_use_by = person("analyst", "E92000001")
    file.save()
    return file


def test_made_up_boards_are_left_out_where_there_are_others():
    plan(HARTLEPOOL)
    assert boards(newest_of(collection())) == ["Dorset Council", "Hartlepool"]
    assert boards(every_plan()) == ["Dorset Council", "Exampleshire", "Hartlepool", "Sampleton"]


def test_made_up_boards_are_taken_where_there_are_no_others():
    only = plan(EXAMPLESHIRE[0], "2025-26-plan").submission.collection
    assert boards(newest_of(only)) == ["Exampleshire"]


def test_every_board_has_a_file_in_the_folder(tmp_path, capsys):
    plan(HARTLEPOOL)
    export("-o", str(tmp_path / "out"), "--with-fictional")
    told = capsys.readouterr()
    files = [DORSET_FILE, *FILES]
    assert told.out == f"4 workbooks written to {tmp_path / 'out'}.\n"
    assert told.err.splitlines() == [f"{n} of 4  {name}" for n, name in enumerate(files, start=1)]
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == files
    book = Book((tmp_path / "out" / FILES[1]).read_bytes())
    assert book.named("stamp_board") == HARTLEPOOL


def test_every_board_has_a_file_in_the_zip(tmp_path):
    export("-o", str(tmp_path / "all.zip"), "--with-fictional")
    assert [file.name for file in tmp_path.iterdir()] == ["all.zip"]
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [DORSET_FILE, FILES[0], FILES[2]]
        assert Book(archive.read(FILES[0])).named("stamp_board") == "X99000001"


def test_a_file_is_as_it_is_when_made_alone():
    alone = {made.board: made.data for v in every_plan() for made in built([v])}
    together = {made.board: made.data for made in make_all(every_plan(), built)}
    at = "stamp_exported_at"
    for board, data in together.items():
        own = Book(alone[board])
        same = Book(data)
        for sheet in own.values.worksheets:
            for cells in sheet.iter_rows():
                for cell in cells:
                    if (sheet.title, cell.coordinate) != own.place(at):
                        assert same.values[sheet.title][cell.coordinate].value == cell.value


def test_a_board_that_does_not_fit_is_told_and_stops_no_other(tmp_path, capsys):
    in_use()
    with pytest.raises(SystemExit) as ended:
        export("-o", str(tmp_path / "all.zip"), "--official", "--with-fictional")
    assert ended.value.code == 1
    told = capsys.readouterr()
    assert f"2 of 3  {FILES[0]}: not written. The sheet" in told.err
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.namelist() == [DORSET_FILE, FILES[2], LEFT_OUT]
        assert archive.read(LEFT_OUT).decode().startswith(f"{FILES[0]}: The sheet")
    filled = {filled.version.submission.board.name for filled in FilledFile.objects.all()}
    assert filled == {"Dorset Council", "Sampleton"}


def test_one_board_that_does_not_fit_is_an_error(tmp_path):
    in_use()
    with pytest.raises(CommandError, match="has room for") as told:
        call_command(
            "export_workbook", *EXAMPLESHIRE, "--official", "-o", str(tmp_path / "no.xlsx")
        )
    assert told.value.returncode == 1
    assert not (tmp_path / "no.xlsx").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--all", "1999-plan"], "There is no collection 1999-plan."),
        (["--all", TWO_YEARS, "--official"], "No official file is in use for 2023-25-plan."),
        (["--all", TWO_YEARS, HARTLEPOOL], "Name a board and a collection, or --all"),
        ([HARTLEPOOL], "Name a board and a collection, or --all"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(arguments, sentence, tmp_path):
    with pytest.raises(CommandError) as told:
        call_command("export_workbook", *arguments, "-o", str(tmp_path / "no.zip"))
    assert str(told.value).startswith(sentence)
    assert told.value.returncode == 2
    assert not list(tmp_path.iterdir())


def test_a_collection_that_nobody_has_started_is_said(tmp_path):
    Collection.objects.create(
        code="2023-25-update", edition=collection().edition, kind="update", title="Update"
    )
    with pytest.raises(CommandError, match="No board has started 2023-25-update") as told:
        call_command("export_workbook", "--all", "2023-25-update", "-o", str(tmp_path / "no"))
    assert told.value.returncode == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("number", ["0", "-1", "two", "65"])
def test_so_many_processes_are_a_number(number, tmp_path):
    with pytest.raises(CommandError, match="is not a number from 1 to 64"):
        export("-o", str(tmp_path / "no.zip"), f"--processes={number}")


@pytest.mark.parametrize("name", ["no/all.zip", "file"])
def test_a_place_that_cannot_be_written_is_said_in_a_sentence(name, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CommandError, match="cannot be written") as told:
        export("-o", str(tmp_path / name))
    assert told.value.returncode == 2
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_boards_of_one_name_have_files_of_their_own():
    Board.objects.filter(code=EXAMPLESHIRE[0]).update(name="sampleton")
    names = [made.name for made in make_all(every_plan(), built)]
    assert names == [DORSET_FILE, FILES[2], "sampleton HWB 2023-25 plan (X99000001).xlsx"]


def test_more_boards_are_read_together(monkeypatch):
    """What a board costs beyond the first: its eleven tables and its contributors."""
    few, more = every_plan()[:2], every_plan()
    list(make_all(more, built))

    def asked(versions):
        return len(statements(lambda: list(make_all(versions, built))))

    together = asked(more) - asked(few)
    monkeypatch.setattr(many, "AT_ONCE", 1)
    assert together <= 12 < asked(more) - asked(few)


def test_a_zip_comes_piece_by_piece():
    """A file is on its way before the next one is made."""
    asked = []

    def every():
        for number in range(3):
            asked.append(number)
            yield Made(str(number), f"{number}.xlsx", b"x" * 10)

    pieces = zipped(every())
    first = [next(pieces), next(pieces)]
    assert asked == [0]
    with zipfile.ZipFile(io.BytesIO(b"".join([*first, *pieces]))) as archive:
        assert archive.namelist() == ["0.xlsx", "1.xlsx", "2.xlsx"]
        assert archive.read("2.xlsx") == b"x" * 10
