"""Documents as people send them back: edited in Word, old, of others, and not of ours."""

from __future__ import annotations

import copy

import pytest
from django.db import connection
from docx.document import Document as DocumentType
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from bcf.answers.models import Answer
from bcf.documents.errors import Unfit
from bcf.documents.reading import WordDocument, read_document
from bcf.documents.review import FILE, PLAN, Review, review
from bcf.pages.undo import undo
from bcf.submissions.lifecycle import freeze, reopen
from bcf.submissions.models import Version
from bcf.submissions.proposals import Refused
from tests.documents.files import edited, word
from tests.documents.narratives import NAME, answers, changes, exported, looked_at, write
from tests.factories import TWO_YEARS, again, person, plan, section

GOVERNANCE = "2. Governance"
CHANGED = {"governance": ("The board meets.", "The board meets monthly.")}


@pytest.fixture
def written(version: Version) -> Version:
    write(version, governance="The board meets.", dfg="Ramps.\nLifts.")
    return version


def heading(document: DocumentType, text: str) -> Paragraph:
    return next(p for p in document.paragraphs if p.text == text)


def answer_under(document: DocumentType, text: str) -> Paragraph:
    """The first paragraph under a heading."""
    paragraphs = document.paragraphs
    place = next(n for n, p in enumerate(paragraphs) if p.text == text)
    return paragraphs[place + 1]


def monthly(document: DocumentType) -> None:
    answer_under(document, GOVERNANCE).text = "The board meets monthly."


def unstamped(version: Version, data: bytes) -> Review:
    return review(again(version), WordDocument(read_document(NAME, data).blocks, None))


class TestEdits:
    def test_of_nobody_change_nothing(self, written: Version) -> None:
        made = looked_at(written, exported(written))
        assert (made.differences, made.takes, made.dated) == ([], 0, True)
        assert made.same == len(section(written, "narrative").columns)

    def test_of_a_paragraph_change_that_answer_alone(self, written: Version) -> None:
        assert changes(looked_at(written, edited(exported(written), monthly))) == CHANGED

    def test_of_headings_case_and_numbers_lose_nothing(self, written: Version) -> None:
        def edit(document: DocumentType) -> None:
            for paragraph in document.paragraphs:
                if paragraph.style.name.startswith("Heading"):  # type: ignore[union-attr]
                    paragraph.runs[0].text = f"7.  {paragraph.text.upper()} :"
            document.paragraphs[0].text = "Our narrative"

        made = looked_at(written, edited(exported(written), edit))
        assert (made.differences, made.matched.missing, made.matched.unplaced) == ([], [], [])

    def test_of_headings_made_anew_go_by_their_words(self, written: Version) -> None:
        def edit(document: DocumentType) -> None:
            for mark in document.element.body.iter(qn("w:bookmarkStart")):
                mark.set(qn("w:name"), "other")
            heading(document, GOVERNANCE).text = "GOVERNANCE"
            monthly_under = answer_under(document, "GOVERNANCE")
            monthly_under.text = "The board meets monthly."

        made = looked_at(written, edited(exported(written), edit))
        assert changes(made) == CHANGED
        assert made.matched.missing == []

    def test_of_a_heading_made_plain_keep_answers_apart(self, written: Version) -> None:
        def edit(document: DocumentType) -> None:
            heading(document, GOVERNANCE).style = "Normal"

        assert looked_at(written, edited(exported(written), edit)).differences == []

    def test_in_the_place_of_the_words_not_yet_written_are_taken(self, written: Version) -> None:
        def edit(document: DocumentType) -> None:
            answer_under(document, "8. Supporting Unpaid Carers").text = "Breaks."
            equality = answer_under(document, "11. Equality and Health inequalities")
            equality.add_run(" Nothing yet.")

        made = looked_at(written, edited(exported(written), edit))
        assert changes(made) == {
            "unpaid_carers": ("", "Breaks."),
            "equality": ("", "Nothing yet."),
        }

    def test_that_add_paragraphs_and_breaks_keep_the_lines(self, written: Version) -> None:
        def edit(document: DocumentType) -> None:
            first = answer_under(document, GOVERNANCE)
            first.add_run().add_break()
            first.add_run("Quarterly")
            last = heading(document, "3. Executive Summary")
            last.insert_paragraph_before("Second paragraph")
            last.insert_paragraph_before("A point", style="List Bullet")
            last.insert_paragraph_before("Inside", style="Heading 3")

        made = looked_at(written, edited(exported(written), edit))
        text = "The board meets.\nQuarterly\nSecond paragraph\n• A point\nInside"
        assert changes(made)["governance"][1] == text
        assert losses(made) == {GOVERNANCE: ["the points of a list became lines that begin with •"]}

    def test_that_empty_an_answer_take_it_away(self, written: Version) -> None:
        def edit(document: DocumentType) -> None:
            answer_under(document, GOVERNANCE).text = ""

        made = looked_at(written, edited(exported(written), edit))
        assert changes(made) == {"governance": ("The board meets.", "")}
        made.apply(by=None)
        assert "governance" not in answers(written)

    def test_that_take_a_heading_out_leave_its_answer_alone(self, written: Version) -> None:
        def edit(document: DocumentType) -> None:
            for paragraph in (answer_under(document, GOVERNANCE), heading(document, GOVERNANCE)):
                paragraph._p.getparent().remove(paragraph._p)

        made = looked_at(written, edited(exported(written), edit))
        assert made.differences == []
        assert [question.heading for question in made.matched.missing] == [GOVERNANCE]

    def test_under_headings_of_their_own_are_kept_in_view(self, written: Version) -> None:
        def edit(document: DocumentType) -> None:
            document.add_heading("12. Our own heading", 1)
            document.add_paragraph("Our own text")
            heading(document, "3. Executive Summary")._p.addnext(
                copy.deepcopy(document.paragraphs[-1]._p)
            )

        made = looked_at(written, edited(exported(written), edit))
        assert made.differences == []
        unplaced = {part.heading: part.text for part in made.matched.unplaced}
        assert unplaced == {
            "3. Executive Summary": "Our own text",
            "12. Our own heading": "Our own text",
        }


