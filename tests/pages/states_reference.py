"""The administration of reference data and people."""

from django.urls import reverse

from bcf.boards.models import Board, Organisation, Source
from bcf.people.models import Membership, User
from tests.pages.registry import page

ROWS = (
    "code,name,authority_type,region,two_tier,fictional,active_from,active_to,standing,source,note"
    "\nA1,{name},County council,South West,{two_tier},no,2013-04-01,,confirmed,S1,"
)


def administrator(visit):
    person = User.objects.create_superuser("root@example.org", "Rae Root")
    Source.objects.create(code="S1", title="A report")
    board = Board.objects.create(
        code="A1",
        name="Alder",
        authority_type="County council",
        region="South West",
        active_from="2013-04-01",
        source="S1 page 2",
        note="A long note, to see that it wraps and that the table stays within its page.",
    )
    visit.sign_in(person)
    return board


@page("admin:boards_board_changelist")
def board_list(visit):
    administrator(visit)
    visit.open(reverse("admin:boards_board_changelist"))


@page("admin:boards_board_add")
def new_board(visit):
    administrator(visit)
    visit.open(reverse("admin:boards_board_add"))


@page("admin:boards_board_change", "saved without a reason")
def board_without_reason(visit):
    board = administrator(visit)
    visit.open(reverse("admin:boards_board_change", args=[board.pk]))
    visit.page.get_by_label("Name").fill("Alderney")
    visit.page.evaluate("document.querySelector('#board_form').noValidate = true")
    visit.page.get_by_role("button", name="Save", exact=True).click()


@page("admin:boards_board_history", "after an edit")
def board_history(visit):
    board = administrator(visit)
    board.name = "Alderney"
    board.save()
    visit.open(reverse("admin:boards_board_history", args=[board.pk]))


def import_rows(visit, **cells):
    administrator(visit)
    visit.open(reverse("admin:boards_board_import"))
    data = {"name": "rows.csv", "mimeType": "text/csv", "buffer": ROWS.format(**cells).encode()}
    visit.page.get_by_label("File to import").set_input_files(data)
    visit.page.get_by_label("Format").select_option(label="csv")
    visit.page.get_by_label("Reason for this change").fill("From the ministry")
    visit.page.get_by_role("button", name="Submit").click()


@page("admin:boards_board_import", "preview")
def import_preview(visit):
    import_rows(visit, name="Alderney", two_tier="no")
    visit.page.get_by_role("button", name="Confirm import").wait_for()


@page("admin:boards_board_import", "refused")
def import_refused(visit):
    import_rows(visit, name="Alderney", two_tier="perhaps")
    visit.page.get_by_text("neither yes nor no").wait_for()


@page("admin:boards_board_export")
def board_export(visit):
    administrator(visit)
    visit.open(reverse("admin:boards_board_export"))


@page("admin:not_confirmed")
def not_confirmed(visit):
    administrator(visit)
    visit.open(reverse("admin:not_confirmed"))


@page("admin:changes")
def changes(visit):
    administrator(visit)
    visit.open(reverse("admin:changes"))


@page("admin:people_user_add")
def new_person(visit):
    administrator(visit)
    visit.open(reverse("admin:people_user_add"))


@page("admin:people_user_change")
def person(visit):
    administrator(visit)
    asha = User.objects.create_user("asha@example.org", "Asha Example")
    council = Organisation.objects.create(
        code="A1", name="Alder Council", kind="council", active_from="2013-04-01"
    )
    Membership.objects.create(
        user=asha, organisation=council, role="reader", active_from="2013-04-01"
    )
    visit.open(reverse("admin:people_user_change", args=[asha.pk]))
