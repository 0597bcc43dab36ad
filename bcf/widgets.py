"""Controls of our own: boxes for figures, and a select that follows another one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms


class FigureInput(forms.TextInput):
    """A number as people write it, with the keypad of digits on a phone.

    A text box, because a number box loses what it cannot read.
    """

    prefix = ""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {"inputmode": "decimal", "autocomplete": "off", "class": "figure"}
        super().__init__({**own, **(attrs or {})})


class MoneyInput(FigureInput):
    """An amount in pounds; the sign stands before the box."""

    prefix = "£"


class ProseInput(forms.Textarea):
    """A text of several lines, with its length told under it and counted while it is typed.

    `most` is the longest that the edition allows, where it sets a limit.
    """

    def __init__(self, most: int | None = None) -> None:
        super().__init__({"rows": 3, "data-length": most or ""})
        self.most = most


class FollowingSelect(forms.Select):
    """A select whose options depend on another select of the form, such as a sub-type.

    `follows` is the leader's name in the page (with the form's prefix, if any); `of` gives
    each option's leading value. The page's script shows the options that fit; without it
    they all stay, so give them as groups named by their leader.
    """

    def __init__(self, follows: str, of: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.attrs["data-follows"] = follows
        self.of = of

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        leader = self.of.get(str(value))
        if leader is not None:
            option["attrs"]["data-of"] = leader
        return option
