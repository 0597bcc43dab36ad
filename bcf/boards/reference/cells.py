"""One value as the text of a cell, and back.

Each value has one text only, so that texts can be compared: dates as 2019-04-01, yes and
no, numbers without needless noughts, nothing for null. A row that another row refers to
is written as its natural key.
"""

import json
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

BOOLEANS = {"yes": True, "no": False}


def write_cell(value: Any) -> str:
    """The text of a value that is not a reference to another row."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dict):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    return str(value)


def parse_cell(field: models.Field, text: str) -> Any:
    """The value of a cell's text. Raises ValidationError saying what is wrong with it."""
    return field.clean(_read(field, text.strip()), None)


def _read(field: models.Field, text: str) -> Any:
    if isinstance(field, models.BooleanField):
        if text not in BOOLEANS:
            raise ValidationError(f"“{text}” is neither yes nor no.")
        return BOOLEANS[text]
    if isinstance(field, models.JSONField):
        return _read_json(text)
    return None if text == "" and field.null else text


def _read_json(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text or "{}")
    except json.JSONDecodeError as error:
        raise ValidationError(f"“{text}” is not JSON: {error}.") from error
    if not isinstance(value, dict):
        raise ValidationError(f"“{text}” is not a JSON object.")
    return value