def losses(made: Review) -> dict[str, list[str]]:
    return {part.heading: part.told_losses for part in made.matched.losses}


class TestWhatIsNoText:
    def test_a_table_becomes_lines(self, written: Version) -> None:
        def edit(document: DocumentType) -> None:
            table = document.add_table(2, 2)
            for cell, text in zip(table._cells, ("Year", "Money", "2023-24", "1\n2"), strict=True):
                cell.text = text
            table.cell(1, 0).add_table(1, 1).cell(0, 0).text = "inner"
            answer_under(document, GOVERNANCE)._p.addnext(table._tbl)

        made = looked_at(written, edited(exported(written), edit))
        text = "The board meets.\nYear | Money\n2023-24 inner | 1 2"
        assert changes(made)["governance"][1] == text
        assert losses(made) == {
            GOVERNANCE: ["a table became lines of text, its cells set apart by bars"]
        }

    def test_pictures_and_footnotes_are_said_to_be_left_out(self, written: Version) -> None:
        def edit(document: DocumentType) -> None:
            run = answer_under(document, GOVERNANCE).add_run()
            run._r.append(OxmlElement("w:drawing"))
            run._r.append(OxmlElement("w:footnoteReference"))

        made = looked_at(written, edited(exported(written), edit))
        assert made.differences == []
        assert losses(made) == {
            GOVERNANCE: [
                "a picture, a drawing or a text box was left out",
                "a footnote or an endnote was left out",
            ]
        }

    def test_tracked_changes_are_read_as_accepted(self, written: Version) -> None:
        def edit(document: DocumentType) -> None:
            paragraph = answer_under(document, GOVERNANCE)
            paragraph.text = ""
            for xml in (
                "<w:r {}><w:t>The board </w:t></w:r>",
                "<w:del {}><w:r><w:delText>sits</w:delText></w:r></w:del>",
                "<w:ins {}><w:r><w:t>meets</w:t></w:r></w:ins>",
                "<w:moveFrom {}><w:r><w:t>gone</w:t></w:r></w:moveFrom>",
                "<w:moveTo {}><w:r><w:t> monthly</w:t></w:r></w:moveTo>",
            ):
                paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f"<w:rPr {nsdecls('w')}><w:del/></w:rPr>")
            )
            heading(document, "3. Executive Summary").insert_paragraph_before(".")

        made = looked_at(written, edited(exported(written), edit))
        assert changes(made) == CHANGED
        assert losses(made)[GOVERNANCE] == [
            "changes were tracked: the text was read as if all were accepted"
        ]

    def test_links_controls_and_fields_keep_their_words(self, written: Version) -> None:
        def edit(document: DocumentType) -> None:
            paragraph = answer_under(document, GOVERNANCE)
            paragraph.text = ""
            for xml in (
                "<w:hyperlink {}><w:r><w:t>The board</w:t></w:r></w:hyperlink>",
                "<w:sdt {}><w:sdtContent><w:r><w:t> meets</w:t></w:r></w:sdtContent></w:sdt>",
                "<w:r {}><w:instrText> PAGE </w:instrText></w:r>",
                '<w:fldSimple {} w:instr="x"><w:r><w:t> monthly.</w:t></w:r></w:fldSimple>',
                '<w:r {}><w:br w:type="page"/></w:r>',
            ):
                paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))

        assert changes(looked_at(written, edited(exported(written), edit))) == CHANGED


