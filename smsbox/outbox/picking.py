"""Finding the message that comes first for one SIM: a few steps down an index per lane, however long the queue is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from smsbox.outbox.ledger import STARTED, queue_key
from smsbox.routing import KINDS, Route, Turn, read
from smsbox.store import Store

# From one lane that is not empty to the next, instead of through all that waits in each.
_PRESENT = (
    "WITH RECURSIVE present(lane) AS (SELECT min(lane) FROM messages WHERE queue_key IS NOT NULL UNION ALL "
    "SELECT (SELECT min(m.lane) FROM messages m WHERE m.queue_key IS NOT NULL AND m.lane > present.lane) "
    "FROM present WHERE present.lane IS NOT NULL) SELECT lane FROM present WHERE lane IS NOT NULL"
)
_WHERE = "FROM messages WHERE lane = ? AND queue_key >= ? AND queue_key < ?"
_PICK = f"SELECT queue_key, id {_WHERE} ORDER BY queue_key LIMIT 1 FOR UPDATE SKIP LOCKED"
_PICK_AMONG = f"SELECT queue_key, id {_WHERE} AND ({{}}) ORDER BY queue_key LIMIT 1 FOR UPDATE SKIP LOCKED"
_BEHIND = f"SELECT queue_key {_WHERE} ORDER BY queue_key LIMIT 1 OFFSET ?"
_MORE = f"SELECT 1 {_WHERE} LIMIT 1"
_FIRST_KEY, _LAST_KEY = -(1 << 62), 1 << 62

Range = tuple[int, int]


def present(store: Store) -> list[int]:
    """The lanes in which anything is ready, in order of their numbers."""
    return [lane for (lane,) in store.run(_PRESENT).fetchall()]


def anything(store: Store, resting: Sequence[int] = ()) -> bool:
    """Whether any message could be claimed now by a SIM that may send everything; `resting` as in `Search`."""
    return any(_holds(store, lane, KINDS, resting) for lane in present(store))


def _holds(store: Store, lane: int, kinds: Sequence[int], resting: Sequence[int] = ()) -> bool:
    """Whether a message of these classes waits in `lane`."""
    return any(store.run(_MORE, lane, *each).fetchone() for each in _ranges(kinds, resting))


@dataclass(slots=True)
class Search:
    """What one SIM may look through for its next message.

    `timed=False`: not the lanes of messages with times of their own. `kinds`: only these classes. `allow`: only
    recipients with these prefixes, None: all; and those with none of `permitted`, to be put aside. `route`: who is able
    to send; None: nobody said, so every lane is everybody's but those bound to other SIMs. `resting`: classes of which
    only what is begun goes on.
    """

    store: Store
    sim_id: int
    timed: bool = True
    kinds: Sequence[int] = KINDS
    allow: Sequence[str] | None = None
    permitted: Sequence[str] | None = None
    route: Route | None = None
    resting: Sequence[int] = ()
    _own: list[Turn] = field(default_factory=list)
    _helping: list[Turn] = field(default_factory=list)

    def begin(self) -> None:
        """See which lanes hold anything, and sort them. Inside the transaction of the claim."""
        lanes = [lane for lane in present(self.store) if self.timed or not lane & 1]
        if not self.resting:
            self._sort(lanes, self.kinds)
            return
        # What is begun is bound to its SIM. A lane with nothing else than what rests is nobody's: else SIMs would wait
        # for each other's turn all night.
        awake = [kind for kind in self.kinds if kind not in self.resting]
        self._sort([lane for lane in lanes if read(lane).bound], self.kinds)
        self._sort([lane for lane in lanes if not read(lane).bound and _holds(self.store, lane, awake)], awake)

    def _sort(self, lanes: Sequence[int], kinds: Sequence[int]) -> None:
        if self.route is not None:
            own, helping = self.route.turns(lanes, kinds)
            self._own += own
            self._helping += helping
        elif kinds:
            self._own += [Turn(lane, tuple(kinds)) for lane in lanes if read(lane).bound in (0, self.sim_id)]

    def first(self) -> int | None:
        """The message that comes first in the SIM's own lanes; in those where it may help, when there is none."""
        for turns in (self._own, self._helping):
            heads = [head for turn in turns for head in self._heads(turn)]
            if heads:
                return min(heads)[1]
        return None

    def more(self) -> bool:
        """Whether anything else waits there."""
        return any(_holds(self.store, turn.lane, turn.kinds, self.resting) for turn in (*self._own, *self._helping))

    def _heads(self, turn: Turn) -> Iterator[tuple[int, int]]:
        for low, high in _ranges(turn.kinds, self.resting):
            begin = low
            if turn.leave:
                # Looked for first and without locks: those left must stay free for their own SIMs.
                behind = self.store.run(_BEHIND, turn.lane, low, high, turn.leave).fetchone()
                if behind is None:
                    continue
                begin = behind[0]
            head = self._head(turn.lane, begin, high)
            if head is not None:
                yield head

    def _head(self, lane: int, low: int, high: int) -> tuple[int, int] | None:
        sql, values = _PICK, []
        if self.allow is not None:
            mine, anybodys = self.allow, self.permitted or ("",)
            sql = _PICK_AMONG.format(f"{_begins(mine)} OR NOT ({_begins(anybodys)})")
            values = [value for prefix in (*mine, *anybodys) for value in (len(prefix), prefix)]
        row = self.store.run(sql, lane, low, high, *values).fetchone()
        return (row[0], row[1]) if row else None


def _begins(prefixes: Sequence[str]) -> str:
    """The condition that a recipient begins as one of `prefixes`."""
    return " OR ".join(["substr(recipient, 1, ?) = ?"] * len(prefixes)) or "1 = 0"


def _ranges(kinds: Sequence[int], resting: Sequence[int] = ()) -> list[Range]:
    """The ranges of queue keys of these classes: of begun messages, then of others where the class does not rest."""
    if set(kinds) == set(KINDS) and not resting:
        return [(_FIRST_KEY, _LAST_KEY)]
    begun = _together([_bounds(kind, STARTED) for kind in sorted(set(kinds))])
    return begun + _together([_bounds(kind) for kind in sorted(set(kinds) - set(resting))])


def _bounds(kind: int, less: int = 0) -> Range:
    return queue_key(kind, 127, 0) - less, queue_key(kind + 1, 127, 0) - less


def _together(ranges: Sequence[Range]) -> list[Range]:
    """The same with those that touch joined: each costs a look into every lane."""
    joined: list[Range] = []
    for low, high in ranges:
        if joined and joined[-1][1] == low:
            joined[-1] = joined[-1][0], high
        else:
            joined.append((low, high))
    return joined
