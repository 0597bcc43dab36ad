"""The markup that the form pack makes: reachable errors, described controls, kept values."""

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Submit
from django import forms
from django.template import Context, Template

from bcf.widgets import FigureInput, FollowingSelect, MoneyInput
from tests.looks.markup import Markup

TYPES = [("", "Choose"), ("assistive", "Assistive technology"), ("carers", "Carers services")]
SUB_TYPES = [
    ("", "Choose"),
    ("Assistive technology", [("telecare", "Telecare")]),
    ("Carers services", [("respite", "Respite")]),
]


class LineForm(forms.Form):
    name = forms.CharField(label="Scheme <name>", help_text="As <b>printed</b>.")
    amount = forms.DecimalField(label="2023-24", widget=MoneyInput, help_text="Pounds.")
    output = forms.DecimalField(label="Output", widget=FigureInput)
    share = forms.DecimalField(label="Share")
    type = forms.ChoiceField(label="Type", choices=TYPES)
    sub_type = forms.ChoiceField(
        label="Sub-type",
        choices=SUB_TYPES,
        widget=FollowingSelect("type", {"telecare": "assistive", "respite": "carers"}),
    )
    commissioner = forms.ChoiceField(
        label="Commissioner",
        choices=[("LA", "Local authority"), ("NHS", "NHS")],
        widget=forms.RadioSelect,
        help_text="Who buys it.",
    )
    years = forms.MultipleChoiceField(
        label="Years", choices=[("1", "2023-24")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="The board agrees")
    notes = forms.CharField(label="Notes", widget=forms.Textarea(attrs={"placeholder": "No"}))
    file = forms.FileField(label="Workbook")
    uid = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("The two years do not go together.")


SOURCE = "{% load crispy_forms_filters %}{{ form|as_crispy_errors }}<form>{{ form|crispy }}</form>"


def render(form, source=SOURCE):
    return Markup(Template(source).render(Context({"form": form})))


@pytest.fixture
def refused():
    return render(LineForm({"amount": "lots", "commissioner": "Nobody"}))


@pytest.fixture
def empty():
    return render(LineForm())


def test_every_error_of_a_shown_field_has_a_link_that_lands(refused):
    links = [link.attrs["href"] for link in refused.all("a")]
    assert len(links) == len(LineForm.base_fields) - 1  # the hidden field has no link
    assert {link.removeprefix("#") for link in links} <= set(refused.ids)


def test_the_link_of_a_group_lands_on_its_first_control(refused):
    targets = {link.attrs["href"] for link in refused.all("a")}
    assert {"#id_commissioner_0", "#id_years_0"} <= targets
    assert refused.one("input", id="id_commissioner_0").attrs["type"] == "radio"


def test_errors_of_the_whole_form_and_of_hidden_fields_are_listed_too(refused):
    told = [item.text for item in refused.all("li")]
    assert "The two years do not go together." in told
    assert sum("required" in text for text in told) == 10
    assert any(text.startswith("2023-24: ") for text in told)


@pytest.mark.parametrize("state", ["refused", "empty"])
def test_ids_are_single_and_every_id_pointed_at_exists(state, request):
    page = request.getfixturevalue(state)
    assert len(page.ids) == len(set(page.ids))
    for element in page.elements:
        for pointed in element.attrs.get("aria-describedby", "").split():
            assert pointed in page.ids
        if element.tag == "label":
            assert element.attrs["for"] in page.ids


def test_hint_and_error_both_describe_their_control(refused):
    amount = refused.one("input", name="amount")
    assert amount.attrs["aria-describedby"] == "id_amount_helptext id_amount_error"
    group = refused.one(
        "fieldset", **{"aria-describedby": "id_commissioner_helptext id_commissioner_error"}
    )
    assert group.text.split()[0] == "Commissioner"


def test_figures_are_text_boxes_of_the_package_and_keep_what_was_typed(refused):
    amount = refused.one("input", name="amount")
    assert amount.attrs["value"] == "lots"
    assert amount.attrs["type"] == "text"
    assert amount.attrs["inputmode"] == "decimal"
    assert {"govuk-input", "govuk-input--error", "figure"} <= amount.classes
    assert refused.one("div", css="govuk-input__prefix").text == "£"
    assert "govuk-input" in refused.one("input", name="share").classes


def test_each_kind_of_control_has_its_class(empty):
    assert "govuk-select" in empty.one("select", name="type").classes
    assert "govuk-textarea" in empty.one("textarea", name="notes").classes
    assert "govuk-file-upload" in empty.one("input", name="file").classes
    assert "govuk-checkboxes__input" in empty.one("input", name="agreed").classes
    assert "govuk-checkboxes__input" in empty.one("input", name="years").classes
    assert all("govuk-radios__input" in r.classes for r in empty.all("input", name="commissioner"))
    assert "class" not in empty.one("input", name="uid").attrs


def test_no_label_hides_in_a_placeholder(empty):
    assert not [element for element in empty.elements if "placeholder" in element.attrs]


def test_labels_and_hints_are_escaped(empty):
    assert empty.one("label", **{"for": "id_name"}).text == "Scheme <name>"
    assert empty.one("div", id="id_name_helptext").text == "As <b>printed</b>."


def test_sub_types_stand_in_groups_and_know_their_type(empty):
    assert [group.attrs["label"] for group in empty.all("optgroup")] == [
        "Assistive technology",
        "Carers services",
    ]
    assert empty.one("select", name="sub_type").attrs["data-follows"] == "type"
    assert empty.one("option", value="respite").attrs["data-of"] == "carers"


def test_the_crispy_tag_makes_a_whole_form():
    form = LineForm()
    form.helper = FormHelper()
    form.helper.layout = Layout(Fieldset("Scheme", "name"), Div("amount", css_class="field-row"))
    form.helper.add_input(Submit("save", "Save the line"))
    page = render(form, "{% load crispy_forms_tags %}{% crispy form %}")
    assert page.one("form").attrs["method"] == "post"
    assert "novalidate" in page.one("form").attrs
    button = page.one("button", name="save")
    assert (button.text, button.attrs["type"]) == ("Save the line", "submit")
    assert "Scheme" in page.one("legend").text
    assert page.one("div", css="field-row")
    assert not page.all("select")
