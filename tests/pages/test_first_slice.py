"""The main job on real input, in a real browser: read, change, watch, undo, check, export."""

from django.urls import reverse
from playwright.sync_api import expect

from bcf.people.models import User
from tests.pages.states_plans import BCP, open_page
from tests.snapshot import example_data


def amount_of(visit, source):
    """Open the income line of one source, and give its amount's control."""
    open_page(visit, "section", BCP, "income")
    row = visit.page.locator("tbody tr[id^=row-]").filter(has_text=source)
    row.get_by_role("link").first.click()
    return visit.page.get_by_label("Contribution, 2019-20")


def sign_in(visit):
    """Through the form, as a person does."""
    example_data()
    visit.open(reverse("account_login"))
    visit.page.get_by_label("E-mail address").fill("asha@example.org")
    visit.page.get_by_label("Password").fill("practice-makes-plans")
    visit.press("Sign in")
    visit.page.get_by_role("heading", name="Bournemouth, Christchurch and Poole").wait_for()


def cells(visit, caption):
    """The figures of a summary table: each row's heading and its amounts."""
    table = visit.page.get_by_role("table", name=caption)
    rows = table.locator("tbody tr, tfoot tr").all()
    return {
        row.locator("th").inner_text(): [cell.inner_text() for cell in row.locator("td").all()]
        for row in rows
    }


def test_the_printed_tables_are_read_from_the_page(visit):
    sign_in(visit)
    open_page(visit, "summary", BCP)
    assert cells(visit, "By scheme and contributor") == {
        "1 Maintaining Independence": ["7,798,000", "13,374,000", "21,172,000"],
        "2 Early Supported Hospital Discharge": ["4,883,000", "3,086,000", "7,969,000"],
        "3 Carers": ["1,148,000", "0", "1,148,000"],
        "4 Moving on From Hospital Living": ["7,265,000", "2,182,000", "9,447,000"],
        "5 Integrated Health & Social Care Locality Teams": ["19,105,000", "0", "19,105,000"],
        "Total": ["40,199,000", "18,642,000", "58,841,000"],
    }
    by_area = cells(visit, "By source of funding and area of spend")
    assert by_area == {
        "Minimum CCG Contribution": ["29,280,000", "10,919,000", "40,199,000"],
        "DFG": ["0", "3,101,000", "3,101,000"],
        "iBCF": ["0", "11,296,000", "11,296,000"],
        "Winter Pressures Grant": ["0", "1,748,000", "1,748,000"],
        "Additional LA Contribution": ["0", "2,497,000", "2,497,000"],
        "Total": ["29,280,000", "29,561,000", "58,841,000"],
    }
    minimums = visit.page.get_by_role("table", name="Required minimums")
    minimum = minimums.locator("tbody tr").filter(has_text="Adult Social Care")
    for figure in ("10,437,000", "4.6%", "482,000", "10,919,000", "£0"):
        expect(minimum).to_contain_text(figure)


def test_an_income_too_low_is_told_and_the_right_one_clears_it(visit):
    sign_in(visit)
    amount_of(visit, "Minimum CCG Contribution").fill("29,975,000")
    visit.press("Save")
    visit.page.get_by_text("Saved.").wait_for()
    expect(visit.page.locator(".pool tfoot td")).to_have_text("£48,617,000")
    open_page(visit, "checklist", BCP)
    finding = visit.page.locator(".findings > li").filter(has_text="R-EXP-001").first
    for told in ("£10,224,000", "£29,975,000", "£40,199,000"):
        expect(finding).to_contain_text(told)
    open_page(visit, "section", BCP, "expenditure")
    expect(visit.page.locator(".balance")).to_contain_text("£10,224,000 over")
    amount_of(visit, "Minimum CCG Contribution").fill("40,199,000")
    visit.press("Save")
    visit.page.get_by_text("Saved.").wait_for()
    open_page(visit, "section", BCP, "expenditure")
    expect(visit.page.locator(".balance")).not_to_contain_text("over")


def test_a_line_is_changed_watched_and_undone(visit):
    sign_in(visit)
    open_page(visit, "section", BCP, "expenditure")
    row = visit.page.locator("tbody tr[id^=row-]").filter(has_text="Carers")
    row.get_by_role("link").first.click()
    visit.page.get_by_label("Expenditure (£)").fill("£1,200,000.50")
    visit.press("Save")
    visit.page.get_by_text("Saved.").wait_for()
    visit.page.wait_for_load_state()  # until its scripts came, the button of undoing is a form's
    balance = visit.page.locator(".balance")
    expect(balance).to_contain_text("£52,000.50 over")
    expect(balance).to_contain_text("£52,000.50 above")
    visit.page.locator("#undo-last button").click()
    expect(visit.page.locator("#grid-said")).to_contain_text("Undone")
    expect(balance).not_to_contain_text("over")
    expect(row).to_contain_text("1,148,000")


def test_a_row_is_added_duplicated_moved_and_deleted_without_javascript(browser, live_server):
    example_data()
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto(reverse("account_login"))
    page.get_by_label("E-mail address").fill("asha@example.org")
    page.get_by_label("Password").fill("practice-makes-plans")
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/boards/**")
    page.goto(reverse("section", args=[*BCP, "expenditure"]))
    lines = page.locator("tbody tr[id^=row-]")
    before = lines.count()
    page.get_by_role("button", name="Add a line").click()
    page.get_by_label("Scheme ID").fill("6")
    page.get_by_label("Scheme Name").fill("Falls clinic & more")
    page.get_by_label("Expenditure (£)").fill(" 1 234 ")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(lines).to_have_count(before + 1)
    expect(lines.last).to_contain_text("1,234")
    lines.last.get_by_role("link").first.click()
    page.get_by_role("button", name="Duplicate").click()
    page.get_by_role("button", name="Move up").click()
    expect(lines).to_have_count(before + 2)
    lines.last.get_by_role("link").first.click()
    page.get_by_role("button", name="Delete").click()
    expect(lines).to_have_count(before + 1)
    page.get_by_role("button", name="Undo").click()
    expect(lines).to_have_count(before + 2)
    context.close()


def test_nobody_else_sees_it(visit):
    example_data()
    visit.sign_in(User.objects.get(email="dev@example.org"))
    open_page(visit, "submission", BCP)
    expect(visit.page.get_by_role("heading", name="There is no such page")).to_be_visible()
