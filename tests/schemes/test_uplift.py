"""Where the uplift of the NHS minimum went: the money, the lines, and the page."""

from __future__ import annotations

import datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bcf.boards.models import Board, Organisation
from bcf.editions.models import Allocation
from bcf.submissions.models import Version
from bcf.tables import Edit
from schemes.uplift import Line, Year, name_of_minimum, tie, uplift_of, year_before
from tests.factories import (
    BCP,
    EXAMPLESHIRE,
    NEXT,
    ONE_YEAR,
    THIS,
    TWO_YEARS,
    add,
    again,
    person,
    plan,
    put,
    section,
)

UPDATE = "2024-25-update"
NHS = "Minimum NHS Contribution"


def line(version: Version, code: str, this: str = "", after: str = "", source: str = NHS) -> UUID:
    cells = {"scheme_code": code, "scheme_name": "Care", "source": source}
    return add(again(version), {**cells, THIS: this, NEXT: after})


def publish(body: str, year: str, amount: str, previous: str | None = None) -> None:
    """A newer figure of one body for Exampleshire."""
    Allocation.objects.create(
        board=Board.objects.get(code=EXAMPLESHIRE),
        contributor=Organisation.objects.get(code=body),
        fund="min_nhs",
        year=year,
        stage="revised",
        published_on=datetime.date(2026, 1, 1),
        amount=amount,
        previous_amount=previous,
    )


def years(version: Version) -> list[Year]:
    return uplift_of(again(version))


def told(year: Year) -> list[tuple[str, str, Decimal | None, Decimal | None]]:
    return [(t.kind, t.name, *t.sums[1:]) for t in year.tied or ()]


@pytest.mark.parametrize(("year", "before"), [("2023-24", "2022-23"), ("2100-01", "2099-00")])
def test_the_year_before(year: str, before: str) -> None:
    assert year_before(year) == before


class TestTheMoney:
    def test_is_this_years_less_the_one_before(self, version: Version) -> None:
        first, second = years(version)
        assert {g.rise for g in first.given} == {Decimal(2431246), Decimal(395809)}
        assert {g.rise for g in second.given} == {Decimal(2568854), Decimal(418212)}
        assert second.published == ("", Decimal(52775019), Decimal(55762085))

    def test_the_publishers_word_on_the_year_before_comes_first(self, version: Version) -> None:
        publish("QX1", "2024-25", "48000000", "45000000")
        second = years(version)[1]
        assert Decimal(3000000) in [g.rise for g in second.given]

    def test_a_body_that_gives_no_more_leaves_the_whole_unknown(self, version: Version) -> None:
        Allocation.objects.filter(fund="min_nhs", contributor__code="QX2", year="2024-25").delete()
        second = years(version)[1]
        assert second.published.rise is None
        publish("QX1", "2024-25", "48000000", "45000000")  # set against all of the year before
        assert years(version)[1].published.rise == 3000000

    def test_without_a_figure_nothing_is_known(self, version: Version) -> None:
        Allocation.objects.filter(fund="min_nhs", year="2022-23").delete()
        first = years(version)[0]
        assert [(g.before, g.rise) for g in first.given] == [(None, None), (None, None)]
        assert (first.published.now, first.published.rise) == (Decimal(52775019), None)
        Allocation.objects.filter(fund="min_nhs").delete()
        first, second = years(version)
        assert (first.given, second.published.rise, second.over) == ([], None, None)


