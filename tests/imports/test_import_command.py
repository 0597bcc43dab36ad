"""`manage.py import_workbook`, as it is run."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bcf.imports.many import CANNOT_READ, NO_STAMP
from bcf.imports.models import Upload
from bcf.submissions.codes import newest_version
from bcf.submissions.lifecycle import freeze
from bcf.submissions.models import Version, Via
from bcf.tables import Edit
from bcf.workbooks.export import workbook
from bcf.zips import MOST_BYTES
from tests.factories import THIS, again, content, put, section
from tests.imports.files import Sent
from tests.workbooks.reading import BCP, EXAMPLESHIRE, SAMPLETON

AMOUNT = "expenditure_amount_2023_24"
FINE = {"added": 0, "changed": 0, "removed": 0, "conflicts": 0, "errors": []}


def changed(plan: Version, amount: object = 5) -> bytes:
    """One cell changed, one row new, one gone."""
    file = Sent.of(plan)
    file.cell(AMOUNT, 0).value = amount
    file.clear("expenditure", 4)
    file.cell("expenditure_scheme_name", 90).value = "Night sitting"
    return file.data


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(path: Path, *flags: str) -> tuple[int, list[Any]]:
        """The exit code, and each file's report."""
        try:
            call_command("import_workbook", str(path), "--json", *flags)
            code = 0
        except CommandError as error:
            code = error.returncode
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


@pytest.fixture
def many(plan: Version, tmp_path: Path) -> Path:
    """A folder: a changed file, one as it was, a damaged one, and what is no workbook."""
    folder = tmp_path / "sent"
    (folder / "late").mkdir(parents=True)
    (folder / "a.xlsx").write_bytes(b"PK\3\4 not a workbook")
    (folder / "b.xlsx").write_bytes(changed(plan))
    (folder / "late" / "c.XLSX").write_bytes(workbook(newest_version(*BCP)))
    (folder / "~$b.xlsx").write_bytes(b"x")
    (folder / "read me.txt").write_bytes(b"x")
    return folder


def test_one_file_is_looked_at(plan: Version, tmp_path: Path, run: Any) -> None:
    file = tmp_path / "one.xlsx"
    file.write_bytes(changed(plan))
    before = content(plan)
    told = {"file": "one.xlsx", "submission": "X99000001/2023-25-plan"}
    counts = {"added": 1, "changed": 1, "removed": 1, "conflicts": 0, "errors": []}
    assert run(file) == (0, [told | counts])
    assert content(again(plan)) == before
    assert not Upload.objects.exists()


def test_a_folder_is_put_in_and_a_damaged_file_stops_no_other(
    plan: Version, many: Path, run: Any
) -> None:
    code, (damaged, put_in, same) = run(many, "--apply")
    assert code == 1
    assert (damaged["file"], damaged["submission"]) == ("a.xlsx", None)
    (error,) = damaged["errors"]
    assert error.keys() == {"sheet", "cell", "message"}
    assert error["message"].startswith("This workbook is damaged")
    assert (put_in["file"], put_in["changed"], put_in["errors"]) == ("b.xlsx", 1, [])
    assert same == {"file": "late/c.XLSX", "submission": "E06000058/2019-20-plan"} | FINE
    change = plan.changes.first()
    assert change is not None
    assert (change.via, change.by, change.what) == (Via.COMMAND, None, "Uploaded workbook: b.xlsx")
    kept = Upload.objects.get()
    assert (kept.name, kept.change) == ("b.xlsx", change)
    assert section(plan).rows(again(plan))[0].get(THIS) == 5


def test_a_zip_file_of_many(plan: Version, many: Path, tmp_path: Path, run: Any) -> None:
    packed = tmp_path / "sent.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(many.rglob("*")):
            archive.write(file, file.relative_to(many))
        archive.writestr("z.xlsx", bytes(MOST_BYTES + 1))
    data = bytearray(packed.read_bytes())
    where = data.index(b"b.xlsx") + 200
    data[where : where + 50] = bytes(50)
    packed.write_bytes(data)
    code, reports = run(packed, "--apply")
    messages = {r["file"]: [e["message"] for e in r["errors"]] for r in reports}
    assert code == 1
    assert messages["b.xlsx"] == [CANNOT_READ]
    assert messages["late/c.XLSX"] == []
    assert messages["z.xlsx"][0].startswith("The file is larger than 20 MB.")


