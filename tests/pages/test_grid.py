"""The grid in a real browser, with and without a mouse."""

import re

import pytest
from playwright.sync_api import expect

from bcf.people.models import User
from bcf.submissions.models import Change
from schemes.models import LineYear
from tests.factories import lines_of
from tests.grid.conftest import Calls
from tests.pages.states_plans import EXAMPLESHIRE, open_page, signed_in

FIRST, LAST = 1, 14
NAME, TYPE, SUB_TYPE, AMOUNT, NEXT_AMOUNT = 2, 3, 4, 13, 14


class Sheet:
    """Exampleshire's expenditure, open in its commissioner's browser."""

    def __init__(self, visit, section="expenditure"):
        self.visit, self.page = visit, visit.page
        open_page(visit, "section", EXAMPLESHIRE, section)
        self.page.locator("table[data-ready]").wait_for()

    def cell(self, line, column):
        """A cell by the number of its line and its place in it, both from 1."""
        return self.page.locator("tbody tr[id^=row-]").nth(line - 1).locator("th, td").nth(column)

    def go(self, line, column):
        self.cell(line, column).click()

    def keys(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text, then="Enter"):
        self.page.keyboard.type(text)
        self.keys(then)

    @property
    def place(self):
        return self.page.locator(".cellbar__place b").inner_text()

    def saved(self):
        expect(self.page.locator(".cellbar__saved")).to_contain_text("Last saved")


@pytest.fixture
def sheet(visit):
    signed_in(visit, "dev@example.org")
    return Sheet(visit)


def amounts(position):
    line = lines_of(*EXAMPLESHIRE).get(position=position)
    return [int(amount) for amount in line.years.order_by("year").values_list("amount", flat=True)]


