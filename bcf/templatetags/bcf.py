"""Filters and tags of every page; they are built in, so no template loads them.

Figures (`bcf.figures` says how each is written; pounds throughout)
    {{ total|money }}            £1,234,567         {{ None|money }} is "not known"
    {{ total|amount }}           1,234,567          in a column headed (£); None is blank
    {{ total|amount:pence }}     1,234,567.00       with {% any_pence amounts as pence %}
    {{ output|number }}          1,234.5            {{ output|number:0 }}
    {{ rate|rate }}              2,098.4            always one decimal
    {{ value|percent }}          92.5%              the value is 92.5, not 0.925
    {{ left|balance }}           £48,000 left, £12,500 over, £0
    {{ spare|headroom }}         £252,650 above, £87,323 short, £0
    {{ lines|plural:"line" }}    18 lines           or |plural:"entry,entries"
    {{ counted|of:"fails" }}     how many there are of one key
    {{ digest|fingerprint }}     9f2c 41d8 77ab 03e5
    {{ field|told_length }}      214 words, 1,305 characters, of the text in a field
Days
    {{ due|long_date }}          Wednesday 28 June 2023
    {{ day|full_date }}          28 June 2023
    {{ day|short_date }}         28 June
    {{ moment|when }}            today, 10:42; 12 June; 16 December 2022
    {{ due|days_left }}          14 days left, due today, 3 days late
States (`bcf.words` lists the keys)
    {% state "fails" %}          {% state "fails" "6 to fix" %}
    {% counts counts %}          a mapping such as {"fails": 6, "unknown": 1};
                                 with `holds=True` also what holds
    {% balance_state left %}     the words of |balance with their shape
    {% headroom_state spare %}   the words of |headroom with their shape
    {% icon "pen" %}             a drawing alone, hidden from a screen reader
The admin
    {{ cell|without_styles }}    a cell of an import's preview, for a strict content policy
Forms (used by the templates under templates/bcf/)
    {{ field|kind }}  {{ field|first_control_id }}  {% control field %}  {% choice option %}
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from bcf import figures, words
from bcf.widgets import ProseInput

register = template.Library()

STYLE_ATTRIBUTE = re.compile(r"""(?<=<ins|<del) style="[^"]*"(?=>)""")

for filter_ in (
    figures.money,
    figures.amount,
    figures.number,
    figures.percent,
    figures.balance,
    figures.headroom,
    figures.long_date,
    figures.full_date,
    figures.short_date,
):
    register.filter(filter_.__name__, filter_, expects_localtime=filter_.__name__.endswith("_date"))


@register.filter
def rate(value: Decimal | int | None) -> str:
    return figures.UNKNOWN if value is None else figures.number(value, 1)


@register.filter
def plural(count: int, nouns: str) -> str:
    return figures.plural(count, *nouns.split(","))


@register.filter
def told_length(field: BoundField) -> str:
    """How long the text in a field of prose is."""
    text = str(field.value() or "").replace("\r\n", "\n").strip()
    return figures.length(text, field.field.widget.most)


@register.filter(expects_localtime=True)
def when(moment: datetime.datetime) -> str:
    return figures.when(moment, timezone.localtime())


@register.filter
def days_left(due: datetime.date) -> str:
    return figures.days_left(due, timezone.localdate())


@register.simple_tag
def any_pence(amounts: Iterable[Decimal | int | None]) -> bool:
    """Whether a column needs pence: one amount in it has some."""
    return any(figures.has_pence(pounds) for pounds in amounts)


@register.filter
def of(counted: Mapping[str, int], key: str) -> int:
    """How many there are of one key."""
    return counted.get(key, 0)


@register.filter
def fingerprint(digest: str) -> str:
    """A digest as people compare it: its first sixteen figures, in fours."""
    return " ".join(digest[i : i + 4] for i in range(0, min(len(digest), 16), 4))


@register.simple_tag
def icon(shape: str) -> SafeString:
    if shape not in words.SHAPES:
        raise template.TemplateSyntaxError(f"there is no drawing called {shape!r}")
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        '<use href="#icon-{}"/></svg>',
        shape,
    )


@register.simple_tag
def state(key: str, text: str = "") -> SafeString:
    """A shape and a word; `text` says more than the word of the list."""
    known = words.STATES[key]
    return format_html(
        '<span class="state state--{}">{}<span>{}</span></span>',
        known.tone,
        icon(known.shape),
        text or known.word,
    )


@register.simple_tag
def balance_state(left: Decimal | None) -> SafeString:
    return state(*words.balance(left))


@register.simple_tag
def headroom_state(spare: Decimal | None) -> SafeString:
    return state(*words.headroom(spare))


@register.inclusion_tag("partials/counts.html")
def counts(counted: Mapping[str, int], holds: bool = False) -> dict[str, Any]:
    """Outcomes that are there, gravest first."""
    shown = [key for key in words.COUNTS if holds or key != "holds"]
    return {"counts": [(key, words.count(key, counted[key])) for key in shown if counted.get(key)]}


@register.filter
def without_styles(html: SafeString) -> SafeString:
    """Marked-up text without its style attributes, which the content policy refuses."""
    return mark_safe(STYLE_ATTRIBUTE.sub("", html))


#: The kinds of control, the narrower class first, and the class of its element.
KINDS: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes", "govuk-checkboxes__input"),
    (forms.RadioSelect, "radios", "govuk-radios__input"),
    (forms.CheckboxInput, "checkbox", "govuk-checkboxes__input"),
    (forms.Select, "select", "govuk-select"),
    (ProseInput, "prose", "govuk-textarea"),
    (forms.Textarea, "textarea", "govuk-textarea"),
    (forms.FileInput, "file", "govuk-file-upload"),
    (forms.Widget, "input", "govuk-input"),
)


def _kind(widget: forms.Widget) -> tuple[str, str]:
    return next((kind, css) for cls, kind, css in KINDS if isinstance(widget, cls))


@register.filter
def kind(field: BoundField) -> str:
    """Which of the pack's templates draws a field."""
    return _kind(field.field.widget)[0]


@register.filter
def first_control_id(field: BoundField) -> str:
    """Where a link of the error summary goes: a group has no id, its first control has one."""
    if isinstance(field.field.widget, forms.RadioSelect | forms.MultiWidget):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """A field's own control with the classes of its kind. A label never hides in a placeholder."""
    widget = field.field.widget
    kind, css = _kind(widget)
    names = [css, widget.attrs.get("class", "")]
    if field.errors and kind not in {"checkbox", "file"}:
        names.append(f"{css}--error")
    return field.as_widget(attrs={"class": " ".join(filter(None, names)), "placeholder": False})


@register.simple_tag
def choice(option: BoundWidget) -> SafeString:
    """One radio or tick box of a group, without its label."""
    css = _kind(option.parent_widget)[1]
    option.data["attrs"]["class"] = css
    # The group's error is told once, by its fieldset.
    option.data["attrs"].pop("aria-invalid", None)
    return option.tag()
