"""The checklist: every finding leads to what it is about."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from bcf.pages.asked import Asked
from bcf.pages.checklist import checklist
from bcf.pages.frame import findings_of
from bcf.submissions.models import Version
from tests.examples.reading import version_of
from tests.factories import section
from tests.pages.states_plans import BCP, EXAMPLESHIRE, SAMPLETON


def links(version: Version) -> dict[str, str]:
    """Where each finding leads, by its message."""
    parts = checklist(version, findings_of(version))["parts"]
    items = [item for part in parts for item in (*part.open, *part.holding)]
    return {item.finding.message: item.url for item in items}


@pytest.mark.parametrize("plan", [BCP, EXAMPLESHIRE, SAMPLETON])
def test_a_link_to_lines_shows_some_of_them_only(examples: None, plan: tuple[str, str]) -> None:
    version = version_of(*plan)
    for message, url in links(version).items():
        address = urlsplit(url)
        if not address.query:
            continue
        columns = section(version, address.path.split("/")[-2]).columns_for(version)
        query = dict(parse_qsl(address.query))
        assert Asked.of(columns, query).filters == query, message


def test_a_missed_minimum_leads_to_the_lines_that_count(examples: None) -> None:
    found = links(version_of(*SAMPLETON))
    (url,) = [url for message, url in found.items() if "NHS minimum is £87,323 short" in message]
    assert dict(parse_qsl(urlsplit(url).query)) == {
        "source": "min_nhs",
        "area_of_spend": "social-care",
    }
