"""Values of contests: the rules as they were read, an entry and its states, what a message does to entries; frozen."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.dialogs.drawing import Rules
from smsbox.dialogs.receipts import Pattern
from smsbox.i18n.marks import N_
from smsbox.i18n.named import Named


class EntryState(Named):
    """Whether an entry counts, and why not."""

    IN = 0, N_("Takes part")
    WRONG = 1, N_("No such code")
    TAKEN = 2, N_("Somebody else's code")
    EXCLUDED = 3, N_("Left out by people")
    ERASED = 4, N_("Its customer was erased")


@dataclass(frozen=True, slots=True)
class Contest:
    """The rules. Without `patterns` the word alone enters; `dated`: codes begin anew each day. `most` entries of a
    number (0: any number) and `most_a_day`; so many `mistakes` a day, then none is looked at. `staff` may take part or
    not; nor may who has one of `without_tags`. `words`: the rules as customers are told them; `prizes` of the first,
    the second, …
    """

    patterns: tuple[Pattern, ...]
    dated: bool
    rules: Rules
    words: str
    prizes: tuple[str, ...]
    most: int
    most_a_day: int
    mistakes: int
    staff: bool
    without_tags: tuple[str, ...]

    def prize(self, place: int) -> str:
        """What place 1, 2, … wins, the last one for all behind; "" for none, and for reserves of several prizes."""
        if not self.prizes or (place > self.rules.winners and len(self.prizes[: self.rules.winners]) > 1):
            return ""
        place = min(place, self.rules.winners)
        return self.prizes[min(place, len(self.prizes)) - 1]


@dataclass(frozen=True, slots=True)
class Enter:
    """This code takes part."""

    code: str
    shown: str


@dataclass(frozen=True, slots=True)
class Turn:
    """This code does not count, and why."""

    code: str
    shown: str
    state: EntryState


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `received_id`: the message it came with."""

    id: int
    flow_id: int
    code: str
    shown: str
    number: str
    at: Micros
    received_id: int | None
    state: EntryState
    note: str
