"""Which segments one SIM left in doubt a moment ago: what a result that comes late may speak of."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.outbox.states import State
from smsbox.store import Store

_RECENT = (
    "SELECT message_id, seq, attempts, submitted_at FROM segments "
    "WHERE state = ? AND sim_id = ? AND submitted_at >= ? AND seq > 0 ORDER BY submitted_at LIMIT ?"
)
_ENOUGH = 3
_TAKEN_SINCE = (
    "SELECT reference FROM segments WHERE sim_id = ? AND reference IS NOT NULL AND await_until IS NOT NULL "
    "AND submitted_at > ?"
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One attempt of which nobody knows whether the network took it; `submitted_at` is when it was claimed."""

    message_id: int
    seq: int
    attempt: int
    submitted_at: Micros


def recent_doubts(store: Store, *, sim_id: int, since: Micros) -> list[Doubt]:
    """The segments of SIM `sim_id` claimed after `since` that are uncertain now, oldest first; three at most."""
    rows = store.run(_RECENT, State.UNCERTAIN, sim_id, since, _ENOUGH).fetchall()
    return [Doubt(*row) for row in rows]


def may_answer(store: Store, doubt: Doubt, *, sim_id: int, reference: int) -> bool:
    """Whether a late `+CMGS: reference` of SIM `sim_id` can be the result of `doubt`.

    A SIM counts TP-MR up from one segment to the next (23.040 9.2.3.6), so what it took after the doubtful one has a
    later number. A result that was settled by its report meanwhile would otherwise settle another segment too.
    """
    taken = store.run(_TAKEN_SINCE, sim_id, doubt.submitted_at).fetchall()
    return all(0 < (later - reference) % 256 < 128 for (later,) in taken)
