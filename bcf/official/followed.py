"""Drop-down lists that follow another cell: where INDIRECT leads for each thing that it may say.

Only plain formulas are worked out: the one cell, put together with texts or looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

from bcf.tables import fold
from bcf.workbooks.outline import Raw

_INDIRECT = "INDIRECT("
_CELL = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]{1,7}")
#: Functions in functions: what has more was not written by a person.
_DEEPEST = 20

#: The cells, row by row, that a reference or a name leads to; None where it leads nowhere.
Look = Callable[[str], Sequence[Sequence[Raw]] | None]


class NotPlain(Exception):
    """A formula that is not worked out here, or that leads nowhere."""


class Followed:
    """The source of a list, such as `INDIRECT(SUBSTITUTE($D13," ","_"))`. Raises NotPlain.

    `cell` is the one that the list follows, as written for the first cell that has the list.
    """

    def __init__(self, source: str) -> None:
        self._tokens = _tokens(source)
        cells = {t.value for t in self._tokens if _is_cell(t)}
        if len(cells) != 1 or self._tokens[0].value.upper() != _INDIRECT:
            raise NotPlain
        self.cell = cells.pop().replace("$", "")

    def leads_to(self, said: str, look: Look) -> str:
        """The range, or the name of one, where the cell says this. Raises NotPlain."""
        return _text(_Working(self._tokens, said, look).whole())


def _tokens(source: str) -> list[Token]:
    if source.count("(") > _DEEPEST:
        raise NotPlain
    try:
        every = Tokenizer(f"={source}").items
    except (TokenizerError, IndexError):  # the latter where a bracket was never opened
        raise NotPlain from None
    return [token for token in every if token.type != Token.WSPACE]


def _is_cell(token: Token) -> bool:
    return token.subtype == Token.RANGE and bool(_CELL.fullmatch(token.value))


class _Working:
    """A formula being worked out: its tokens are taken one after the other."""

    def __init__(self, tokens: Sequence[Token], said: str, look: Look) -> None:
        self._tokens = iter(tokens)
        self._said = said
        self._look = look

    def whole(self) -> Any:
        """The formula's own value."""
        value = self.value()
        if next(self._tokens, None) is not None:
            raise NotPlain
        return value

    def value(self) -> Any:
        """The value of the next operand: a text, a number, or the cells of a range."""
        token = self._next()
        if token.subtype == Token.OPEN and token.type == Token.FUNC:
            return self._called(token.value[:-1].upper())
        if token.subtype == Token.TEXT:
            return token.value[1:-1].replace('""', '"')
        if token.subtype == Token.RANGE:
            return self._said if _is_cell(token) else self._look(token.value)
        if token.subtype in (Token.NUMBER, Token.LOGICAL):
            return token.value
        raise NotPlain

    def _called(self, function: str) -> Any:
        arguments = []
        token = None
        while token is None or token.type == Token.SEP:
            argument = self.value()
            while (token := self._next()).value == "&":
                argument = _text(argument) + _text(self.value())
            arguments.append(argument)
        if token.subtype != Token.CLOSE or function not in _FUNCTIONS:
            raise NotPlain
        try:
            return _FUNCTIONS[function](*arguments)
        except (TypeError, ValueError, IndexError):  # arguments that it does not take
            raise NotPlain from None

    def _next(self) -> Token:
        token = next(self._tokens, None)
        if token is None:
            raise NotPlain
        return token


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, str | int):
        raise NotPlain
    return str(value)


def _indirect(text: Any, style: str = "TRUE") -> str:
    if style not in ("TRUE", "1"):  # addresses such as R1C1
        raise NotPlain
    return _text(text)


def _substitute(text: Any, old: str, new: str) -> str:
    return _text(text).replace(old, new) if old else _text(text)


def _match(value: Any, cells: Sequence[Sequence[Raw]], how: str) -> int:
    """The place of a value in a range of one column or one row, from 1."""
    if how not in _EXACTLY:
        raise NotPlain
    listed = [fold(str(cell)) for row in cells for cell in row]
    return listed.index(fold(_text(value))) + 1


def _vlookup(value: Any, cells: Sequence[Sequence[Raw]], column: str, how: str) -> Raw:
    place = _match(value, [row[:1] for row in cells], how)
    return cells[place - 1][int(column) - 1]


def _join(*parts: Any) -> str:
    return "".join(_text(part) for part in parts)


_EXACTLY = ("0", "FALSE")
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "INDIRECT": _indirect,
    "SUBSTITUTE": _substitute,
    "CONCATENATE": _join,
    "MATCH": _match,
    "VLOOKUP": _vlookup,
}
