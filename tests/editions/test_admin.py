"""The admin pages of reference data: reasons, history, import and export."""

import csv
import io

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bcf.boards.models import Board
from bcf.boards.reference import reference_files
from bcf.editions.loader import load
from bcf.editions.models import Choice, Edition, Question, RuleSetting, Section
from bcf.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    return User.objects.create_superuser("root@example.org", "Rae Root")


@pytest.fixture
def site(client, folder, root):
    """A client signed in as an administrator, with the small folder loaded."""
    load(folder.path)
    client.force_login(root)
    return client


def board_form(board, **changes):
    names = ("name", "authority_type", "region", "active_to", "standing", "source", "note")
    form = {name: getattr(board, name) or "" for name in names}
    return {**form, **changes}


class TestEditing:
    def test_an_edit_needs_a_reason(self, site):
        board = Board.objects.get(code="A1")
        address = reverse("admin:boards_board_change", args=[board.pk])
        response = site.post(address, board_form(board, name="Alderney"))
        assert "This field is required." in response.content.decode()
        board.refresh_from_db()
        assert board.name == "Alder"

    def test_the_page_says_who_changed_what_and_why(self, site):
        board = Board.objects.get(code="A1")
        address = reverse("admin:boards_board_change", args=[board.pk])
        reason = "Seen in the order of 2019"
        site.post(address, board_form(board, name="Alderney", reason=reason))
        page = site.get(address).content.decode()
        for text in ("Rae Root", reason, "<del>Alder</del>", "<ins>Alderney</ins>"):
            assert text in page
        history = site.get(reverse("admin:boards_board_history", args=[board.pk]))
        assert reason in history.content.decode()

    @pytest.mark.django_db(transaction=True)  # within one, the load's own context would last
    def test_plain_sql_is_known_by_its_database_role(self, site):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE boards_board SET name = 'Elder' WHERE code = 'A1'")
            cursor.execute("SELECT session_user")
            role = cursor.fetchone()[0]
        board = Board.objects.get(code="A1")
        page = site.get(reverse("admin:boards_board_change", args=[board.pk])).content.decode()
        assert f"plain SQL, database role {role}" in page

    def test_the_structure_of_a_row_cannot_be_posted(self, site):
        board = Board.objects.get(code="A1")
        address = reverse("admin:boards_board_change", args=[board.pk])
        form = board_form(board, code="Z9", two_tier="on", fictional="on", reason="why not")
        assert site.post(address, form).status_code == 302
        board.refresh_from_db()
        assert (board.code, board.two_tier, board.fictional) == ("A1", False, False)

    def test_a_new_row_may_say_everything(self, site):
        form = board_form(
            Board(),
            code="C1",
            name="Cedar",
            authority_type="Unitary authority",
            region="London",
            active_from="2027-04-01",
            standing="confirmed",
            reason="Reorganised",
        )
        assert site.post(reverse("admin:boards_board_add"), form).status_code == 302
        event = Board.pgh_event_model.objects.get(code="C1")
        assert event.pgh_context["reason"] == "Reorganised"

    @pytest.mark.parametrize(
        ("model", "changes", "said"),
        [
            (Section, {"kind": "nowhere.Nothing"}, "nowhere.Nothing is not a kind of section."),
            (RuleSetting, {"rule": "R-EXP-999"}, "R-EXP-999 is not a rule that is checked."),
        ],
    )
    def test_a_new_row_is_checked_as_the_loader_checks_it(self, site, model, changes, said):
        form = {
            "collection": Section.objects.get().collection_id,
            "edition": Edition.objects.get().pk,
            "key": "more",
            "title": "More",
            "group": "More",
            "position": 9,
            "severity": "error",
            "rule_standing": "U",
            "parameters": "{}",
            "standing": "unconfirmed",
            "reason": "Try",
            **changes,
        }
        address = reverse(f"admin:editions_{model._meta.model_name}_add")
        assert said in site.post(address, form).content.decode()

    def test_a_name_that_another_row_has_is_told(self, site):
        section = Section.objects.get()
        for position, key in enumerate("ab"):
            row = section.rows.create(key=key, label=f"Row {key}", position=position)
        address = reverse("admin:editions_sectionrow_change", args=[row.pk])
        form = {"label": "Row a", "standing": "unconfirmed", "position": 2, "reason": "Try"}
        page = site.post(address, form).content.decode()
        assert "Section row with this Section and Label already exists." in page

    @pytest.mark.parametrize("character", ["\x0b", "\x1f", "\ufffe"])
    def test_a_character_that_no_workbook_holds_is_told(self, site, character):
        section = Section.objects.get()
        address = reverse("admin:editions_section_change", args=[section.pk])
        form = {"title": f"A{character}B", "position": 1, "standing": "unconfirmed"}
        page = site.post(address, {**form, "reason": "Try"}).content.decode()
        assert "The text holds a character that cannot be kept." in page

    @pytest.mark.parametrize("chosen", ["", "none", "1e3", "\x00"])
    def test_a_choice_that_no_list_offers_is_refused(self, site, chosen):
        form = {"action": "delete_selected", "_selected_action": chosen, "index": "0"}
        assert site.post(reverse("admin:boards_board_changelist"), form).status_code == 400

    def test_a_filter_that_no_list_offers_is_refused(self, site):
        address = reverse("admin:boards_board_changelist")
        assert site.get(address, {"standing__exact": "\x00"}).status_code == 400

    def test_a_row_in_use_cannot_be_deleted(self, site):
        board = Board.objects.get(code="A1")
        address = reverse("admin:boards_board_delete", args=[board.pk])
        site.post(address, {"post": "yes"})
        assert Board.objects.filter(code="A1").exists()

    def test_a_deletion_is_in_the_history(self, site):
        question = Question.objects.get()
        site.post(reverse("admin:editions_question_delete", args=[question.pk]), {"post": "yes"})
        event = Question.pgh_event_model.objects.get(pgh_obj=question.pk, pgh_label="delete")
        assert event.pgh_context["reason"] == "deleted in the admin"


