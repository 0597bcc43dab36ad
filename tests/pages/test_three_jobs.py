"""Three yearly jobs done key by key in the grid, and Calc's edits worked out by LibreOffice.

What they cost is what docs/performance.md says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from bcf.people.models import User
from bcf.submissions.models import Version
from schemes.models import ExpenditureLine
from tests.factories import lines_of
from tests.pages.conftest import Visit
from tests.pages.states_plans import EXAMPLESHIRE, SAMPLETON, open_page
from tests.pages.three_jobs import (
    ENTER_A_LINE,
    ENTER_A_LINE_IN_CALC,
    FIND_WHY,
    JOBS,
    MOVE_MONEY,
    MOVE_MONEY_IN_CALC,
    Cost,
    Step,
    cost,
)
from tests.snapshot import example_data
from tests.workbooks.reading import Book, export, recalculated
from tests.workbooks.saving import saved

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "performance.md"
SHEET = "6. Expenditure"
#: A row of the document's table: the job, then keystrokes, clicks and seconds of each.
ROW = re.compile(r"\| ([^|]+) \| (\d+) \| (\d+) \| ([\d.]+) \| (\d+) \| (\d+) \| ([\d.]+) \|")

#: So many looks in a row at which the page asks for nothing.
QUIET = 4


class Doing:
    """Somebody doing a job in a browser, whose presses and clicks are counted."""

    def __init__(self, visit: Visit, email: str) -> None:
        example_data()
        visit.sign_in(User.objects.get(email=email))
        self.visit, self.page = visit, visit.page
        self.keystrokes = self.clicks = self.going = 0
        self.page.on("request", lambda _: self._count(1))
        for end in ("requestfinished", "requestfailed"):
            self.page.on(end, lambda _: self._count(-1))

    def _count(self, change: int) -> None:
        self.going += change

    def open_grid(self) -> None:
        open_page(self.visit, "section", EXAMPLESHIRE, "expenditure")
        self.page.locator("table[data-ready]").wait_for()

    def do(self, steps: Sequence[Step]) -> None:
        for step in steps:
            if step.click:
                self.page.locator(step.click).first.click()
                self.clicks += 1
            for letter in step.text:
                self._press(f"Shift+{letter}" if letter.isupper() else letter)
            for chord in step.keys:
                self._press(chord)
            self.settled()

    def _press(self, chord: str) -> None:
        self.page.keyboard.press(chord)
        self.keystrokes += len(chord.split("+"))

    def settled(self) -> None:
        """Wait until the page asks for nothing more, as a person sees what came of a step."""
        quiet = 0
        while quiet < QUIET:
            quiet = 0 if self.going else quiet + 1
            self.page.wait_for_timeout(50)

    @property
    def spent(self) -> tuple[int, int]:
        return self.keystrokes, self.clicks


def told(job: str) -> tuple[Cost, Cost]:
    """What the document says of a job: in the grid, and in Calc."""
    rows = {found[1].strip(): found.groups()[1:] for found in ROW.finditer(DOCUMENT.read_text())}
    ours = rows[job][:3]
    theirs = rows[job][3:]
    return (
        Cost(int(ours[0]), int(ours[1]), float(ours[2])),
        Cost(int(theirs[0]), int(theirs[1]), float(theirs[2])),
    )


@pytest.mark.parametrize("job", JOBS)
def test_the_document_says_what_each_job_costs(job: str) -> None:
    ours, theirs = map(cost, JOBS[job])
    assert told(job) == (ours, theirs)
    assert ours.keystrokes < theirs.keystrokes
    assert ours.clicks <= theirs.clicks
    assert ours.seconds < theirs.seconds


class TestInTheGrid:
    def test_enter_a_line(self, visit: Visit) -> None:
        doing = Doing(visit, "dev@example.org")
        doing.open_grid()
        doing.do(ENTER_A_LINE)
        expect(doing.page.locator("tfoot .all th")).to_have_text("All 81")
        line = _plan_lines().get(position=81)
        assert (line.scheme.code, line.scheme.name) == ("77", "Night sitters")
        assert line.scheme_type.label == "Home Care or Domiciliary Care"
        assert line.sub_type.label == "Domiciliary care packages"
        assert (line.area_of_spend.label, line.commissioner.label) == ("Social Care", "LA")
        assert (line.provider.label, line.source.label) == ("Private Sector", "iBCF")
        years = line.years.order_by("year").values_list("output", "amount")
        assert list(years) == [(40, 60_000), (45, 62_000)]
        assert doing.spent == _spent(cost(ENTER_A_LINE))

    def test_find_why_a_minimum_is_missed(self, visit: Visit) -> None:
        doing = Doing(visit, "sol@example.org")
        open_page(visit, "submission", SAMPLETON)
        doing.do(FIND_WHY)
        shown = doing.page.locator("tfoot tr", has_text="Shown")
        expect(shown).to_contain_text("2,245,200")
        expect(doing.page.locator("#section-totals")).to_contain_text("£87,323 short")
        assert doing.spent == _spent(cost(FIND_WHY))

    def test_move_money_between_sources(self, visit: Visit) -> None:
        doing = Doing(visit, "dev@example.org")
        doing.open_grid()
        doing.do(MOVE_MONEY)
        totals = doing.page.locator("#section-totals")
        expect(totals.locator("[data-said='NHS minimum 2023-24']")).to_have_text("£50,000 left")
        expect(totals.locator("[data-said='iBCF 2023-24']")).to_have_text("£50,000 over")
        first, second = _plan_lines().order_by("position")[:2]
        assert first.scheme == second.scheme
        assert (first.source.key, second.source.key) == ("min_nhs", "ibcf")
        assert _amounts(first) == [Decimal("874118.06"), 988_336]
        assert _amounts(second) == [50_000, 0]
        assert doing.spent == _spent(cost(MOVE_MONEY))


def _spent(cost: Cost) -> tuple[int, int]:
    return cost.keystrokes, cost.clicks


def _plan_lines() -> Any:
    return lines_of(*EXAMPLESHIRE)


def _amounts(line: ExpenditureLine) -> list[Decimal]:
    return list(line.years.order_by("year").values_list("amount", flat=True))


class TestInCalc:
    """Not the keys, which no window was there to take: the cells that they fill."""

    @pytest.fixture(autouse=True)
    def plans(self, examples: None) -> None:
        assert Version.objects.exists()

    def edited(self, soffice: str, folder: Path, steps: Sequence[Step], **more: Any) -> Any:
        """The sheet as LibreOffice works it out after the cells of these steps."""
        book = export(EXAMPLESHIRE)
        sheet = book.formulas[SHEET]
        filled = {step.cell: step.value or step.text for step in steps if step.cell} | more
        for place, value in filled.items():
            sheet[place] = float(value) if re.fullmatch(r"[\d.]+", value) else value
        (again,) = recalculated(soffice, folder, Book(saved(book.formulas)))
        return again.values[SHEET]

    @pytest.mark.parametrize("steps", [ENTER_A_LINE_IN_CALC, MOVE_MONEY_IN_CALC])
    def test_few_letters_single_out_what_the_column_holds(self, steps: Sequence[Step]) -> None:
        sheet = export(EXAMPLESHIRE).values[SHEET]
        for step in steps:
            if step.text and step.value:
                column = {sheet[f"{step.cell[0]}{row}"].value or "" for row in range(26, 106)}
                (only,) = [text for text in column if text.lower().startswith(step.text)]
                assert only == step.value

    def test_enter_a_line(self, soffice: str, tmp_path: Path) -> None:
        before = export(EXAMPLESHIRE).values[SHEET]
        after = self.edited(soffice, tmp_path, ENTER_A_LINE_IN_CALC)
        assert before["B105"].value
        assert before["B106"].value is None
        assert after["F12"].value - before["F12"].value == pytest.approx(60_000)
        assert after["I12"].value - before["I12"].value == pytest.approx(62_000)

    def test_the_entry_is_the_first_of_its_list(self) -> None:
        book = export(EXAMPLESHIRE)
        types = [cell.value for cell in book.cells("list_scheme_type")]
        number = types.index("Home Care or Domiciliary Care") + 1
        assert book.cells(f"list_sub_type_{number}")[0].value == "Domiciliary care packages"

    def test_find_why_a_minimum_is_missed(self, soffice: str, tmp_path: Path) -> None:
        (book,) = recalculated(soffice, tmp_path, export(SAMPLETON))
        sheet = book.values[SHEET]
        assert sheet["G23"].value == pytest.approx(87_323)
        rows = [[sheet[f"{column}{row}"].value for column in "QKS"] for row in range(26, 42)]
        wanted = ("Minimum NHS Contribution", "Social Care")
        counted = sum(amount for source, area, amount in rows if (source, area) == wanted)
        assert counted == pytest.approx(sheet["F23"].value) == pytest.approx(2_245_200)
        assert sheet.protection.sheet
        assert sheet.protection.autoFilter

    def test_move_money_between_sources(self, soffice: str, tmp_path: Path) -> None:
        old = export(EXAMPLESHIRE).values[SHEET]
        copied = {f"{column}106": str(old[f"{column}26"].value or "") for column in "BCDEFGHI"}
        after = self.edited(soffice, tmp_path, MOVE_MONEY_IN_CALC, **copied)
        assert after["G11"].value - old["G11"].value == pytest.approx(50_000)
        assert after["G12"].value - old["G12"].value == pytest.approx(-50_000)