class TestTyping:
    def test_enter_saves_and_goes_down(self, sheet):
        sheet.go(1, AMOUNT)
        sheet.type("480,000")
        assert sheet.place == "Line 2, 2023-24 (£)"
        sheet.saved()
        expect(sheet.cell(1, AMOUNT)).to_have_text("480,000.00")
        assert amounts(1)[0] == 480_000

    def test_tab_goes_right_and_enter_back_to_where_the_row_began(self, sheet):
        sheet.go(3, AMOUNT)
        sheet.type("100", "Tab")
        sheet.type("200", "Enter")
        assert sheet.place == "Line 4, 2023-24 (£)"
        expect(sheet.cell(3, NEXT_AMOUNT)).to_have_text("200.00")
        assert amounts(3) == [100, 200]

    def test_escape_puts_the_saved_value_back(self, sheet):
        before = sheet.cell(1, AMOUNT).inner_text()
        sheet.go(1, AMOUNT)
        sheet.type("9", "Escape")
        assert sheet.cell(1, AMOUNT).inner_text() == before
        assert sheet.place == "Line 1, 2023-24 (£)"

    def test_f2_keeps_what_stands_there(self, sheet):
        sheet.go(1, NAME)
        sheet.keys("F2", "End")
        sheet.type(" again")
        expect(sheet.cell(1, NAME)).to_have_text("Telecare and community alarms again")

    def test_a_list_is_chosen_by_typing(self, sheet):
        sheet.go(1, TYPE)
        sheet.type("carers")
        expect(sheet.cell(1, TYPE)).to_have_text("Carers Services")
        expect(sheet.cell(1, SUB_TYPE)).to_have_text("Needed")
        sheet.go(1, SUB_TYPE)
        sheet.type("resp")
        expect(sheet.cell(1, SUB_TYPE)).to_have_text("Respite Services")

    def test_in_a_new_line_a_list_does_not_wait_for_the_one_it_follows(self, sheet):
        held = []

        def hold_first(route):
            route.continue_() if held else held.append(route)

        sheet.page.route("**/grid/cells/", hold_first)
        sheet.go(81, TYPE)
        sheet.type("carers", "Tab")
        sheet.type("resp")
        while not held:
            sheet.page.wait_for_timeout(20)
        with sheet.page.expect_response(lambda r: "sub_type" in (r.request.post_data or "")):
            held[0].continue_()
        line = lines_of(*EXAMPLESHIRE).get(position=81)
        assert line.sub_type.label == "Respite Services"
        expect(sheet.cell(81, SUB_TYPE)).to_have_text("Respite Services")

    def test_what_is_not_in_the_list_is_refused_with_the_nearest(self, sheet):
        sheet.go(1, TYPE)
        sheet.type("Carers Servicez")
        row = sheet.page.locator(".message-row")
        expect(row).to_contain_text("Did you mean “Carers Services”?")
        expect(sheet.cell(1, TYPE)).to_have_text("Carers Servicez")

    def test_a_refused_cell_keeps_what_was_typed(self, sheet):
        before = sheet.cell(1, AMOUNT).inner_text()
        sheet.go(1, AMOUNT)
        sheet.type("n/a")
        message = sheet.page.locator(".message-row")
        expect(message).to_contain_text("Not saved: “n/a” is not an amount.")
        expect(sheet.cell(1, AMOUNT)).to_have_text("n/a")
        expect(sheet.page.locator("#grid-alert")).to_contain_text("Line 1, 2023-24 (£)")
        message.get_by_role("button", name="Type again").click()
        sheet.type("5")
        expect(message).to_have_count(0)
        sheet.go(1, AMOUNT)
        sheet.type("-5")
        message.get_by_role("button", name="Leave it as it was").click()
        expect(sheet.cell(1, AMOUNT)).to_have_text("5.00")
        assert before != "5.00"

    def test_the_local_reference_once_it_is_shown(self, sheet):
        sheet.page.get_by_role("link", name="Show local").click()
        sheet.page.locator("table[data-ready]").wait_for()
        sheet.go(1, LAST + 1)
        sheet.type("AB-1042/7")
        sheet.saved()
        expect(sheet.cell(1, LAST + 1)).to_have_text("AB-1042/7")
        wide = "document.documentElement.scrollWidth"
        assert sheet.page.evaluate(f"{wide} <= innerWidth")

    def test_spending_by_type_is_said_and_shown(self, sheet):
        shown = sheet.page.locator("[data-said='Assistive Technologies and Equipment 2023-24']")
        before = shown.text_content()
        sheet.go(1, AMOUNT)
        sheet.type("924,119.06")
        expect(shown).not_to_have_text(before)
        said = f"Assistive Technologies and Equipment 2023-24: {shown.text_content()}"
        expect(sheet.page.locator("#grid-said")).to_contain_text(said)

    def test_two_saves_of_one_cell_on_their_way_are_no_conflict(self, sheet):
        sheet.go(1, AMOUNT)
        sheet.type("5", "Enter")
        sheet.keys("ArrowUp")
        sheet.type("6", "Enter")
        expect(sheet.cell(1, AMOUNT)).to_have_text("6.00")
        expect(sheet.page.locator(".message-row")).to_have_count(0)
        assert amounts(1)[0] == 6

    def test_a_list_that_its_leader_is_emptying_is_no_conflict(self, sheet):
        sheet.go(1, TYPE)
        sheet.type("carers", "Tab")
        sheet.type("resp", "Tab")
        expect(sheet.cell(1, SUB_TYPE)).to_have_text("Respite Services")
        expect(sheet.page.locator(".message-row")).to_have_count(0)

    def test_without_the_server_nothing_typed_is_lost(self, sheet):
        sheet.page.context.set_offline(True)
        sheet.go(1, AMOUNT)
        sheet.type("77")
        expect(sheet.page.locator(".message-row")).to_contain_text("cannot be reached")
        expect(sheet.cell(1, AMOUNT)).to_have_text("77")
        sheet.page.context.set_offline(False)
        sheet.page.get_by_role("button", name="Type again").click()
        sheet.keys("Enter")
        sheet.saved()
        assert amounts(1)[0] == 77

    def test_a_locked_cell_does_not_open(self, visit):
        signed_in(visit, "dev@example.org")
        sheet = Sheet(visit, "income")
        sheet.page.locator("td.locked").first.click()
        sheet.page.keyboard.type("5")
        assert sheet.page.locator(".cell-control").count() == 0
        expect(sheet.page.locator("#grid-said")).to_contain_text("cannot be typed over")