class TestTheLines:
    def test_of_one_plan_are_set_against_themselves(self, version: Version) -> None:
        line(version, "1", "100", "150")
        line(version, "2", "100", "80")
        line(version, "3", "", "40")
        line(version, "4", "60", "")
        line(version, "5", "10", "10")
        line(version, "6", "1", "2", source="Additional LA Contribution")
        first, second = years(version)
        assert first.tied is None
        assert told(second) == [
            ("New", "3 Care", 0, 40),
            ("Larger", "1 Care", 100, 150),
            ("Smaller", "2 Care", 100, 80),
            ("Ended", "4 Care", 60, 0),
            ("Unchanged", "5 Care", 10, 10),
        ]
        assert second.spent == ("", Decimal(270), Decimal(280))
        assert [(group.kind, group.sums.rise) for group in second.groups] == [
            ("New", 40),
            ("Larger", 50),
            ("Smaller", -20),
            ("Ended", -60),
            ("Unchanged", 0),
        ]
        assert second.left == 2568854 + 418212 - 10
        assert [each.number for each in second.groups[0].changed[0].lines] == [3]

    def test_that_were_carried_are_known_though_they_have_another_id(
        self, version: Version
    ) -> None:
        carried, ended = line(version, "1", "100", "100"), line(version, "2", "30", "30")
        update = plan(collection=UPDATE)
        rows = {row.get("scheme_code"): row.uid for row in section(update).rows(update)}
        put(
            again(update),
            Edit(uid=rows["1"], raw={"scheme_code": "9", NEXT: "120"}),
            Edit(uid=rows["2"], remove=True),
        )
        line_of = {"scheme_code": "3", "scheme_name": "Care", "source": NHS, NEXT: "5"}
        add(again(update), line_of)
        (year,) = years(update)
        assert told(year) == [
            ("New", "3 Care", 0, 5),
            ("Larger", "9 Care", 100, 120),
            ("Ended", "2 Care", 30, 0),
        ]
        addresses = [each.lines[0].url for each in year.tied or ()]
        assert str(rows["1"]) in addresses[1]
        assert (str(ended) in addresses[2], TWO_YEARS in addresses[2]) == (True, True)
        assert carried != rows["1"]

    def test_that_were_not_carried_are_set_against_those_of_their_scheme(
        self, version: Version
    ) -> None:
        line(version, "1", "", "100")
        line(version, "1", "", "50")
        line(version, "2", "", "70")
        later = plan(collection="2025-26-plan")
        cells = {"scheme_code": "1", "scheme_name": "Care", "source": "NHS Minimum Contribution"}
        add(later, {**cells, "amount_2025-26": "160"})
        (year,) = years(later)
        assert told(year) == [("Larger", "1 Care", 150, 160), ("Ended", "2 Care", 70, 0)]

    def test_of_two_schemes_with_one_id_are_two(self) -> None:
        def one(name: str) -> Line:
            return Line(("1", name), uuid4(), 1, "", Decimal(5))

        assert [t.kind for t in tie([one("Falls")], [one("Care")])] == ["Ended", "New"]
        assert [t.kind for t in tie([one("Falls")], [one("Falls")])] == ["Unchanged"]
        assert [t.kind for t in tie([one("Falls")], [one("")])] == ["Unchanged"]


class TestThePage:
    address = reverse("uplift", args=[EXAMPLESHIRE, TWO_YEARS])

    def test_tells_what_is_known_and_what_is_not(self, client: Client, version: Version) -> None:
        line(version, "1", "100", "2987166")
        client.force_login(person(organisation=EXAMPLESHIRE))
        page = client.get(self.address).content.decode()
        assert "No plan of 2022-23 is here" in page
        assert "The lines rise by as much as the NHS minimum." in page
        line(version, "2", "", "40")
        assert "£40 more than that" in client.get(self.address).content.decode()
        line(version, "3", "1000", "")
        assert "£960 of it is in no line" in client.get(self.address).content.decode()

    @pytest.mark.usefixtures("editions")
    def test_calls_the_minimum_what_the_edition_calls_it(self, client: Client) -> None:
        older = plan(BCP, ONE_YEAR)
        client.force_login(person(organisation=BCP))
        address = reverse("uplift", args=[BCP, ONE_YEAR])
        page = client.get(address).content.decode()
        assert "Where the uplift of the CCG minimum went" in page
        assert "NHS minimum" not in page
        assert "No figure of the CCG minimum is loaded" in page
        assert name_of_minimum(older.submission.collection.edition) == "CCG minimum"

    def test_the_question_on_it_leads_there(self, client: Client, version: Version) -> None:
        client.force_login(person(organisation=EXAMPLESHIRE))
        narrative = reverse("section", args=[EXAMPLESHIRE, TWO_YEARS, "narrative"])
        assert client.get(narrative).content.decode().count(f'href="{self.address}"') == 1
