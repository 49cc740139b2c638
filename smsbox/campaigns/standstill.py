"""All campaigns stop: their database may be a copy, and whoever has the other one may go on with them."""

from __future__ import annotations

from smsbox.campaigns import lifecycle, rows
from smsbox.campaigns.rows import State
from smsbox.clock import Micros
from smsbox.store import Store

_GOING = "SELECT id FROM campaigns WHERE state IN (?, ?) ORDER BY id"


def stop_all(store: Store, why: str, now: Micros) -> int:
    """Pause whatever runs or waits for its moment until a person lets it go on; how many. `why`: a reason of
    `outbox.COPIED`. In one transaction, after `outbox.hold_everything`.
    """
    stopped = 0
    with store.write():
        going = store.run(_GOING, int(State.SCHEDULED), int(State.RUNNING)).fetchall()
        for (campaign_id,) in going:
            # Those made by one that stands are older than nothing of theirs, and were paused with it.
            if rows.locked(store, campaign_id).state in (State.SCHEDULED, State.RUNNING):
                lifecycle.pause(store, campaign_id, now=now, why={"why": why})
                stopped += 1
    return stopped
