"""What the grid's script sent, read strictly: whatever is not as expected is a bad request."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from bcf.submissions.sections import SectionKind
from bcf.tables import CellError, Column, Edit, Kind

#: The most rows of one request: a fill down a long column.
MOST = 2_000


def read_body(request: HttpRequest) -> dict[str, Any]:
    """The request's JSON object."""
    try:
        body = json.loads(request.body)
    except ValueError:
        raise BadRequest("The request holds no JSON.") from None
    if not isinstance(body, dict):
        raise BadRequest("The request is no JSON object.")
    return body


def read_uid(value: object) -> UUID:
    """A row's uid."""
    try:
        return UUID(str(value))
    except ValueError:
        raise BadRequest("A row's uid cannot be read.") from None


def read_uids(values: object) -> list[UUID]:
    """Several rows' uids."""
    if not isinstance(values, list) or len(values) > MOST:
        raise BadRequest("The rows' uids cannot be read.")
    return [read_uid(value) for value in values]


def read_edits(section: SectionKind, body: Mapping[str, Any]) -> list[Edit]:
    """The edits: each a row's uid, its `cells` as typed and as `seen` when they were opened.

    `new` says that the row is to be made.
    """
    edits = body.get("edits")
    if not isinstance(edits, list) or not 0 < len(edits) <= MOST:
        raise BadRequest("The request names no rows, or too many.")
    columns = {column.key: column for column in section.columns}
    return [_edit(columns, edit) for edit in edits]


def _edit(columns: Mapping[str, Column], edit: object) -> Edit:
    if not isinstance(edit, dict):
        raise BadRequest("An edit cannot be read.")
    cells, seen = _texts(edit.get("cells")), _texts(edit.get("seen"))
    return Edit(
        uid=read_uid(edit.get("uid")),
        raw={key: text for key, text in cells.items() if key in columns},
        seen={key: _canonical(columns[key], text) for key, text in seen.items() if key in columns},
        new=edit.get("new") is True,
    )


def _texts(cells: object) -> dict[str, str]:
    if cells is None:
        return {}
    if not isinstance(cells, dict) or not all(isinstance(text, str) for text in cells.values()):
        raise BadRequest("A row's cells cannot be read.")
    return cells


def _canonical(column: Column, text: str) -> str:
    """What somebody saw, as cells are compared. The script only knows it as it is typed."""
    if column.kind in (Kind.CHOICE, Kind.TEXT):
        return column.canonical(text or None)
    try:
        return column.canonical(column.parse(text, {}))
    except CellError:
        raise BadRequest("What was seen in a cell cannot be read.") from None