def export(site, model="board", app="boards"):
    address = reverse(f"admin:{app}_{model}_export")
    page = site.get(address)
    boxes = {
        name: "on" for name in page.context["form"].fields if name.startswith(f"{model}resource_")
    }
    response = site.post(address, {"format": "0", "resource": "0", **boxes})
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def upload(site, rows, reason="From the ministry", model="board", app="boards", fmt="csv"):
    data = tablib.Dataset(*[list(row.values()) for row in rows], headers=list(rows[0])).export(fmt)
    data = data.encode() if isinstance(data, str) else data
    return site.post(
        reverse(f"admin:{app}_{model}_import"),
        {
            "import_file": SimpleUploadedFile(f"rows.{fmt}", data),
            "format": {"csv": "0", "xlsx": "1"}[fmt],
            "resource": "0",
            "reason": reason,
        },
    )


def confirm(site, preview, model="board", app="boards"):
    form = preview.context["confirm_form"].initial
    return site.post(reverse(f"admin:{app}_{model}_process_import"), form, follow=True)


class TestImport:
    def test_nothing_is_saved_by_the_preview(self, site):
        rows = export(site)
        rows[0]["name"] = "Alderney"
        preview = upload(site, rows)
        assert "Nothing is saved yet" in preview.content.decode()
        assert Board.objects.get(code="A1").name == "Alder"

    @pytest.mark.parametrize("fmt", ["csv", "xlsx"])
    def test_what_was_previewed_is_saved_when_confirmed(self, site, fmt):
        rows = export(site)
        rows[0]["name"] = "Alderney"
        rows.append({**rows[0], "code": "C1", "name": "Cedar"})
        preview = upload(site, rows, fmt=fmt)
        assert preview.context["result"].totals["new"] == 1
        assert preview.context["result"].totals["update"] == 1
        assert preview.context["result"].totals["skip"] == 1
        done = confirm(site, preview)
        assert "1 new, 1 updated, 0 deleted and 1 skipped" in done.content.decode()
        assert set(Board.objects.values_list("code", "name")) == {
            ("A1", "Alderney"),
            ("B1", "Birch"),
            ("C1", "Cedar"),
        }

    def test_the_history_says_who_imported_and_why(self, site, root):
        rows = export(site)
        rows[0]["name"] = "Alderney"
        confirm(site, upload(site, rows))
        event = Board.pgh_event_model.objects.get(code="A1", pgh_label="update")
        assert event.pgh_context["user"] == root.pk
        assert event.pgh_context["reason"] == "From the ministry"
        assert event.pgh_context["via"] == "import"

    def test_a_reason_is_needed(self, site):
        preview = upload(site, export(site), reason="")
        assert "confirm_form" not in preview.context
        assert "This field is required." in preview.content.decode()

    def test_rows_that_refer_to_others_go_by_natural_keys(self, site):
        rows = export(site, "choice", "editions")
        assert rows[0]["edition"] == "2019-20"
        rows[0]["label"] = "Aye"
        rows.append({**rows[0], "key": "no", "label": "Nay", "position": "2"})
        confirm(site, upload(site, rows, model="choice", app="editions"), "choice", "editions")
        assert set(Choice.objects.values_list("key", "label")) == {("yes", "Aye"), ("no", "Nay")}

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"active_from": "soon"}, "row A1: active_from: “soon” value has an invalid date"),
            ({"two_tier": "maybe"}, "row A1: two_tier: “maybe” is neither yes nor no."),
            ({"active_to": "2012-01-01"}, "row A1: The last day is before the first day."),
            (
                {"two_tier": "yes"},
                "row A1: two_tier: belongs to the reference files, and stays “no”",
            ),
        ],
    )
    def test_a_wrong_row_is_refused_in_the_loaders_words(self, site, changes, said):
        rows = export(site)
        rows[0].update(changes)
        rows[1]["name"] = "Birchwood"
        preview = upload(site, rows)
        assert "confirm_form" not in preview.context
        assert said in preview.content.decode()
        assert Board.objects.get(code="B1").name == "Birch"

    def test_a_dangling_key_is_refused(self, site):
        rows = export(site, "choice", "editions")
        rows[0].update(edition="1999-00", key="no")
        page = upload(site, rows, model="choice", app="editions").content.decode()
        assert "row 1999-00/yes_no/no: edition: 1999-00 is not among the editions" in page

    def test_a_key_that_stands_twice_is_refused(self, site):
        rows = export(site)
        page = upload(site, [*rows, rows[0]]).content.decode()
        assert "row A1: stands twice" in page

    def test_unknown_columns_are_refused_without_a_trace_of_the_program(self, site):
        rows = [{"code": "A1", "nom": "Alder"}]
        page = upload(site, rows).content.decode()
        assert "unknown column nom" in page
        assert "no column name" in page
        assert "Traceback" not in page

    def test_a_row_that_goes_wrong_after_the_preview_stops_the_whole_import(self, site):
        rows = export(site, "choice", "editions")
        rows[0]["label"] = "Aye"
        rows.append({**rows[0], "key": "no", "label": "Nay", "position": "2"})
        preview = upload(site, rows, model="choice", app="editions")
        Choice.objects.update(position=7)  # so that the first row now changes structure
        done = confirm(site, preview, "choice", "editions")
        assert "Nothing was imported" in done.content.decode()
        assert set(Choice.objects.values_list("key", "label")) == {("yes", "Yes")}


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "'=1+1", "''-1", "'quoted", "plain"]
)
def test_a_text_that_looks_like_a_formula_is_exported_as_text_and_comes_back(site, text):
    Board.objects.filter(code="A1").update(note=f"{text}")
    rows = export(site)
    assert not rows[0]["note"].startswith(("=", "+", "-", "@", "\t"))
    Board.objects.filter(code="A1").update(note="something else")
    confirm(site, upload(site, rows))
    assert Board.objects.get(code="A1").note == text.strip()


