"""The reference files of boards and of the organisations behind them."""

from .models import Board, BoardLink, Organisation, ReportingMember, Source, Succession
from .reference import ReferenceFile

REFERENCE_FILES = [
    ReferenceFile(Source, "sources.csv", editable=("title", "address")),
    ReferenceFile(Board, "boards.csv", editable=("name", "authority_type", "region", "active_to")),
    ReferenceFile(Organisation, "organisations.csv", editable=("ons_code", "name", "active_to")),
    ReferenceFile(BoardLink, "links.csv", editable=("active_to", "share_of_board")),
    ReferenceFile(Succession, "succession.csv", editable=("share_note",)),
    ReferenceFile(ReportingMember, "reporting.csv", editable=("leads", "active_to")),
]
