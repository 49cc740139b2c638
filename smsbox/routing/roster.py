"""Who may take what at this moment: every SIM with its operator, weight and ability, and the lanes sorted by it.

Pure but for the turns that `Shares` counts. A SIM takes its own lanes first, among them those of SIMs that are not
able; then, if it may help, what waits longest in line for SIMs of another operator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from smsbox.routing.lanes import Lane, read
from smsbox.routing.shares import Shares

KINDS = (0, 1, 2)
"""The classes of messages, as numbered in the database: reply, service, marketing."""

LEFT_TO_OWN = 2
"""Messages that a helper leaves to each SIM of their operator: it will take them within seconds."""


class Why(Enum):
    """Why a SIM carries a message; the values stand in the log."""

    KNOWN = "known"
    ON_NET = "on_net"
    HELP = "help"
    SIM_DOWN = "sim_down"
    OPERATOR_DOWN = "operator_down"
    MOVED = "moved"
    BEGUN = "begun"


@dataclass(frozen=True, slots=True)
class Carrier:
    """A SIM as routing sees it. `operator`: see `operator_number`; `kinds`: the classes it is able to send, () none.

    `resting`: it waits for its pace, so nothing need be left to it.
    """

    sim_id: int
    operator: int = 0
    weight: int = 1
    kinds: tuple[int, ...] = KINDS
    resting: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One lane to look into: for which classes, and how many rows to leave where they are."""

    lane: int
    kinds: tuple[int, ...]
    leave: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why this SIM: `sim_id` is the one that the customer knows and that is not able."""

    why: Why
    sim_id: int | None = None


@dataclass(slots=True)
class Roster:
    """All SIMs at one moment. `help`: idle SIMs take what waits for other operators."""

    carriers: Mapping[int, Carrier] = field(default_factory=dict)
    on_net: bool = True
    help: bool = True
    _owners: dict[tuple[Lane, int], tuple[int, ...]] = field(default_factory=dict)

    def owners(self, lane: Lane, kind: int) -> tuple[int, ...]:
        """The SIMs whose work the messages of `kind` in `lane` are now; in a routed or open lane () means: anybody's.

        The SIM the customer knows, if it is able; else those of his operator; else all. A SIM of weight 0 is one only
        where all are.
        """
        found = self._owners.get((lane, kind))
        if found is None:
            found = self._owners[lane, kind] = self._find_owners(lane, kind)
        return found

    def _find_owners(self, lane: Lane, kind: int) -> tuple[int, ...]:
        if lane.bound:
            return (lane.bound,)
        able = [carrier for carrier in self.carriers.values() if kind in carrier.kinds]
        if lane.knows and any(carrier.sim_id == lane.knows for carrier in able):
            return (lane.knows,)
        of_operator = [each for each in able if each.operator == lane.operator] if lane.operator and self.on_net else []
        return _weighty(of_operator or able)

    def on_net_owners(self, lane: Lane, kind: int) -> bool:
        """Whether `lane` waits for able SIMs of its customers' operator, so that others could only help."""
        owners = self.owners(lane, kind)
        return (
            bool(lane.operator and self.on_net and owners)
            and owners != (lane.knows,)
            and all(self.carriers[each].operator == lane.operator for each in owners)
        )

    def left(self, owners: Iterable[int]) -> int:
        """How many messages a helper leaves to these SIMs."""
        return sum(LEFT_TO_OWN for each in owners if not self.carriers[each].resting)

    def weights(self, owners: Iterable[int]) -> dict[int, int]:
        """SIM → weight."""
        return {each: self.carriers[each].weight for each in owners if each in self.carriers}


def _weighty(able: list[Carrier]) -> tuple[int, ...]:
    chosen = [each for each in able if each.weight] or able
    return tuple(each.sim_id for each in chosen)


@dataclass(slots=True)
class Route:
    """What SIM `sim_id` may take at boot-clock second `at`. `waits`: something is left to others whose turn it is;
    `unfinished`: so much had to be put aside that the search was broken off, to go on at once.
    """

    sim_id: int
    roster: Roster
    shares: Shares
    at: float = 0.0
    waits: bool = False
    unfinished: bool = False

    def turns(self, present: Sequence[int], kinds: Sequence[int] = KINDS) -> tuple[list[Turn], list[Turn]]:
        """`present` lanes sorted: this SIM's own work, of which the first in line is taken; and where it may help."""
        own: list[Turn] = []
        helping: list[Turn] = []
        for number in present:
            lane = read(number)
            mine = tuple(kind for kind in kinds if self._mine(lane, kind))
            if mine:
                own.append(Turn(number, mine))
            if self._may_help:
                helping += self._help(number, lane, [kind for kind in kinds if kind not in mine])
        return own, helping

    def reason(self, number: int, kind: int) -> Reason | None:
        """Why this SIM takes a message of `kind` out of lane `number`; None where any SIM would do."""
        lane = read(number)
        me = self.roster.carriers.get(self.sim_id)
        if lane.knows == self.sim_id:
            return Reason(Why.KNOWN)
        if lane.knows:
            return Reason(Why.SIM_DOWN, lane.knows)
        if not lane.operator or not self.roster.on_net or me is None:
            return None
        if me.operator == lane.operator:
            return Reason(Why.ON_NET)
        return Reason(Why.HELP if self.roster.on_net_owners(lane, kind) else Why.OPERATOR_DOWN)

    def took(self, number: int, kind: int) -> None:
        """A message of `kind` was taken out of lane `number`."""
        owners = self.roster.owners(read(number), kind)
        if self.sim_id in owners:
            self.shares.took(self.sim_id, self.roster.weights(owners), self.at)

    @property
    def _may_help(self) -> bool:
        me = self.roster.carriers.get(self.sim_id)
        return self.roster.help and me is not None and me.weight > 0

    def _mine(self, lane: Lane, kind: int) -> bool:
        owners = self.roster.owners(lane, kind)
        if lane.bound:
            return lane.bound == self.sim_id
        if self.sim_id not in owners:
            return not owners
        turn = self.shares.may(self.sim_id, self.roster.weights(owners), self.at)
        self.waits = self.waits or not turn
        return turn

    def _help(self, number: int, lane: Lane, kinds: Sequence[int]) -> list[Turn]:
        """The classes of an operator's lane that this SIM, of another one, could lend a hand with."""
        if not lane.operator:
            return []
        able = tuple(
            kind
            for kind in kinds
            if self.sim_id not in self.roster.owners(lane, kind) and self.roster.on_net_owners(lane, kind)
        )
        return [Turn(number, able, self.roster.left(self.roster.owners(lane, able[0])))] if able else []