class TestWhatCannotBeTaken:
    def test_is_told_and_the_rest_goes_in(self, written: Version) -> None:
        def edit(document: DocumentType) -> None:
            monthly(document)
            question = section(written, "narrative").column("rro_used").label
            answer_under(document, question).text = "Perhaps"
            answer_under(document, "9. Disabled Facilities Grant (DFG) and wider services").text = (
                "x" * 30_001
            )

        made = looked_at(written, edited(exported(written), edit))
        refused = {each.question.column.key: each.refusal for each in made.differences}
        assert refused["governance"] == ""
        assert "“Perhaps” is not in the list" in refused["rro_used"]
        assert "at most 30,000 fit" in refused["dfg"]
        made.apply(by=None)
        assert answers(written)["governance"] == "The board meets monthly."
        assert answers(written)["dfg"] == "Ramps.\nLifts."

    @pytest.mark.parametrize(
        ("other", "said"), [("board", "another board (X99000002)"), ("collection", "2019-20-plan")]
    )
    def test_is_the_document_of_another_plan(self, written: Version, other: str, said: str) -> None:
        there = plan("X99000002" if other == "board" else "X99000001", TWO_YEARS)
        data = exported(there)
        if other == "collection":
            read = read_document(NAME, data)
            assert read.stamp is not None
            stamp = type(read.stamp)("2019-20-plan", "X99000001", 1, 1)
            document = WordDocument(read.blocks, stamp)
        else:
            document = read_document(NAME, data)
        with pytest.raises(Unfit) as refused:
            review(again(written), document)
        assert said in refused.value.message
        assert refused.value.message.endswith("Nothing was taken.")


