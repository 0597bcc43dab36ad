"""Role x route x organisation: what each may open and change, on two boards' plans."""

import pytest
from django.urls import reverse

from bcf.documents.models import Attachment
from bcf.documents.store import attach
from bcf.documents.word import narrative_document
from bcf.editions.models import Section
from bcf.imports.models import Upload
from bcf.people.models import User
from bcf.submissions.codes import newest_version
from bcf.workbooks.export import workbook
from tests.factories import lines_of
from tests.pages.access import KEEPERS, READERS, WRITERS
from tests.pages.states_plans import BCP, EXAMPLESHIRE

#: What each example person may do with the plan of BCP and with Exampleshire's.
PEOPLE = {
    "asha@example.org": ("keep", "nothing"),  # BCP's commissioner
    "ben@example.org": ("write", "nothing"),  # BCP's finance lead
    "mara@example.org": ("read", "nothing"),  # BCP's board member
    "cara@example.net": ("write", "nothing"),  # finance lead of an ICB over BCP
    "nell@example.net": ("nothing", "write"),  # finance lead of an ICB over Exampleshire
    "remi@example.net": ("read", "read"),  # assurer of the region of both
    "noor@example.net": ("read", "read"),  # the nation's analyst
    "dev@example.org": ("nothing", "keep"),  # Exampleshire's commissioner
    "rowan@example.org": ("nothing", "read"),  # reader in a district of Exampleshire
    "admin@example.net": ("nothing", "nothing"),  # runs the service, reaches no board
}
UPLOADS = {"upload", "upload_look", "upload_notes"}
MAY = {
    "nothing": set(),
    "read": READERS,
    "write": READERS | WRITERS,
    "keep": READERS | WRITERS | KEEPERS,
}


#: The routes of a document, and what each is tried with.
#: Pages that readers see, and only writers send.
WRITTEN = ("documents", "named", "narrative", "row")
DOCUMENTS = {"document": "other", "document_withdraw": "letter", "narrative_review": "narrative"}


def address(route: str, plan: tuple[str, str]) -> str:
    board, collection = plan
    more = {
        "board": [],
        "section": ["expenditure"],
        "row_add": ["expenditure"],
        "paste": ["expenditure"],
        **{name: ["expenditure"] for name in ("grid", "grid_cells", "grid_rows", "grid_now")},
        "undo": [2],
        "metric": ["RES"],
        "service": ["ambitions", "RES"] if plan == BCP else ["community", "rehab-home"],
    }
    if route == "board":
        return reverse(route, args=[board])
    if purpose := DOCUMENTS.get(route):
        sent = Attachment.objects.get(submission__board__code=board, purpose=purpose)
        return reverse(route, args=[board, collection, sent.uid])
    if route in ("upload_look", "upload_notes"):
        upload = Upload.objects.get(submission__board__code=board)
        return reverse(route, args=[board, collection, upload.uid])
    if route.startswith("row") and route != "row_add":
        line = lines_of(*plan).first()
        return reverse(route, args=[board, collection, "expenditure", line.uid])
    return reverse(route, args=[board, collection, *more.get(route, [])])


@pytest.fixture(scope="module")
def _plans(_examples, django_db_blocker):
    """Two plans with documents. The narratives of metrics stand for services in 2019-20."""
    with django_db_blocker.unblock():
        narratives = Section.objects.filter(collection__code=BCP[1], key="ambitions")
        narratives.update(kind="metrics.sections.Capacity")
        for plan in (BCP, EXAMPLESHIRE):
            version = newest_version(*plan)
            attach(version, "n.docx", "narrative", narrative_document(version), by=None)
            for purpose in ("other", "letter"):
                attach(version, "a.txt", purpose, purpose.encode(), by=None)
            Upload.keep(version.submission, "plan.xlsx", workbook(version), None)


@pytest.fixture
def plans(changed_reference, _plans):
    """They are laid once for the file."""


@pytest.mark.parametrize("email", PEOPLE)
def test_each_person_opens_and_changes_only_what_is_theirs(client, plans, email):
    client.force_login(User.objects.get(email=email))
    unexpected = []
    for plan, rights in zip((BCP, EXAMPLESHIRE), PEOPLE[email], strict=True):
        before = newest_version(*plan).revision
        for route in sorted(READERS | WRITERS | KEEPERS):
            for method in ("get", "post"):
                status = getattr(client, method)(address(route, plan)).status_code
                if not expected(route, method, rights, status):
                    unexpected.append((plan[0], route, method, status))
        if rights in ("nothing", "read"):
            assert newest_version(*plan).revision == before
    assert unexpected == []


def expected(route: str, method: str, rights: str, status: int) -> bool:
    """Whether an answer is right. Out of reach is 404, out of one's role 403."""
    only_post = (WRITERS | KEEPERS | {"grid_now"}) - {"narrative_review", "paste", "row_add"}
    only_post.discard("assign")
    only_post -= UPLOADS
    only_get = {"document", "grid", "narrative_word", "service"}
    only_get |= {"submission_official", "submission_workbook"}
    if route in (only_post if method == "get" else only_get):
        return status == 405
    if rights == "nothing":
        return status == 404
    if route not in MAY[rights]:
        return status == 403
    if (
        method == "post"
        and route in ("documents", "metric", "named", "narrative", "row")
        and rights == "read"
    ):
        return status == 403
    if method == "post" and route == "approvals":
        return status == 403  # what is sent names no role
    if method == "post" and route == "section":
        return status in (200, 405)
    if method == "post" and route.startswith("grid_"):
        return status == 400  # let in, and told that a form is not what it reads
    return status in (200, 302, 405)


def test_a_row_of_another_board_is_not_found_under_ones_own(client, plans):
    client.force_login(User.objects.get(email="asha@example.org"))
    theirs = lines_of(*EXAMPLESHIRE).first()
    for route in ("row", "row_duplicate", "row_delete", "row_move"):
        response = client.post(reverse(route, args=[*BCP, "expenditure", theirs.uid]))
        assert response.status_code == 404, route
    theirs.refresh_from_db()


def test_a_membership_that_has_ended_reaches_nothing(client, plans):
    user = User.objects.get(email="asha@example.org")
    client.force_login(user)
    assert client.get(reverse("submission", args=BCP)).status_code == 200
    user.memberships.update(active_from="2020-01-01", active_to="2020-12-31")
    assert client.get(reverse("submission", args=BCP)).status_code == 404