class TestMoving:
    def test_by_keys(self, sheet):
        sheet.go(2, NAME)
        for key, place in (
            ("ArrowDown", "Line 3, Name"),
            ("ArrowRight", "Line 3, Type"),
            ("End", "Line 3, 2024-25 (£)"),
            ("Home", "Line 3, ID"),
            ("Control+ArrowDown", "new line, ID"),
            ("Control+Home", "Line 1, ID"),
            ("Control+End", "new line, 2024-25 (£)"),
            ("PageUp", None),
        ):
            sheet.keys(key)
            if place:
                assert sheet.place == place
        assert re.match(r"Line [67]\d", sheet.place)

    def test_the_grid_is_one_stop_of_the_tab_key(self, sheet):
        sheet.go(2, NAME)
        sheet.keys("ArrowDown", "Tab")
        focused = "document.activeElement.closest('table')"
        assert sheet.page.evaluate(f"{focused} === null")
        sheet.keys("Shift+Tab")
        assert sheet.page.evaluate(f"{focused} !== null")
        assert sheet.place == "Line 3, Name"

    def test_what_is_focused_is_never_under_what_sticks(self, sheet):
        sheet.go(1, NAME)
        for key in ["ArrowDown"] * 30 + ["ArrowUp"] * 25:
            sheet.keys(key)
            seen = sheet.page.evaluate(
                """() => { const box = document.activeElement.getBoundingClientRect();
                const top = document.elementFromPoint(box.x + 9, box.y + 2);
                const bottom = document.elementFromPoint(box.x + 9, box.bottom - 2);
                return [top, bottom].every((e) => document.activeElement.contains(e)); }"""
            )
            assert seen, sheet.place


class TestBlocks:
    def test_fill_down_empty_and_copy(self, sheet):
        sheet.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        sheet.go(1, AMOUNT)
        sheet.type("7")
        sheet.saved()
        sheet.go(1, AMOUNT)
        sheet.keys("Shift+ArrowDown", "Shift+ArrowDown", "Control+d")
        expect(sheet.cell(3, AMOUNT)).to_have_text("7.00")
        sheet.keys("Control+c")
        copied = sheet.page.evaluate("navigator.clipboard.readText()")
        assert copied.split("\n") == ["7", "7", "7"]
        sheet.keys("Delete")
        expect(sheet.cell(2, AMOUNT)).to_have_text("Needed")
        assert Change.objects.latest("pk").what == "Expenditure: changed 3 lines"

    def test_one_value_is_pasted_into_all_marked_cells(self, sheet):
        sheet.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        sheet.page.evaluate("navigator.clipboard.writeText('£1,500')")
        sheet.go(1, AMOUNT)
        sheet.keys("Shift+ArrowDown", "Control+v")
        expect(sheet.cell(2, AMOUNT)).to_have_text("1,500.00")
        assert amounts(1)[0] == amounts(2)[0] == 1500

    def test_a_block_is_shown_before_it_is_put_in(self, sheet):
        sheet.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        sheet.page.evaluate("navigator.clipboard.writeText('1\\t2\\n3\\tn/a\\n')")
        sheet.go(4, AMOUNT)
        sheet.keys("Control+v")
        sheet.page.get_by_text("Nothing is saved yet").first.wait_for()
        expect(sheet.page.get_by_text("“n/a” is not an amount").first).to_be_visible()


