"""The made-up England: its plans hold but for the mistakes put in, and it touches nothing else."""

import csv
from collections.abc import Iterator

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from bcf.boards.models import Board, BoardLink, Organisation
from bcf.editions.loader import dump
from bcf.examples.england.places import EnglandError
from bcf.examples.people import PASSWORD
from bcf.people.models import Membership, Role, User
from bcf.submissions.lifecycle import freeze
from bcf.submissions.models import Version
from schemes.england import Made, make_england, remove_england
from schemes.models import ExpenditureLine, LineYear
from tests.factories import person

from .reading import ALSO, OWN, call, fails, findings, own_digests

pytestmark = pytest.mark.django_db
BOARDS, YEARS = 6, 2
#: What cannot be checked, as no figures of metrics are made up as published.
NOT_PUBLISHED = {(f"R-MET-{n:03}", "unknown") for n in (1, 7, 9)}


@pytest.fixture(scope="module")
def _laid(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Made]:
    from tests.snapshot import example_data

    with django_db_blocker.unblock(), transaction.atomic():
        example_data()
        yield make_england(BOARDS, YEARS)
        transaction.set_rollback(True)


@pytest.fixture
def made(_laid: Made, db: None) -> Made:
    """The reference data, the examples and an England of six boards, made once for this file."""
    return _laid


def test_a_plan_without_a_mistake_holds_all_through(made: Made) -> None:
    sound = {code: found for code, found in findings().items() if code not in made.faults}

    assert len(sound) == BOARDS * YEARS - len(made.faults)
    for code, found in sound.items():
        wrong = [f for f in found if f.outcome != "holds" and not f.judgement]
        assert not [f.message for f in wrong if (f.rule, f.outcome) not in NOT_PUBLISHED], code


def test_a_share_of_the_plans_has_a_mistake(made: Made) -> None:
    found = findings()

    assert len(made.faults) == 2  # of 2 collections, one board in eight, rounded up
    for code, rule in made.faults.items():
        assert fails(found[code]) == {rule} | ALSO.get(rule, set())
    told = Version.objects.filter(submission__illustration__contains="on purpose")
    assert {version.submission.code for version in told} == made.faults.keys()


def test_codes_and_names_are_nobody_elses(made: Made) -> None:
    files = [project.FIXTURES / "reference" / f"{name}.csv" for name in ("boards", "organisations")]
    real = [row for file in files for row in csv.DictReader(file.read_text().splitlines())]
    codes, names = {row["code"] for row in real}, {row["name"].casefold() for row in real}
    ours = [*Board.objects.filter(code__startswith=OWN)]
    bodies = [*Organisation.objects.filter(code__startswith=OWN)]

    assert len(ours) == BOARDS
    assert not codes & {row.code for row in [*ours, *bodies]}
    assert not names & {row.name.casefold() for row in [*ours, *bodies]}
    assert not any(code.startswith(OWN) for code in codes)
    assert len({row.name for row in ours}) == BOARDS
    assert len({row.name for row in bodies}) == len(bodies)
    assert all(board.fictional for board in ours)


@pytest.mark.usefixtures("made")
def test_places_stand_as_real_ones_do() -> None:
    links = BoardLink.objects.filter(board__code__startswith=OWN)
    for board in Board.objects.filter(code__startswith=OWN):
        own = links.filter(board=board)
        kinds = list(own.values_list("organisation__kind", flat=True))
        for kind in ("ccg", "icb"):
            nhs = own.filter(organisation__kind=kind)
            assert nhs.aggregate(Sum("share_of_board"))["share_of_board__sum"] == 1
        assert own.get(organisation__kind="region").organisation.name == board.region
        assert own.get(organisation__kind="council").organisation.code == board.code
        assert ("district" in kinds) == board.two_tier
        assert kinds.count("nation") == 1
    assert links.filter(organisation__kind="district").exists()
    assert Organisation.objects.filter(code__startswith=OWN, kind="icb").count() == 2


