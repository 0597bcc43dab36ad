"""The forms that take a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from bcf.zips import MOST_BYTES

from .models import Purpose
from .packages import TOO_LARGE

_WORDS = {"required": "Choose a file.", "empty": "The file is empty. Choose another one."}


class FileForm(forms.Form):
    """One file, not larger than what is taken. What is in it is looked at where it is kept."""

    file = forms.FileField(label="File", error_messages=_WORDS, allow_empty_file=False)

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large before it is read."""
        sent: UploadedFile = self.cleaned_data["file"]
        if sent.size is None or sent.size > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return sent


class NarrativeForm(FileForm):
    """The narrative as it came back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = "Word document"
        self.fields["file"].widget.attrs["accept"] = ".docx"


class DocumentForm(FileForm):
    """A document to attach, and what it is."""

    purpose = forms.ChoiceField(
        label="What is it?",
        choices=[("", "Choose one"), *Purpose.choices],
        error_messages={"required": "Say what the document is."},
    )
    field_order = ["purpose", "file"]
