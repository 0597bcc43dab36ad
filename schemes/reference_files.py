"""The reference files of money: sources, required minimums, types of scheme."""

from bcf.boards.reference import ReferenceFile

from .models import FundingSource, RequiredMinimum, SchemeType, SubType

REFERENCE_FILES = [
    ReferenceFile(
        FundingSource,
        "funding_sources.csv",
        editable=("label", "short_label"),
        edition="edition__code",
    ),
    ReferenceFile(
        RequiredMinimum,
        "required_minimums.csv",
        editable=("label", "short_label"),
        edition="edition__code",
    ),
    ReferenceFile(
        SchemeType,
        "scheme_types.csv",
        editable=("label", "description"),
        edition="edition__code",
    ),
    ReferenceFile(
        SubType, "sub_types.csv", editable=("label",), edition="scheme_type__edition__code"
    ),
]
