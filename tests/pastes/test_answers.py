"""Answers travel in a hidden field, and whatever comes back is read."""

from __future__ import annotations

import json

import pytest

from bcf.pastes.answers import Answers, Bad


def test_what_is_written_is_read_back() -> None:
    told = Answers(
        cells={(7, "amount"): "5\n“x”"}, values={Bad("sub", "a", "x"): "a.b"}, rows={3: False}
    )
    again = Answers()
    again.read(told.written())
    assert again == told


@pytest.mark.parametrize(
    "written",
    [
        *("", "null", "[]", "7", "{", "nonsense", "[" * 100_000, '{"cells": 7}'),
        '{"cells": [[1, 2, 3], ["1", "a", "b"], [1, "a"], 7, null, [true, "a", "b"]]}',
        '{"values": [["a", "b", "c"], ["a", "b", "c", 1], {}]}',
        '{"rows": [[1, 1], ["1", true], [1.5, true]]}',
        '{"cells": [[1, "a", "\\ud800"]]}',
        json.dumps({"cells": [[1, "a", "x" * 40_000]]}),
    ],
)
def test_what_makes_no_sense_is_passed_over(written: str) -> None:
    answers = Answers()
    answers.read(written)
    assert answers == Answers()
