"""What the admin pages of all reference models, and of people, have in common."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pghistory
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ConfirmImportForm, ImportForm
from import_export.results import Result

from bcf.changes import changes_of

from .files import file_of
from .resource import resource_for

LONG = 200  # characters; longer texts get an area to type in


def reason_field(
    help_text: str = "It stands in the history beside your name.", **options: Any
) -> forms.CharField:
    """Why something is changed: kept in the history."""
    label = "Reason for this change"
    return forms.CharField(label=label, max_length=LONG, help_text=help_text, **options)


class ReasonForm(forms.ModelForm):
    """A form that asks why."""

    reason = reason_field()

    def validate_unique(self) -> None:
        """Every constraint of the row, for those of its structure are not in the form."""
        super().validate_unique()
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as refused:
                self.add_error(None, refused.messages)


#: The browser's own control for a day: the admin's needs a script.
NATIVE_DATES: dict[type[models.Field], dict[str, Any]] = {
    models.DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
}


class ReasonedAdmin(admin.ModelAdmin):
    """An admin whose changes need a reason, and whose pages show their history."""

    form = ReasonForm
    formfield_overrides = NATIVE_DATES
    change_form_template = "admin/reference/change_form.html"
    object_history_template = "admin/reference/object_history.html"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, but for what its own page never sends and the database cannot be asked."""
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(map(str.isdecimal, chosen)) or "%00" in request.META["QUERY_STRING"]:
            raise SuspiciousOperation("A choice or a filter that the list does not have")
        return super().changelist_view(request, extra_context)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with _because(request.POST.get("reason", "").strip()):
            return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with _because("deleted in the admin"):
            return super().delete_view(request, *args, **kwargs)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        with _because("deleted in the admin"):
            super().delete_queryset(request, queryset)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = {**self._history(request, object_id), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = {**self._history(request, object_id), **(extra_context or {})}
        return super().history_view(request, object_id, context)

    def _history(self, request: HttpRequest, object_id: str) -> dict[str, Any]:
        row = self.get_object(request, unquote(object_id))
        return {"changes": changes_of(row) if row else []}


def _because(reason: str) -> AbstractContextManager[Any]:
    return pghistory.context(reason=reason) if reason else nullcontext()


class ReasonImportForm(ImportForm):
    """Choose a file, and say why."""

    # The page has no place that its hint could be tied to.
    reason = reason_field(help_text="")
    field_order = ["resource", "import_file", "format", "reason"]


class ReasonConfirmForm(ConfirmImportForm):
    """Confirm what was previewed, for the reason given before."""

    reason = reason_field(widget=forms.HiddenInput())


class ReferenceForm(ReasonForm):
    """A form that checks a row of reference data as the loader does."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = file_of(self._meta.model)
        texts = {name: value for name, value in cleaned.items() if isinstance(value, str)}
        for name, text in texts.items():
            if problem := file.problem(name, text):
                self.add_error(name, problem)
        return cleaned


class ReferenceAdmin(ReasonedAdmin, ImportExportModelAdmin):
    """Rows of reference data. Their structure belongs to the files once they exist."""

    form = ReferenceForm
    import_form_class = ReasonImportForm
    confirm_form_class = ReasonConfirmForm
    import_template_name = "admin/reference/import.html"
    formats = [CSV, XLSX]
    list_filter = ["standing"]
    list_per_page = 200

    def __init__(self, model: type[models.Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        self.file = file_of(model)
        self.resource_classes = [resource_for(self.file)]

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return [*self.file.columns, "reason"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> tuple[str, ...]:
        return self.file.structure if obj else ()

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if isinstance(db_field, models.CharField) and (db_field.max_length or 0) > LONG:
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 3})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    # Import: nothing is saved when any row is wrong, and the reason goes with it.

    def get_confirm_form_initial(
        self, request: HttpRequest, import_form: ImportForm | None
    ) -> dict[str, Any]:
        initial = super().get_confirm_form_initial(request, import_form)
        if import_form is not None:
            initial["reason"] = import_form.cleaned_data["reason"]
        return initial

    def process_dataset(
        self, dataset: Any, form: ConfirmImportForm, request: HttpRequest, **kwargs: Any
    ) -> Result:
        kwargs["rollback_on_validation_errors"] = True
        with pghistory.context(reason=form.cleaned_data["reason"], via="import"):
            return super().process_dataset(dataset, form, request, **kwargs)

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        if not (result.has_errors() or result.has_validation_errors()):
            return super().process_result(result, request)
        messages.error(
            request, "Nothing was imported: a row has gone wrong since the preview. Try again."
        )
        return redirect(f"admin:{'_'.join(self.get_model_info())}_changelist")