class TestOverAll:
    """The pages over all tables."""

    def test_every_unconfirmed_row_is_listed(self, site):
        Board.objects.filter(code="B1").update(
            standing="unconfirmed", source="S1 page 2; S9", note="See the order"
        )
        page = site.get(reverse("admin:not_confirmed")).content.decode()
        assert "2 rows nobody has confirmed" in page
        board = Board.objects.get(code="B1")
        address = reverse("admin:boards_board_change", args=[board.pk])
        assert f'<a href="{address}">B1</a>' in page
        assert 'title="A report">S1 page 2</a>; S9' in page
        assert "See the order" in page

    def test_it_can_be_narrowed(self, site):
        Board.objects.filter(code="B1").update(standing="unconfirmed")
        address = reverse("admin:not_confirmed")

        def keys(**chosen):
            return [row.key for row in site.get(address, chosen).context["rows"]]

        assert keys(kind="boards.board") == ["B1"]
        assert keys(edition="2019-20") == ["2019-20/yes_no/yes"]
        assert keys(kind="boards.board", edition="2019-20") == []
        assert site.get(address, {"kind": "nonsense"}).status_code == 200

    def test_its_queries_do_not_grow_with_the_rows(self, site):
        def count():
            with CaptureQueriesContext(connection) as queries:
                site.get(reverse("admin:not_confirmed"))
            return len(queries)

        few = count()
        edition = Edition.objects.get()
        Choice.objects.bulk_create(
            Choice(edition=edition, list="area", key=str(n), label="Area", position=n)
            for n in range(50)
        )
        assert count() == few

    @pytest.mark.django_db(transaction=True)  # within one, all changes have one time
    def test_changes_are_listed_newest_first(self, site):
        Board.objects.filter(code="B1").update(name="Birchwood")
        listed = site.get(reverse("admin:changes")).context["listed"]
        assert (listed[0][1].table, listed[0][2].verb) == ("boards.board", "Changed")
        assert listed[1][2].why == "load_reference"

    def test_changes_of_one_table_page_by_page(self, site, monkeypatch):
        monkeypatch.setattr("bcf.editions.admin_views.CHANGES", 1)
        address = reverse("admin:changes")
        first = site.get(address, {"table": "boards.board"})
        older = first.context["older"]
        second = site.get(address, {"table": "boards.board", "before": older})
        ids = [page.context["listed"][0][1].pgh_obj_id for page in (first, second)]
        assert [Board.objects.get(pk=pk).code for pk in ids] == ["B1", "A1"]
        assert site.get(address, {"table": "nonsense", "before": "x"}).status_code == 200

    def test_nothing_can_be_posted_to_them(self, site):
        before = Board.pgh_event_model.objects.count()
        site.post(reverse("admin:changes"), {"table": "boards.board"})
        assert Board.pgh_event_model.objects.count() == before

    def test_the_front_page_leads_there(self, site):
        page = site.get(reverse("admin:index")).content.decode()
        assert reverse("admin:not_confirmed") in page
        assert reverse("admin:changes") in page


def test_every_reference_model_has_its_pages(site):
    for file in reference_files():
        meta = file.model._meta
        for view in ("changelist", "add", "import", "export"):
            address = reverse(f"admin:{meta.app_label}_{meta.model_name}_{view}")
            assert site.get(address).status_code == 200, address
        if row := file.model._base_manager.first():
            address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
            assert site.get(address).status_code == 200, address
