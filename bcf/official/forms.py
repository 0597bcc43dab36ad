"""What a person types on the pages of official files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from bcf.editions.models import Collection
from bcf.submissions.sections import section_of
from bcf.tables import fold
from bcf.workbooks.areas import Anchor, Area
from bcf.workbooks.cells import address, row_and_column
from bcf.workbooks.crossed import block_at
from bcf.workbooks.models import MappedArea, MappedColumn, OfficialFile
from bcf.workbooks.official import known_figures
from bcf.workbooks.opening import Unreadable
from bcf.zips import MEGABYTE, MOST_BYTES

from .crossed import crossed_area, save_crossings
from .maps import anchor_at, kinds_of_areas, offered, suggest
from .structure import Structure

#: The key of what is wrong with the number of rows.
ROOM = "room"
#: A table that is laid crosswise.
CROSSED = "crossed"
#: Chosen where a list of the file has no such entry.
OURS = "="
_NO_CELL = "Type the address of a cell of this sheet, such as D14."


class UploadForm(forms.Form):
    """A collection and its official file."""

    collection = forms.ModelChoiceField(
        Collection.objects.select_related("edition"), to_field_name="code", empty_label="Choose one"
    )
    file = forms.FileField(
        label="The file",
        help_text="An .xlsx workbook as it was given out, empty. At most 20 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"The file is larger than {MOST_BYTES // MEGABYTE} MB.")
        self.data_read = file.read()
        self.sha256 = hashlib.sha256(self.data_read).hexdigest()
        try:
            self.structure = Structure(self.data_read)
        except Unreadable as unreadable:
            raise forms.ValidationError(unreadable.message) from None
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "file" in cleaned and "collection" in cleaned:
            there = OfficialFile.objects.filter(
                collection=cleaned["collection"], sha256=self.sha256, retired_at=None
            )
            if there.exists():
                self.add_error("file", "This file was uploaded for this collection before.")
        return cleaned


class EditionForm(forms.Form):
    """The code of an edition to draft."""

    code = forms.RegexField(
        r"20[0-9]{2}-[0-9]{2}",
        label="Code of the edition",
        help_text="Its years, such as 2026-27.",
        error_messages={"invalid": "Type the edition's years, such as 2026-27."},
    )


class AreaForm(forms.Form):
    """One more table of the file, or a group of single cells."""

    kind = forms.ChoiceField(label="It holds")
    sheet = forms.ChoiceField(label="On the sheet")
    answers = forms.ChoiceField(
        label="As",
        choices=[
            ("", "A table with a row for each"),
            (CROSSED, "A table with a column for each month, quarter or year"),
            ("yes", "Single cells, one for each answer"),
        ],
        required=False,
    )

    def __init__(self, file: OfficialFile, structure: Structure, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = kinds_of_areas(file.collection)
        self.fields["kind"].choices = [(kind.key, kind.label) for kind in kinds.values()]  # type: ignore[attr-defined]
        self.fields["sheet"].choices = [(name, name) for name in structure.visible]  # type: ignore[attr-defined]
        self.file = file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answers") == CROSSED and "kind" in cleaned and self.crossed is None:
            self.add_error("answers", "These have no months, quarters or years. Choose another.")
        return cleaned

    @property
    def chosen(self) -> Area:
        """What the table is to hold."""
        return kinds_of_areas(self.file.collection)[self.cleaned_data["kind"]].area

    @property
    def crossed(self) -> Area | None:
        """The same as a crossed table; None where it cannot be one."""
        return crossed_area(section_of(self.file.collection, self.chosen.section))


class FigureForm(forms.Form):
    """A formula of the file, and the figure that it amounts to."""

    figure = forms.ChoiceField(label="The figure")
    sheet = forms.ChoiceField(label="On the sheet")
    cell = forms.CharField(label="In the cell", max_length=10)

    def __init__(self, file: OfficialFile, structure: Structure, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.structure = structure
        known = known_figures(file.collection).values()
        self.fields["figure"].choices = [(figure.key, figure.label) for figure in known]  # type: ignore[attr-defined]
        self.fields["sheet"].choices = [(name, name) for name in structure.visible]  # type: ignore[attr-defined]

    def clean_cell(self) -> str:
        cell = self.cleaned_data["cell"].strip().upper()
        try:
            place = row_and_column(cell)
        except ValueError:
            raise forms.ValidationError(_NO_CELL) from None
        sheet = self.structure.sheets.get(self.cleaned_data.get("sheet", ""))
        if sheet is None or place not in sheet.formulas:
            raise forms.ValidationError("There is no formula in this cell.")
        return cell


@dataclass
class MapForm:
    """The places of one area's columns as a person typed them.

    `typed` and `errors` go by the column's id, so that what was refused is shown again.
    """

    area: MappedArea
    structure: Structure
    data: Mapping[str, str] | None = None
    typed: dict[int, str] = field(default_factory=dict)
    errors: dict[int | str, str] = field(default_factory=dict)

    def told(self) -> Iterator[tuple[str, str]]:
        """The id of each control that was refused, and why."""
        for key, text in self.errors.items():
            yield (f"room-{self.area.pk}" if key == ROOM else f"cell-{key}"), text

    def save(self) -> None:
        """Keep every place that can be; what cannot is in `errors`.

        An area that the page did not show, for it was added meanwhile, stays as it is.
        """
        assert self.data is not None, "only what was sent is saved"
        if f"sheet-{self.area.pk}" not in self.data:
            return
        before = self._places()
        self._save_area(self.data)
        for column in self.area.columns.all():
            self._save_column(column, self.data)
        self._save_labels(self.data)
        if self.area.crossed:
            save_crossings(self.area, self.structure, self.data, before != self._places())

    def _places(self) -> list[object]:
        """Where the table is."""
        cells = self.area.columns.values_list("cell", flat=True)
        return [self.area.sheet, self.area.room, *cells]

    def _save_area(self, data: Mapping[str, str]) -> None:
        sheet, room = data.get(f"sheet-{self.area.pk}", ""), data.get(f"room-{self.area.pk}", "")
        if sheet in self.structure.sheets:
            self.area.sheet = sheet
        if self.area.sheet and not self.area.answers:
            if room.isdecimal() and 0 < int(room) <= 5000:
                self.area.room = int(room)
            else:
                self.errors[ROOM] = "Type how many rows the table has, from 1 to 5,000."
        self.area.save()

    def _save_column(self, column: MappedColumn, data: Mapping[str, str]) -> None:
        typed = data.get(f"cell-{column.pk}", "").strip().upper()
        out = f"out-{column.pk}" in data
        if typed == column.cell and out == column.left_out:
            return
        anchor = Anchor() if out or not typed else self._anchor(column, typed)
        if anchor is not None:
            column.name, column.heading, column.cell = anchor
            column.left_out, column.whole_percents = out, False
            column.save()
            self._forget_labels(column)
            suggest(self.area, column, self.structure)

    def _forget_labels(self, column: MappedColumn) -> None:
        """What the new place does not offer is asked again."""
        entries = offered(self.area, column, self.structure)
        labels = self.area.file.labels.filter(section=self.area.section, column=column.column)
        labels.exclude(label__in=entries).delete()

    def _anchor(self, column: MappedColumn, typed: str) -> Anchor | None:
        try:
            row_and_column(typed)
        except ValueError:
            self.typed[column.pk], self.errors[column.pk] = typed, _NO_CELL
            return None
        if self.area.crossed:
            cell = address(*row_and_column(typed))
            block = block_at(self.structure.outline, self.area.sheet, cell, self.area.room)
            return Anchor("", block.title, cell)
        return anchor_at(self.structure, self.area.sheet, typed, self.area.answers)

    def _save_labels(self, data: Mapping[str, str]) -> None:
        section = section_of(self.area.file.collection, self.area.section)
        for column, entry, chosen in self._chosen(data):
            ours = section.column(column.column).label_of(entry)
            # Browsers send a line break in a list's entry otherwise than the file has it.
            theirs = {fold(each): each for each in offered(self.area, column, self.structure)}
            label = ours if chosen == OURS else theirs.get(fold(chosen))
            if ours and label is not None:
                self.area.file.labels.update_or_create(
                    section=self.area.section,
                    column=column.column,
                    entry=entry,
                    defaults={"label": label},
                )
        for column in self.area.columns.all():
            own = section.column(column.column)
            # What its leader is called, or the number of rows, tells what there is to choose.
            if own.follows or own.given:
                suggest(self.area, column, self.structure)

    def _chosen(self, data: Mapping[str, str]) -> Iterator[tuple[MappedColumn, str, str]]:
        for column in self.area.columns.all():
            start = f"label-{column.pk}-"
            for name, chosen in data.items():
                if name.startswith(start) and chosen:
                    yield column, name.removeprefix(start), chosen
