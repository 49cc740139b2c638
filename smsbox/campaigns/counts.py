"""What is counted of some recipients of a campaign: frozen sums that can be added, kept as JSON and read back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from smsbox.outbox import State
from smsbox.outbox.states import ACCEPTED

_BAD = (State.FAILED, State.UNDELIVERED)
_OPEN = (State.QUEUED, State.SENDING, State.UNCERTAIN, State.HELD)


@dataclass(frozen=True, slots=True)
class Count:
    """Sums over some recipients.

    `people` all of them: `apart` got nothing to compare with, `skipped` nothing for a reason, `messages` one message
    each, by state (its number as text). `causes`: why messages failed or were withdrawn, `<state>:<cause>`.
    `replied` and `left` of those written to; `coupons` given, `redeemed` of them, what was bought then is `worth` in
    hundredths. `bought` and `heard`: bought, wrote or rang since, of those who
    got a message or were kept apart.

    `parts`: SMS that the messages consist of; `segments` those that a SIM ever began, by state; `accepted` taken by the
    network, by SIM (id as text); `twice` of them may have arrived twice.
    """

    people: int = 0
    apart: int = 0
    replied: int = 0
    left: int = 0
    coupons: int = 0
    redeemed: int = 0
    worth: int = 0
    bought: int = 0
    heard: int = 0
    parts: int = 0
    twice: int = 0
    skipped: Mapping[str, int] = field(default_factory=Counter)
    messages: Mapping[str, int] = field(default_factory=Counter)
    causes: Mapping[str, int] = field(default_factory=Counter)
    segments: Mapping[str, int] = field(default_factory=Counter)
    accepted: Mapping[str, int] = field(default_factory=Counter)

    def __add__(self, other: Count) -> Count:
        return Count(**{name: getattr(self, name) + getattr(other, name) for name in _NAMES})

    def of(self, *states: State) -> int:
        """Messages in any of these states."""
        return sum(self.messages.get(str(int(each)), 0) for each in states)

    @property
    def written(self) -> int:
        """Messages that were made: one for each who got anything."""
        return sum(self.messages.values())

    @property
    def passed_over(self) -> int:
        """Who got nothing for a reason of his own."""
        return sum(self.skipped.values())

    @property
    def sent(self) -> int:
        """Messages the network has taken whole, whatever became of them then."""
        return self.of(*ACCEPTED)

    @property
    def delivered(self) -> int:
        """Messages the phone has confirmed."""
        return self.of(State.DELIVERED)

    @property
    def failed(self) -> int:
        """Messages that did not arrive: refused for good, or given up by the network."""
        return self.of(*_BAD)

    @property
    def waiting(self) -> int:
        """Messages that have not left, or of which nobody knows whether they have."""
        return self.of(*_OPEN)

    @property
    def cancelled(self) -> int:
        """Messages withdrawn before they left."""
        return self.of(State.CANCELLED)

    @property
    def paid(self) -> int:
        """SMS taken by the network."""
        return sum(self.accepted.values())

    def causes_of(self, *states: State) -> Counter[str]:
        """Why messages in these states are so; "" where nobody said."""
        found = Counter[str]()
        for key, number in self.causes.items():
            state, _, cause = key.partition(":")
            if int(state) in states:
                found[cause] += number
        return found

    def as_plain(self) -> dict[str, Any]:
        """For JSON; what is 0 is left out."""
        return {name: value for name in _NAMES if (value := getattr(self, name))}


_NAMES = tuple(each.name for each in fields(Count))


def from_plain(plain: Mapping[str, Any]) -> Count:
    """What `as_plain` made; what a later version has added is left out."""
    known = {name: value for name, value in plain.items() if name in _NAMES}
    told: dict[str, Any] = {name: Counter(each) if isinstance(each, dict) else each for name, each in known.items()}
    return Count(**told)