def test_plans_have_lines_for_every_source_and_year(made: Made) -> None:
    assert made.plans == {"2023-25-plan": BOARDS, "2019-20-plan": BOARDS}
    lines = ExpenditureLine.objects.filter(version__submission__board__code__startswith=OWN)
    assert lines.count() == made.lines == 100 * BOARDS * YEARS
    for version in Version.objects.filter(submission__board__code__startswith=OWN):
        edition = version.submission.collection.edition
        wanted = edition.sources.filter(mandatory=True).values_list("key", flat=True)
        spent = lines.filter(version=version).values_list("source__key", flat=True)
        assert set(wanted) <= set(spent)
        assert lines.filter(version=version).exclude(source__edition=edition).count() == 0


@pytest.mark.usefixtures("made")
def test_it_is_not_written_into_the_reference_files() -> None:
    assert dump(project.FIXTURES / "reference", check=True) == ([], [])


@pytest.mark.usefixtures("made")
def test_scale_makes_more_lines() -> None:
    remove_england()

    assert make_england(2, 1, scale=3).lines == 600


def test_the_history_says_why_and_names_nobody(made: Made) -> None:
    events = LineYear.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_context__what="Made the fictional England", pgh_context__user=None
    )
    years = LineYear.objects.filter(line__version__submission__board__code__startswith=OWN)

    assert years.count() == events.count() == made.lines // 2 * 3  # two years and one year
    for version in Version.objects.filter(submission__board__code__startswith=OWN):
        (change,) = version.changes.all()
        assert (change.by, change.what) == (None, "Made the fictional England")
        assert change.revision == version.revision


def test_a_second_run_refuses(made: Made, settings: Settings) -> None:
    settings.DEBUG = True
    before = own_digests()

    with pytest.raises(CommandError, match="there already: --again makes it anew"):
        call("--boards", "3")

    assert own_digests() == before


def test_again_makes_the_same_and_another_seed_another(made: Made, settings: Settings) -> None:
    settings.DEBUG = True
    before = own_digests()
    size = ["--boards", str(BOARDS), "--years", str(YEARS), "--again"]

    told = call(*size)
    assert own_digests() == before
    assert "1,200 lines of expenditure." in told
    assert all(f"{plan} {rule}" in told for plan, rule in made.faults.items())

    call(*size, "--seed", "2")
    assert not set(own_digests().values()) & set(before.values())


@pytest.mark.usefixtures("made")
def test_reference_data_loads_over_it() -> None:
    before = own_digests()

    call_command("load_reference", verbosity=0)

    assert own_digests() == before
    assert Board.objects.filter(code__startswith=OWN).count() == BOARDS


@pytest.mark.usefixtures("made")
def test_the_commissioner_of_the_first_board_can_work(settings: Settings, client: Client) -> None:
    settings.DEBUG = True
    told = call("--boards", "2", "--again")
    assert f"Sign in as england@example.org with the password {PASSWORD}: commissioner" in told

    user = User.objects.get(email="england@example.org")
    assert [board.code for board in user.boards()] == ["X98000001"]
    client.force_login(user)
    page = client.get(reverse("section", args=["X98000001", "2023-25-plan", "expenditure"]))
    assert page.status_code == 200

    user.set_password("something of their own")
    user.save()
    assert "the password it was given since" in call("--boards", "2", "--again")
    assert User.objects.filter(email="england@example.org").count() == 1


@pytest.mark.usefixtures("made")
def test_what_is_frozen_stays() -> None:
    version = Version.objects.filter(submission__board__code__startswith=OWN).first()
    assert version is not None
    freeze(version, by=None, reason="Sent")
    before = own_digests()

    with pytest.raises(EnglandError, match="1 of the made-up England's plans are frozen"):
        remove_england()

    assert own_digests() == before


@pytest.mark.usefixtures("made")
def test_somebody_elses_membership_stops_the_removal() -> None:
    person(Role.READER, "X98000002")
    before = own_digests()

    with pytest.raises(EnglandError, match=r"Something else stands on .* membership"):
        remove_england()

    assert own_digests() == before
    assert Membership.objects.filter(organisation__code="X98000002").count() == 1
