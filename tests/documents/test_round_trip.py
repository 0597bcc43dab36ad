"""A narrative comes back from Word as it went out, whatever is in it."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bcf.documents.reading import WordDocument, read_document
from bcf.documents.review import review
from bcf.submissions.models import Version
from bcf.tables import LONGEST_TEXT, Edit
from tests.chance import EXAMPLES
from tests.documents.narratives import NAME, answers, exported, looked_at, write
from tests.factories import again, proposal, section

#: Latin, Welsh, Polish, Arabic, Bengali, Chinese, Greek, emoji; marks that combine; odd spaces.
SCRIPTS = st.characters(
    codec="utf-8",
    exclude_categories=("Cs", "Cc"),
    exclude_characters="\ufffe\uffff",
)
LINES = st.one_of(
    st.text(SCRIPTS, max_size=40),
    st.sampled_from(
        [
            *("", " ", "=1+1", "=SUM(A1:A9)", "+44", "-", "@x", "\tx\ty", "  two  spaces  "),
            *(
                "_x000D_",
                "• point",
                "1. Governance",
                "Governance",
                "Not yet written",
                "<w:p/>&amp;",
            ),
            *("Iechyd a gofal", "الرعاية الصحية", "স্বাস্থ্য", "健康", "Υγεία", "👩‍⚕️", "e\u0301"),
        ]
    ),
)
TEXTS = st.lists(LINES, min_size=1, max_size=8).map("\n".join)
KEYS = ("boards", "governance", "joint_priorities", "rro_services", "equality")


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(texts=st.fixed_dictionaries(dict.fromkeys(KEYS, TEXTS)))
def test_import_of_export_is_the_same(version: Version, texts: dict[str, str]) -> None:
    rewrite(version, texts)
    before, written = answers(version), exported(version)
    assert looked_at(version, written).differences == []
    rewrite(version, dict.fromkeys(KEYS, ""))
    take(version, written)
    assert answers(version) == before


def test_the_longest_text_comes_back(version: Version) -> None:
    """One of one line, one of wide letters, and one of as many lines as there can be."""
    texts = {
        "governance": "x" * LONGEST_TEXT,
        "equality": ("健康 = a " * LONGEST_TEXT)[: LONGEST_TEXT - 1] + "!",
        "dfg": "\n".join("y" * (LONGEST_TEXT // 2)) + "y",
    }
    rewrite(version, texts)
    written = exported(version)
    rewrite(version, dict.fromkeys(texts, ""))
    take(version, written)
    assert answers(version) == texts


def test_figures_and_choices_come_back(version: Version) -> None:
    write(version, rro_used="No", rro_amount="1234567.89")
    before, written = answers(version), exported(version)
    write(version, rro_used="", rro_amount="")
    take(version, written)
    assert answers(version) == before


def rewrite(version: Version, texts: dict[str, str]) -> None:
    page = section(version, "narrative")
    raw = proposal(again(version), Edit(uid=page.uid, raw=texts), key="narrative")
    raw.apply(by=None, what="Written")


def take(version: Version, data: bytes) -> None:
    """Apply all that a document says, as if it did not know its revision."""
    read = read_document(NAME, data)
    review(again(version), WordDocument(read.blocks, None)).apply(by=None)
