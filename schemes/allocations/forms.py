"""What an analyst says of a published list."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from bcf.boards.models import Source
from bcf.editions.models import NationalTotal, Stage
from bcf.figures import money
from bcf.tables import CellError, numbers
from bcf.widgets import FigureInput, MoneyInput
from bcf.workbooks.opening import Unreadable
from bcf.zips import MEGABYTE, MOST_BYTES

from ..totals import NOTHING
from .funds import Fund, funds, years
from .guess import columns_of, guess, head_of, in_thousands
from .listing import Listing, Rows
from .national import Agreement
from .reading import AMOUNT, AUTHORITY, DISTRICT, NHS_BODY, Places

POUNDS, THOUSANDS = "1", "1000"
NEEDED = "Say this too: every figure is kept with it."
#: The columns that a list may have.
COLUMNS = (AUTHORITY, NHS_BODY, DISTRICT, AMOUNT)


class ListUploadForm(forms.Form):
    """A published list as a file."""

    file = forms.FileField(
        label="The list",
        help_text="An Excel workbook (.xlsx) or a CSV file as it was published. At most 20 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": "Choose the list first.", "empty": "The file is empty."},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"The file is larger than {MOST_BYTES // MEGABYTE} MB.")
        try:
            self.listing = Listing.read(file.name, file.read())
        except Unreadable as unreadable:
            raise forms.ValidationError(unreadable.message) from None
        return file


class ListForm(forms.Form):
    """What the list is of, and where it holds what."""

    fund = forms.ChoiceField(label="What it is a list of")
    year = forms.ChoiceField(label="Financial year")
    stage = forms.ChoiceField(label="Stage", choices=[("", "Choose one"), *Stage.choices])
    published_on = forms.DateField(
        label="Day of publication",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    sheet = forms.ChoiceField(label="Sheet")
    head = forms.IntegerField(
        label="Row of the headings", min_value=1, widget=FigureInput(attrs={"inputmode": "numeric"})
    )
    authority = forms.ChoiceField(label="Column of the authority's code or name", required=False)
    nhs_body = forms.ChoiceField(
        label="Column of the ICB's or CCG's code or name",
        help_text="Only where each row is an NHS body's money.",
        required=False,
    )
    district = forms.ChoiceField(
        label="Column of the district",
        help_text="Only in a list of the DFG that has one.",
        required=False,
    )
    amount = forms.ChoiceField(label="Column of the amounts")
    unit = forms.ChoiceField(
        label="The amounts are",
        choices=[(POUNDS, "Pounds"), (THOUSANDS, "Thousands of pounds (£000)")],
        initial=POUNDS,
        widget=forms.RadioSelect,
    )
    source = forms.ModelChoiceField(
        Source.objects.all(),
        label="Source",
        to_field_name="code",
        empty_label="A new one",
        required=False,
    )
    source_code = forms.SlugField(label="Code of a new source", max_length=12, required=False)
    source_title = forms.CharField(label="Its title", max_length=300, required=False)
    national = forms.CharField(
        label="National total in the same publication",
        help_text="Only where none is loaded. It is kept with the same source.",
        max_length=20,
        required=False,
        widget=MoneyInput(),
    )

    def __init__(self, listing: Listing, data: Any = None) -> None:
        self.listing, self.every = listing, funds()
        titles = list(listing.sheets)
        title = (data or {}).get("sheet", titles[0])
        self.rows: Rows = listing.sheets.get(title) or listing.sheets[titles[0]]
        head = head_of(self.rows)
        guessed = {what: str(place) for what, place in guess(self.rows, head).items()}
        super().__init__(data, initial={"head": head, "sheet": titles[0], **guessed})
        self._offer("fund", [(f.key, f.label) for f in self.every.values()])
        self._offer("year", [(year, year) for year in years()])
        self.fields["sheet"].choices = [(name, name) for name in titles]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.error_messages["required"] = NEEDED
        columns = columns_of(self.rows, self._head(data, head))
        for name in COLUMNS:
            self._offer(name, columns, "Choose one" if name == AMOUNT else "None")

    def _offer(self, name: str, choices: list[tuple[str, str]], empty: str = "Choose one") -> None:
        self.fields[name].choices = [("", empty), *choices]  # type: ignore[attr-defined]

    @staticmethod
    def _head(data: Any, guessed: int) -> int:
        typed = (data or {}).get("head", "")
        return int(typed) if typed.isdecimal() and 0 < len(typed) < 5 and int(typed) else guessed

    @property
    def chosen(self) -> Fund:
        """The chosen fund of a valid form."""
        return self.every[self.cleaned_data["fund"]]

    @property
    def places(self) -> Places:
        """Where the list of a valid form holds what. A column that is not asked is left out."""
        cleaned = self.cleaned_data
        columns = {name: int(cleaned[name]) for name in COLUMNS if cleaned[name]}
        for name in self._unasked():
            columns.pop(name, None)
        return Places(cleaned["head"], columns, int(cleaned["unit"]))

    def _unasked(self) -> list[str]:
        asked = {
            AUTHORITY: self.chosen.names_authority,
            NHS_BODY: self.chosen.names_nhs_body,
            DISTRICT: self.chosen.has_districts,
        }
        return [name for name, wanted in asked.items() if not wanted]

    def clean_head(self) -> int:
        head: int = self.cleaned_data["head"]
        if head >= len(self.rows):
            raise forms.ValidationError("There is nothing under this row.")
        return head

    def clean_national(self) -> Any:
        try:
            return numbers.parse_number(self.cleaned_data["national"], numbers.AMOUNT)
        except CellError as error:
            raise forms.ValidationError(error.message) from None

    def clean_source_code(self) -> str:
        code: str = self.cleaned_data["source_code"]
        if Source.objects.filter(code__iexact=code).exists():
            raise forms.ValidationError("There is a source of this code. Choose it from the list.")
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors.keys() & {"fund", "amount", "head", "unit"}:
            self._need_columns(cleaned)
        if "source" not in self.errors and not cleaned.get("source"):
            for name in ("source_code", "source_title"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "Say where the list was published, or choose a source.")
        self._need_total(cleaned)
        return cleaned

    def _need_columns(self, cleaned: dict[str, Any]) -> None:
        fund = self.chosen
        needed = {AUTHORITY: fund.names_authority, NHS_BODY: fund.names_nhs_body}
        for name, wanted in needed.items():
            if wanted and not cleaned.get(name):
                self.add_error(name, f"Each figure of {fund.label} needs it. Choose the column.")
        said = in_thousands(self.rows, cleaned["head"], int(cleaned["amount"]))
        if said and cleaned["unit"] == POUNDS:
            self.add_error("unit", "The heading says thousands. Choose thousands of pounds.")

    def _need_total(self, cleaned: dict[str, Any]) -> None:
        if self.errors.keys() & {"fund", "year", "national"}:
            return
        known = NationalTotal.objects.filter(fund=cleaned["fund"], year=cleaned["year"]).first()
        typed = cleaned.get("national")
        if known is None and not typed:
            self.add_error("national", "No national total is loaded. Type the published one.")
        elif known and typed and not Agreement(typed, known.amount).agrees:
            message = f"{money(known.amount)} is loaded, which is another total. Leave this empty."
            self.add_error("national", message)
        self.known_total = known
        self.total: Decimal = typed or (known.amount if known else NOTHING)
