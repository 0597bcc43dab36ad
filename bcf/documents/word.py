"""From a version to its narrative as a Word document."""

from __future__ import annotations

import datetime
from io import BytesIO

from django.utils import timezone
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from bcf.figures import full_date
from bcf.pages.cells import told
from bcf.pages.frame import state_note
from bcf.submissions.models import Version

from .narrative import Question, narrative_questions
from .stamps import Stamp

#: The style of what stands where nothing is written, and of the lines under the title. When a
#: document comes back, what we wrote in them is no answer.
BLANK, ABOUT = "Not yet written", "About this document"
TITLE = "Better Care Fund narrative plan"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_HOW = (
    "Write under the headings and leave these as they are: the document is read back by them.",
    "Pictures, footnotes and the layout of tables are not read back.",
)


def narrative_document(version: Version, at: datetime.datetime | None = None) -> bytes:
    """The narrative of a version, as a .docx file.

    `version` is to be loaded with its board, and its collection with its edition. Each line
    of an answer is a paragraph.
    """
    document = Document()
    _dress(document)
    _head(document, version, at or timezone.localtime())
    _write(document, version)
    _sign(document, version)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def placeholder(question: Question) -> str:
    """What stands under a heading where nothing is written yet."""
    return f"{BLANK}. {question.column.hint}".strip()


def _dress(document: DocumentType) -> None:
    """A4, one plain face, and the styles of our own."""
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
    styles = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    for name, size in (("Title", 22), ("Heading 1", 15), ("Heading 2", 12)):
        style = styles[name]
        style.font.name, style.font.size, style.font.color.rgb = (
            "Arial",
            Pt(size),
            RGBColor(0, 0, 0),
        )
        # The template names a face of its theme, which would win.
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
    for name in (BLANK, ABOUT):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = style.next_paragraph_style = normal
        style.font.color.rgb = RGBColor(0x4A, 0x54, 0x5D)
    styles[BLANK].font.italic = True


def _head(document: DocumentType, version: Version, at: datetime.datetime) -> None:
    submission = version.submission
    document.add_paragraph(TITLE, "Title")
    lines = (
        submission.board.title,
        f"{submission.collection.title}, {state_note(version)}, {full_date(at.date())}",
        submission.illustration,
        *_HOW,
    )
    for line in filter(None, lines):
        document.add_paragraph(line, ABOUT)
    core = document.core_properties
    core.title = f"{submission.board.title}: {TITLE}"
    core.author = core.last_modified_by = core.comments = ""
    core.created = core.modified = at.astimezone(datetime.UTC)
    core.language = "en-GB"


def _write(document: DocumentType, version: Version) -> None:
    """Each question under its heading, by their groups."""
    questions = narrative_questions(version.submission.collection)
    answers = {section: section.rows(version)[0] for section in {q.section for q in questions}}
    last = ""
    for number, question in enumerate(questions, start=1):
        column = question.column
        if column.group not in ("", last) and not question.in_its_group:
            document.add_heading(column.group, 1)
        last = column.group
        level = 1 if question.in_its_group or not column.group else 2
        _mark(document.add_heading(question.heading, level), question.mark, number)
        _answer(document, question, told(column, answers[question.section].get(column.key)))


def _answer(document: DocumentType, question: Question, text: str) -> None:
    if not text:
        document.add_paragraph(placeholder(question), BLANK)
    for line in text.split("\n") if text else ():
        document.add_paragraph(line)


def _mark(heading: Paragraph, name: str, number: int) -> None:
    """Put a bookmark round a heading: Word hides it, and keeps it while the heading is edited."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:name"), name)
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    heading.runs[0]._r.addprevious(start)
    heading.runs[-1]._r.addnext(end)


def _sign(document: DocumentType, version: Version) -> None:
    """Say in the document's properties what it was made from."""
    package = document.part.package
    name = PackURI("/docProps/custom.xml")
    part = Part(name, _CUSTOM_TYPE, Stamp.of(version).xml(), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
