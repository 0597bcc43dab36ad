"""A list as it would be loaded: read, added up, and set against what is in force."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .bodies import Bodies
from .effects import SAME, Effect, Hit, effects_of, hits_of
from .forms import ListForm
from .national import Agreement
from .reading import Read, read_rows


@dataclass
class Look:
    """What a valid form and the answers so far make of a list."""

    form: ListForm
    answers: Mapping[str, str]

    @cached_property
    def read(self) -> Read:
        form = self.form
        bodies = Bodies(form.cleaned_data["year"])
        return read_rows(form.rows, form.places, form.chosen, bodies, self.answers)

    @cached_property
    def agreement(self) -> Agreement:
        return Agreement(self.read.total, self.form.total)

    @cached_property
    def effects(self) -> list[Effect]:
        """Each figure beside the one in force, what changes first."""
        said = self.form.cleaned_data
        found = effects_of(
            self.read.figures, self.form.chosen, said["year"], said["stage"], said["published_on"]
        )
        return sorted(found, key=lambda effect: effect.state == SAME)

    @cached_property
    def hits(self) -> list[Hit]:
        return hits_of(self.effects, self.form.chosen, self.form.cleaned_data["year"])

    @property
    def counted(self) -> Counter[str]:
        """How many figures are new, the same, changed, or older than those in force."""
        return Counter(effect.state for effect in self.effects)

    @property
    def clashes(self) -> list[Effect]:
        """Figures of which another sum is loaded of the same stage and day."""
        return [effect for effect in self.effects if effect.clashes]

    @property
    def to_load(self) -> list[Effect]:
        """The figures of which no row is loaded yet."""
        return [effect for effect in self.effects if effect.loaded is None]

    @property
    def may_load(self) -> bool:
        """Whether nothing is to be asked, the sum agrees, and there is something to load."""
        asked = self.read.questions or self.clashes
        return not asked and self.agreement.agrees and bool(self.to_load)

    @cached_property
    def fingerprint(self) -> str:
        """Of all that a person has seen, so that nothing else is loaded."""
        said = sorted((name, str(value)) for name, value in self.form.cleaned_data.items())
        before = [(e.before.pk if e.before else 0, e.state) for e in self.effects]
        figures: list[Any] = [(f.row, f.key, str(f.amount)) for f in self.read.figures]
        return hashlib.sha256(repr((said, before, figures)).encode()).hexdigest()