class TestTwoSides:
    def test_what_only_the_plan_changed_stays(self, written: Version) -> None:
        data = edited(exported(written), monthly)
        write(written, dfg="Stairlifts.")
        made = looked_at(written, data)
        assert changes(made) == CHANGED
        made.apply(by=None)
        assert answers(written)["dfg"] == "Stairlifts."

    def test_what_both_changed_is_asked(self, written: Version) -> None:
        data = edited(exported(written), monthly)
        write(written, governance="The board meets weekly.")
        made = looked_at(written, data)
        (difference,) = made.differences
        assert (difference.now, difference.new) == (
            "The board meets weekly.",
            "The board meets monthly.",
        )
        assert (difference.conflict, difference.open, made.going_in) == (True, True, 0)

    @pytest.mark.parametrize(
        ("side", "kept"), [(PLAN, "The board meets weekly."), (FILE, "The board meets monthly.")]
    )
    def test_the_chosen_side_stays(self, written: Version, side: str, kept: str) -> None:
        data = edited(exported(written), monthly)
        write(written, governance="The board meets weekly.")
        now = again(written).revision
        made = looked_at(written, data, choices={"narrative-governance": side}, looked_at=now)
        assert made.open == []
        made.apply(by=None)
        assert answers(written)["governance"] == kept

    def test_a_choice_made_before_somebody_wrote_is_asked_again(self, written: Version) -> None:
        data = edited(exported(written), monthly)
        write(written, governance="The board meets weekly.")
        looked = again(written).revision
        write(written, governance="The board meets daily.")
        choices = {"narrative-governance": FILE}
        assert looked_at(written, data, choices=choices, looked_at=looked).open

    def test_a_write_just_before_the_answers_are_taken_stops_all_of_them(
        self, written: Version
    ) -> None:
        made = looked_at(written, edited(exported(written), monthly))
        write(written, governance="The board meets weekly.")
        with pytest.raises(Refused):
            made.apply(by=None)
        assert answers(written)["governance"] == "The board meets weekly."

    def test_both_changed_to_the_same_is_no_conflict(self, written: Version) -> None:
        data = edited(exported(written), monthly)
        write(written, governance="The board meets monthly.")
        assert looked_at(written, data).differences == []

    def test_an_undo_since_is_known(self, written: Version) -> None:
        change = write(written, governance="The board sits.")
        data = exported(written)
        undo(change, by=person(organisation="X99000001"))
        assert looked_at(written, data).differences == [], "only the plan went back"
        sits = edited(data, monthly)
        assert looked_at(written, sits).differences[0].conflict

    def test_a_document_of_an_earlier_version_knows_what_it_held(self, written: Version) -> None:
        data = edited(exported(written), monthly)
        frozen = freeze(again(written), by=None, reason="signed")
        new = reopen(frozen.submission, by=None, reason="again")
        write(new, dfg="Stairlifts.")
        assert changes(looked_at(new, data)) == CHANGED

    def test_a_document_that_knows_nothing_shows_every_difference(self, written: Version) -> None:
        data = exported(written)
        write(written, dfg="Stairlifts.")
        made = unstamped(written, data)
        assert made.dated is False
        assert changes(made) == {"dfg": ("Stairlifts.", "Ramps.\nLifts.")}
        assert not made.open

    def test_so_does_one_made_before_somebody_wrote_past_the_product(
        self, written: Version
    ) -> None:
        data = exported(written)
        with connection.cursor() as cursor:  # a later transaction, in which nothing is counted yet
            cursor.execute("SELECT set_config('bcf.counted', '', true)")
        Answer.objects.filter(question__key="dfg").update(text="Stairlifts.")
        made = looked_at(written, data)
        assert (made.dated, list(changes(made))) == (False, ["dfg"])

    def test_and_asks_where_somebody_wrote_after_it_was_looked_at(self, written: Version) -> None:
        data = edited(exported(written), monthly)
        looked = again(written).revision
        write(written, governance="The board meets weekly.")
        read = WordDocument(read_document(NAME, data).blocks, None)
        assert review(again(written), read, {}, looked).open


def test_it_is_one_change_and_one_undo(written: Version) -> None:
    def edit(document: DocumentType) -> None:
        monthly(document)
        answer_under(document, "8. Supporting Unpaid Carers").text = "Breaks."

    before = answers(written)
    change = looked_at(written, edited(exported(written), edit)).apply(by=None)
    assert change is not None
    assert change.what == "Took 2 answers from a Word document"
    assert answers(written)["unpaid_carers"] == "Breaks."
    undo(change, by=person(organisation="X99000001"))
    assert answers(written) == before


def test_a_document_of_no_product_is_read_by_its_headings(version: Version) -> None:
    def write_it(document: DocumentType) -> None:
        document.add_paragraph("A foreword")
        document.add_heading("Governance", 1)
        document.add_paragraph("The board meets.")
        document.add_heading("Joint priorities", 2)
        document.add_paragraph("Home first.")
        document.paragraphs[-1].runs[0]._r.append(OxmlElement("w:drawing"))

    made = looked_at(version, word(write_it))
    assert made.dated is False
    assert changes(made) == {
        "governance": ("", "The board meets."),
        "joint_priorities": ("", "Home first."),
    }
    assert [(part.heading, part.text) for part in made.matched.unplaced] == [
        ("Before the first heading", "A foreword")
    ]
    assert losses(made) == {
        "a. Joint priorities": ["a picture, a drawing or a text box was left out"]
    }