class TestRows:
    def test_a_new_line_without_a_mouse(self, sheet):
        sheet.go(1, 1)
        sheet.keys("Control+End", "Home")
        for text in ("99", "Night sitters", "home care", "dom"):
            sheet.type(text, "Tab")
        sheet.keys("Escape", "End")
        with sheet.page.expect_response(lambda r: "2024-25" in (r.request.post_data or "")):
            sheet.type("1,000")
        expect(sheet.page.locator("tfoot .all th")).to_have_text("All 81")
        expect(sheet.cell(81, NAME)).to_have_text("Night sitters")
        expect(sheet.cell(81, NEXT_AMOUNT)).to_have_text("1,000.00")
        line = lines_of(*EXAMPLESHIRE).get(position=81)
        assert line.scheme_type.label == "Home Care or Domiciliary Care"
        assert LineYear.objects.get(line=line, year="2024-25").amount == 1000
        expect(sheet.cell(82, 0)).to_have_text("New")

    def test_duplicate_delete_and_undo(self, sheet):
        sheet.go(2, NAME)
        sheet.keys("Control+Shift+D")
        expect(sheet.page.locator("tfoot .all th")).to_have_text("All 81")
        assert sheet.place == "Line 3, Name"
        sheet.keys("Control+Delete")
        expect(sheet.page.locator("tfoot .all th")).to_have_text("All 80")
        sheet.keys("Control+z")
        expect(sheet.page.locator("tfoot .all th")).to_have_text("All 81")
        expect(sheet.page.locator("#grid-said")).to_have_text(re.compile("Undone|iBCF|NHS"))

    def test_move(self, sheet):
        name = sheet.cell(4, NAME).inner_text()
        sheet.go(4, NAME)
        sheet.keys("Alt+ArrowUp")
        expect(sheet.cell(3, NAME)).to_have_text(name)
        assert sheet.cell(3, 0).inner_text().split()[-1] == "3"

    def test_undo_of_a_cell(self, sheet):
        before = sheet.cell(1, AMOUNT).inner_text()
        sheet.go(1, AMOUNT)
        sheet.type("3")
        sheet.saved()
        sheet.keys("Control+z")
        expect(sheet.cell(1, AMOUNT)).to_have_text(before)


class TestTogether:
    def test_totals_follow_and_are_said(self, sheet):
        sheet.go(1, AMOUNT)
        sheet.type("0")
        expect(sheet.page.locator("#grid-said")).to_contain_text("NHS minimum 2023-24: £")
        expect(sheet.page.locator("#section-totals")).to_contain_text("£924,118.06 left")
        expect(sheet.page.locator("#section-counts")).to_contain_text("1 to fix")
        expect(sheet.page.locator(".bar nav [aria-current]")).to_have_text(
            re.compile("Expenditure.*1")
        )

    def test_two_people_on_one_cell(self, sheet):
        line = lines_of(*EXAMPLESHIRE).get(position=1)
        sheet.go(1, AMOUNT)
        sheet.page.keyboard.type("6")
        LineYear.objects.filter(line=line, year="2023-24").update(amount=5)
        sheet.keys("Enter")
        message = sheet.page.locator(".message-row")
        expect(message).to_contain_text("You typed 6.")
        expect(message).to_contain_text("saved 5")
        message.get_by_role("button", name="Use mine").click()
        sheet.saved()
        assert amounts(1)[0] == 6

    def test_what_others_change_is_seen(self, sheet):
        other = Calls("dev@example.org")
        line = lines_of(*EXAMPLESHIRE).get(position=1)
        other.save({"uid": str(line.uid), "cells": {"scheme_name": "By somebody else"}})
        noor = Calls("noor@example.net")
        noor.now(0, at=str(line.uid))
        sheet.go(5, AMOUNT)
        sheet.type("5")
        expect(sheet.cell(1, NAME)).to_contain_text("By somebody else")
        name = User.objects.get(email="noor@example.net").name
        expect(sheet.cell(1, 1).locator(".here")).to_have_text(name)
        expect(sheet.page.locator(".cellbar__others")).to_have_text(f"{name} is here")


class TestWithout:
    def test_a_reader_has_a_plain_table(self, visit):
        signed_in(visit, "noor@example.net")
        open_page(visit, "section", EXAMPLESHIRE, "expenditure")
        expect(visit.page.locator("table[data-grid]")).to_have_count(0)
        expect(visit.page.get_by_role("table", name="Expenditure: 80 lines")).to_be_visible()

    def test_a_phone_has_cards(self, visit):
        signed_in(visit, "dev@example.org")
        visit.page.set_viewport_size({"width": 360, "height": 740})
        open_page(visit, "section", EXAMPLESHIRE, "expenditure")
        visit.page.wait_for_load_state("networkidle")
        expect(visit.page.locator("table[data-ready]")).to_have_count(0)
        assert visit.page.locator("#cellbar").is_hidden()
