"""Three jobs that a commissioner does every year, key by key: in the grid, and in LibreOffice Calc.

Both are the fewest keys that do the job. A chord is as many keystrokes as it has keys, a
capital letter two. In both a list entry is typed by as few letters as single it out: in the
grid among the list, in Calc among what its column holds already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: The keystroke-level model: seconds for a key of an average typist, for pointing and clicking,
#: for a hand that goes between keyboard and mouse, for making up one's mind.
KEY, POINT, HAND, MIND = 0.28, 1.1, 0.4, 1.35


@dataclass(frozen=True)
class Step:
    """One thing somebody makes up their mind to do: click somewhere, or type and press keys.

    `click` is what is clicked. `cell` is where Calc's cursor is, and `value` what stands there
    afterwards where that is more than was typed.
    """

    does: str
    text: str = ""
    keys: tuple[str, ...] = ()
    click: str = ""
    cell: str = ""
    value: str = ""

    @property
    def keystrokes(self) -> int:
        typed = sum(2 if letter.isupper() else 1 for letter in self.text)
        return typed + sum(len(chord.split("+")) for chord in self.keys)


@dataclass(frozen=True)
class Cost:
    """What a job takes: keystrokes, clicks, and the model's seconds."""

    keystrokes: int
    clicks: int
    seconds: float


def cost(steps: Sequence[Step]) -> Cost:
    """Add a job up. It begins and ends with both hands on the keyboard."""
    clicks = [bool(step.click) for step in steps]
    hands = sum(one != other for one, other in zip([False, *clicks], [*clicks, False], strict=True))
    keystrokes = sum(step.keystrokes for step in steps)
    seconds = KEY * keystrokes + POINT * sum(clicks) + HAND * hands + MIND * len(steps)
    return Cost(keystrokes, sum(clicks), round(seconds, 1))


TAB, ENTER = ("Tab",), ("Enter",)
SAVE = Step("Save the file and keep its format", keys=("Control+s", "Enter"))

ENTER_A_LINE = (
    Step("Go into the table", click="tbody tr[id^=row-] td"),
    Step("To the line that waits at the end", keys=("Control+End", "Home")),
    Step("ID", "77", TAB),
    Step("Name", "Night sitters", TAB),
    Step("Type", "hom", TAB),
    Step("Sub type", "pa", TAB),
    Step("Output of the first year", "40", TAB),
    Step("Output of the second year, and past the units", "45", ("Tab", "Tab")),
    Step("Area of spend", "s", TAB),
    Step("Commissioner, and past the NHS share", "l", ("Tab", "Tab")),
    Step("Provider", "p", TAB),
    Step("Source", "ib", TAB),
    Step("First year", "60000", TAB),
    Step("Second year", "62000", ENTER),
)
ENTER_A_LINE_IN_CALC = (
    Step("Go into the first column", click="B26"),
    Step("To the first empty row", keys=("Control+ArrowDown", "ArrowDown")),
    Step("ID", "77", TAB, cell="B106"),
    Step("Name, and past the description", "Night sitters", ("Tab", "Tab"), cell="C106"),
    Step("Type", "home ", TAB, cell="E106", value="Home Care or Domiciliary Care"),
    Step(
        "Sub type from its list, and past the other type",
        keys=("Alt+ArrowDown", "ArrowDown", "Enter", "Tab", "Tab"),
        cell="F106",
        value="Domiciliary care packages",
    ),
    Step("Output of the first year", "40", TAB, cell="H106"),
    Step("Output of the second year", "45", TAB, cell="I106"),
    Step("Area, and past the other area", "s", ("Tab", "Tab"), cell="K106", value="Social Care"),
    Step("Commissioner, and past the NHS share", "l", ("Tab", "Tab"), cell="M106", value="LA"),
    Step("Provider", "p", TAB, cell="P106", value="Private Sector"),
    Step("Source, and past new or existing", "ib", ("Tab", "Tab"), cell="Q106", value="iBCF"),
    Step("First year", "60000", TAB, cell="S106"),
    Step("Second year", "62000", ENTER, cell="T106"),
    SAVE,
)

FIND_WHY = (
    Step("From the task list to the checklist", click="text=Open the checklist"),
    Step(
        "Read what is short, and go to the lines that count",
        click="li:has-text('from the NHS minimum is £87,323 short') >> a",
    ),
)
FIND_WHY_IN_CALC = (
    Step("To the sheet of expenditure, and read what is short", click="the tab 6. Expenditure"),
    Step("To the headings", click="B25"),
    Step("Mark the lines and copy them", keys=("Control+Shift+End", "Control+c")),
    Step(
        "Into a file of one's own: in a protected sheet nothing is filtered",
        keys=("Control+n", "Control+v", "Control+Shift+l"),
    ),
    Step("Open the filter of the sources", click="the arrow of Source of Funding"),
    Step("Untick them all", click="All"),
    Step("Tick the one", click="Minimum NHS Contribution"),
    Step("Take it", keys=ENTER),
    Step("Open the filter of the areas", click="the arrow of Area of Spend"),
    Step("Untick them all", click="All"),
    Step("Tick the one", click="Social Care"),
    Step("Take it", keys=ENTER),
    Step("Mark the amounts and read their sum", click="the head of their column"),
)

#: Shift held down, and the arrow pressed seven times.
SEVEN_LEFT = "+".join(["Shift", *["ArrowLeft"] * 7])

MOVE_MONEY = (
    Step("Go to the line's source", click="tbody tr[id^=row-] >> nth=0 >> td >> nth=11"),
    Step("Duplicate the line", keys=("Control+Shift+D",)),
    Step("The copy's source", "ib", TAB),
    Step("Its first year", "50000", TAB),
    Step("Its second year, and back to the line above", "0", ("ArrowUp",)),
    Step("To its first year", keys=("ArrowLeft",)),
    Step("What is left of it", "874118.06", ENTER),
)
MOVE_MONEY_IN_CALC = (
    Step("Go to the line's last cell before one that is protected", click="I26"),
    Step("Mark the cells before it", keys=(SEVEN_LEFT,)),
    Step("Copy them", keys=("Control+c",)),
    Step("To the first empty row", keys=("Control+ArrowDown", "ArrowDown")),
    Step("Paste", keys=("Control+v",)),
    Step("To the area of spend", click="K106"),
    Step("Area, and past the other area", "s", ("Tab", "Tab"), cell="K106", value="Social Care"),
    Step("Commissioner, and past the NHS share", "l", ("Tab", "Tab"), cell="M106", value="LA"),
    Step("Provider", "l", TAB, cell="P106", value="Local Authority"),
    Step("Source", "ib", TAB, cell="Q106", value="iBCF"),
    Step("New or existing", "e", TAB, cell="R106", value="Existing"),
    Step("First year", "50000", TAB, cell="S106"),
    Step("Second year, and back", "0", ("Shift+Tab",), cell="T106"),
    Step("Up to the old line", keys=("Control+ArrowUp", "ArrowDown")),
    Step("What is left of it", "874118.06", ENTER, cell="S26"),
    Step("Up to the balances", keys=("Control+Home",)),
    SAVE,
)

#: Each job by its name in docs/performance.md: in the grid, and in Calc.
JOBS = {
    "Enter a line": (ENTER_A_LINE, ENTER_A_LINE_IN_CALC),
    "Find why a minimum is missed": (FIND_WHY, FIND_WHY_IN_CALC),
    "Move £50,000 between sources": (MOVE_MONEY, MOVE_MONEY_IN_CALC),
}
