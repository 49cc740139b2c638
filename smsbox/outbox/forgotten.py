"""What may have left although a broken log forgot it: the segments that would have been next are in doubt."""

from __future__ import annotations

from smsbox.clock import DAY, Micros
from smsbox.outbox.claims import claim
from smsbox.outbox.results import uncertain
from smsbox.store import Store

_IN_USE = "SELECT id FROM sims WHERE last_seen_at > (SELECT max(last_seen_at) FROM sims) - ?"
_LATELY = 7 * DAY


def doubt_next(store: Store, *, commits: int, owner: str, now: Micros) -> int:
    """Take the next segments of each SIM for sent perhaps, one for each of the `commits` that got lost; how many.

    A segment costs at least one commit, and the order in which they are claimed is fixed, so among these are all that
    left. Reports and late results settle them, as they do any doubt.
    """
    doubted = 0
    with store.write():
        for (sim_id,) in store.run(_IN_USE, _LATELY).fetchall():
            for _ in range(commits):
                taken = claim(store, sim_id=sim_id, owner=owner, now=now, lease_until=now)
                if taken is None:
                    break
                uncertain(store, taken, reason="restart", now=now)
                doubted += 1
    return doubted