def test_errors_and_conflicts_keep_the_whole_file_out(
    plan: Version, tmp_path: Path, run: Any
) -> None:
    (tmp_path / "bad.xlsx").write_bytes(changed(plan, "tbc"))
    (tmp_path / "conflict.xlsx").write_bytes(changed(plan))
    put(plan, Edit(uid=section(plan).rows(plan)[0].uid, raw={THIS: "1"}))
    before = content(again(plan))
    code, (bad, conflict) = run(tmp_path, "--apply")
    assert code == 1
    ((sheet, cell, message),) = [tuple(error.values()) for error in bad["errors"]]
    assert (sheet, cell[0]) == ("6. Expenditure", "S")
    assert message == "“tbc” is not an amount. Type pounds such as 480,000, or 0 for none."
    assert (conflict["conflicts"], conflict["errors"]) == (1, [])
    assert content(again(plan)) == before
    assert not Upload.objects.exists()


def test_what_a_person_has_to_say_is_an_error(plan: Version, tmp_path: Path, run: Any) -> None:
    lost, small, unstamped = Sent.of(plan), Sent.of(plan), Sent.of(plan)
    lost.forget_uids("expenditure")
    lost.cell("expenditure_scheme_name", 3).value = "Another name"
    lost.cell("expenditure_provider", 3).value = None
    for cell in small.column(AMOUNT):
        if isinstance(cell.value, int | float):
            cell.value /= 1000
    del unstamped.book.defined_names["stamp_board"]
    for name, file in (("a", lost), ("b", small), ("c", unstamped)):
        (tmp_path / f"{name}.xlsx").write_bytes(file.data)
    code, reports = run(tmp_path, "--apply")
    first, second, third = [report["errors"][0]["message"] for report in reports]
    assert code == 1
    assert first.startswith("It is not known which line this row is.")
    assert "thousands of pounds" in second
    assert third == NO_STAMP


def test_a_frozen_plan_is_refused_only_where_something_changes(
    plan: Version, tmp_path: Path, run: Any
) -> None:
    (tmp_path / "changed.xlsx").write_bytes(changed(plan))
    (tmp_path / "same.xlsx").write_bytes(workbook(plan))
    freeze(plan, by=None, reason="Sent")
    code, (refused, same) = run(tmp_path, "--apply")
    assert (code, same["errors"]) == (1, [])
    assert refused["errors"][0]["message"].startswith("This version is frozen.")
    assert not Upload.objects.exists()


def test_a_plan_that_was_never_started(plan: Version, tmp_path: Path, run: Any) -> None:
    file = Sent.of(newest_version(*SAMPLETON))
    file.cell("stamp_board").value = "E06000001"
    (tmp_path / "a.xlsx").write_bytes(file.data)
    code, (report,) = run(tmp_path)
    assert code == 1
    assert report["errors"][0]["message"] == "Hartlepool HWB has not started 2023-25-plan."


@pytest.mark.parametrize("make", [lambda p: None, lambda p: p.mkdir()], ids=["missing", "empty"])
def test_what_is_not_there_is_said_in_a_sentence(make: Any, db: None, tmp_path: Path) -> None:
    path = tmp_path / "none"
    make(path)
    with pytest.raises(CommandError) as told:
        call_command("import_workbook", str(path))
    assert told.value.returncode == 2
    assert str(path) in str(told.value)


def test_a_broken_zip_is_said_in_a_sentence(db: None, tmp_path: Path) -> None:
    path = tmp_path / "none.zip"
    path.write_bytes(b"PK")
    with pytest.raises(CommandError, match="no zip file") as told:
        call_command("import_workbook", str(path))
    assert told.value.returncode == 2


def test_in_words(plan: Version, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.xlsx").write_bytes(changed(plan))
    (tmp_path / "b.xlsx").write_bytes(changed(plan, "tbc"))
    with pytest.raises(CommandError, match="1 of 2 files need a person"):
        call_command("import_workbook", str(tmp_path), "--apply")
    good, bad = capsys.readouterr().out.splitlines()
    plan_code = "/".join(EXAMPLESHIRE)
    assert good == f"a.xlsx: {plan_code}: 1 changed, 1 added, 1 removed (put in)"
    assert bad.startswith(f"b.xlsx: {plan_code}: 0 changed, 0 added, 0 removed, 1 error, ")
