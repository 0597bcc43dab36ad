"""The page of a metric: what it shows, and what is saved of what was typed there."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from bcf.figures import MINUS
from bcf.people.models import Role
from bcf.submissions.lifecycle import freeze
from bcf.submissions.models import Change, Version
from metrics.models import FigureKind, MetricFigure
from metrics.sections import ELSEWHERE, NATIONAL, NOT_LOADED
from tests.factories import EXAMPLESHIRE, ONE_YEAR, SAMPLETON, again, person, plan, section

from .plans import publish, row, says

HIDDEN = re.compile(r'<input type="hidden" name="(seen-[^"]+)" value="([^"]*)">')

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]


class Visitor:
    """Somebody who works on a plan, with the page of one of its metrics."""

    def __init__(self, version: Version, code: str, role: str = Role.COMMISSIONER) -> None:
        board, collection = version.submission.board, version.submission.collection
        council = board.links.filter(organisation__kind="council").first()
        self.client = Client()
        self.client.force_login(person(role, council.organisation.code))
        self.address = reverse("metric", args=[board.code, collection.code, code])

    def look(self) -> str:
        response = self.client.get(self.address)
        assert response.status_code == 200
        return response.content.decode()

    def send(self, **typed: str) -> HttpResponse:
        """Send the form as it opens, with these cells typed."""
        return self.send_as(dict(HIDDEN.findall(self.look())), **typed)

    def send_as(self, seen: dict[str, str], **typed: str) -> Any:
        return self.client.post(self.address, {**seen, **typed})


def texts(version: Version, code: str) -> dict[str, Any]:
    held = again(version)
    kind = section(held, "ambitions")
    return dict(next(r for r in kind.rows(held) if r.get("metric") == code).values)


class TestShown:
    def test_a_metric_that_the_edition_does_not_have_is_not_found(self, version: Version) -> None:
        for code in ("NEA", "nothing"):
            visitor = Visitor(version, code)
            assert visitor.client.get(visitor.address).status_code == 404

    def test_targets_stand_beside_the_last_actual(self, version: Version) -> None:
        publish(version, "REA", "2022-23", "84")
        says(version, "REA-2023-24", numerator="442", denominator="528")
        page = Visitor(version, "REA").look()
        assert f"{MINUS}0.3 points, worse" in page
        assert "<b>83.7</b>" in page
        assert "<desc" in page
        assert "Actual: 84.0% in 2022-23. Plan: 83.7% in 2023-24." in page

    def test_one_period_may_have_an_actual_and_another_none(self, version: Version) -> None:
        actual = publish(version, "AVOID", "2022-23 Q1", "180")
        actual.numerator, actual.denominator = Decimal(900), Decimal(500_000)
        actual.save()
        page = Visitor(version, "AVOID").look()
        assert "500,000" in page
        assert page.count("not loaded") == 3

    def test_older_figures_have_a_table_of_their_own(self, version: Version) -> None:
        publish(version, "REA", "2022-23", "84")
        assert "Earlier figures" not in Visitor(version, "REA").look()
        publish(version, "REA", "2021-22", "82.2")
        page = Visitor(version, "REA").look()
        assert "Earlier figures" in page
        assert "82.2% in 2021-22, 84.0% in 2022-23" in page

    def test_there_is_no_chart_while_nothing_is_known(self, version: Version) -> None:
        assert "<figure" not in Visitor(version, "REA").look()

    def test_every_metric_is_listed_with_its_state(self, version: Version) -> None:
        says(version, "REA-2023-24", numerator="442", denominator="528")
        page = Visitor(version, "FALLS").look()
        assert page.count('aria-current="page">Falls') == 2
        assert "No planned value yet" in page

    def test_figures_of_a_later_year_are_not_shown(self, version: Version) -> None:
        publish(version, "REA", "2023-24", "90")
        assert "90.0%" not in Visitor(version, "REA").look()


class TestSetByOthers:
    def test_a_national_value_is_locked(self, older: Version) -> None:
        page = Visitor(older, "DTOC").look()
        assert NATIONAL in page
        assert 'name="DTOC-2019-20-value"' not in page

    def test_one_that_is_not_loaded_says_so(self) -> None:
        page = Visitor(plan(SAMPLETON, ONE_YEAR), "DTOC").look()
        assert NOT_LOADED in page
        assert "not loaded" in page

    def test_one_that_was_changed_since_is_put_in_by_a_button(self, older: Version) -> None:
        visitor = Visitor(older, "DTOC")
        assert "Put in the value" not in visitor.look()
        MetricFigure.objects.filter(kind=FigureKind.NATIONAL).update(value=24)
        assert "Put in the value" in visitor.look()
        visitor.send(take="1")
        assert row(older, "DTOC-2019-20").get("value") == 24
        assert "Put in the value" not in visitor.look()

    def test_what_is_planned_elsewhere_has_no_number(self, older: Version) -> None:
        page = Visitor(older, "NEA").look()
        assert ELSEWHERE in page
        assert "set elsewhere" in page
        assert 'name="NEA-2019-20-value"' not in page


class TestSaved:
    def test_targets_and_texts_are_saved_as_one_change(self, version: Version) -> None:
        visitor = Visitor(version, "REA")
        cells = {"REA-2023-24-numerator": "442", "REA-2023-24-denominator": "528"}
        response = visitor.send(**cells, rationale="Neighbours did it.")
        assert response.status_code == 302
        assert str(row(version, "REA-2023-24").get("planned")) == "83.7"
        assert texts(version, "REA")["rationale"] == "Neighbours did it."
        change = Change.objects.filter(version=version).first()
        assert change is not None
        assert change.what == "Metrics: changed Reablement"
        assert sorted(change.inverse) == ["ambitions", "metrics"]

    def test_a_refused_value_saves_nothing_and_stays_as_typed(self, version: Version) -> None:
        visitor = Visitor(version, "REA")
        page = visitor.send(**{"REA-2023-24-value": "many"}, rationale="Kept.").content.decode()
        assert "2023-24: Value, where it is typed: " in page
        assert 'value="many"' in page
        assert "Kept." in page
        assert texts(version, "REA").get("rationale") is None

    def test_somebody_elses_value_is_shown_and_not_overwritten(self, version: Version) -> None:
        visitor = Visitor(version, "REA")
        seen = dict(HIDDEN.findall(visitor.look()))
        says(version, "REA-2023-24", value="80")
        page = visitor.send_as(seen, **{"REA-2023-24-value": "81"}).content.decode()
        assert "changed this to “80”" in page
        again_seen = dict(HIDDEN.findall(page))
        assert row(version, "REA-2023-24").get("value") == 80
        visitor.send_as(again_seen, **{"REA-2023-24-value": "81"})
        assert row(version, "REA-2023-24").get("value") == 81

    def test_a_worse_target_asks_why_and_takes_the_answer(self, version: Version) -> None:
        publish(version, "REA", "2022-23", "84")
        visitor = Visitor(version, "REA")
        assert '<textarea name="REA-2023-24-worse_because"' not in visitor.look()
        visitor.send(**{"REA-2023-24-value": "83"})
        assert '<textarea name="REA-2023-24-worse_because"' in visitor.look()
        visitor.send(**{"REA-2023-24-worse_because": "Needs are greater."})
        assert row(version, "REA-2023-24").get("worse_because") == "Needs are greater."
        assert row(version, "REA-2023-24").get("value") == 83

    def test_an_edition_without_texts_has_targets_alone(self) -> None:
        version = plan(EXAMPLESHIRE, "2025-26-plan")
        visitor = Visitor(version, "DELAY")
        assert visitor.send(**{"DELAY-2025-05-value": "0.4"}).status_code == 302
        assert row(version, "DELAY-2025-05").get("planned") == Decimal("0.4")

    def test_a_reader_sees_figures_and_changes_nothing(self, version: Version) -> None:
        says(version, "REA-2023-24", value="83")
        visitor = Visitor(version, "REA", Role.READER)
        assert 'name="REA-2023-24-value"' not in visitor.look()
        assert visitor.send(**{"REA-2023-24-value": "84"}).status_code == 403
        assert row(version, "REA-2023-24").get("value") == 83

    def test_a_frozen_plan_is_not_changed(self, version: Version) -> None:
        visitor = Visitor(version, "REA")
        seen = dict(HIDDEN.findall(visitor.look()))
        freeze(again(version), by=None, reason="for the test")
        visitor.send_as(seen, **{"REA-2023-24-value": "84"})
        assert row(version, "REA-2023-24").get("value") is None


def test_the_sections_page_leads_to_each_metric(version: Version) -> None:
    says(version, "REA-2023-24", value="83")
    visitor = Visitor(version, "REA")
    page = visitor.client.get(reverse("section", args=[SAMPLETON, "2023-25-plan", "metrics"]))
    link = f'<a href="{visitor.address}">Reablement</a> <span class="sub">1 of 1 target set'
    assert link in page.content.decode()
