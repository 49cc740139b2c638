"""What of a campaign lies in the outbox: counted, held while it is paused, let go, withdrawn; a few at a time."""

from __future__ import annotations

from collections.abc import Sequence

from smsbox import coupons, outbox
from smsbox.campaigns.rows import Campaign
from smsbox.clock import Micros
from smsbox.outbox import BY_CAMPAIGN, State
from smsbox.store import Store

AT_ONCE = 200
LEAVES = (State.QUEUED, State.SENDING)
"""What is still to leave; what is in doubt, or held by a person, is that person's matter."""

# By the index of messages that are not delivered, between the first and the last of the campaign: what went well is not
# looked at again. That of batches would lead through all of them, so it is kept out of the question.
STANDING = "FROM messages WHERE state <> 5 AND state = ? AND id >= ? AND id <= ? AND batch || '' = ?"
_ENDS = "SELECT (SELECT min(id) FROM messages WHERE batch = ?), (SELECT max(id) FROM messages WHERE batch = ?)"
_READY = (
    "SELECT count(*) FROM (SELECT state, queue_key FROM messages WHERE batch = ? ORDER BY id DESC LIMIT ?) AS last "
    "WHERE state = 0 AND queue_key IS NOT NULL"
)
_SOME = f"SELECT 1 {STANDING} LIMIT 1"
_UNTOUCHED = "(queue_key IS NULL OR queue_key > 0) AND (reason IS NULL OR reason <> 'doubt')"
_IDS = f"SELECT id {STANDING} AND {_UNTOUCHED} ORDER BY id LIMIT ?"
_PAUSED = f"SELECT id {STANDING} AND reason = ? ORDER BY id LIMIT ?"


def among(store: Store, campaign: Campaign, state: State) -> tuple[int, int, int, str] | None:
    """What `STANDING` asks for: messages of the campaign in `state`; None when it has none at all."""
    first, last = store.run(_ENDS, campaign.batch, campaign.batch).fetchone()
    return None if first is None else (int(state), first, last, campaign.batch)


def ready(store: Store, campaign: Campaign, most: int) -> int:
    """How many of its last `most` messages could leave at once."""
    return int(store.run(_READY, campaign.batch, most).fetchone()[0])


def waits(store: Store, campaign: Campaign) -> bool:
    """Whether anything of it is still to leave."""
    asked = (among(store, campaign, state) for state in LEAVES)
    return any(each is not None and store.run(_SOME, *each).fetchone() for each in asked)


def unsettled(store: Store, campaign: Campaign) -> bool:
    """Whether anything of it is on its way, or in doubt, and might be queued again."""
    asked = (among(store, campaign, state) for state in (*LEAVES, State.UNCERTAIN))
    return any(each is not None and store.run(_SOME, *each).fetchone() for each in asked)


def hold_some(store: Store, campaign: Campaign, now: Micros) -> int:
    """Hold the first messages that have not begun to leave; how many. A half-sent text is finished."""
    return len(outbox.hold(store, _ids(store, campaign, State.QUEUED), now, reason=BY_CAMPAIGN))


def release_some(store: Store, campaign: Campaign, now: Micros) -> int:
    """Queue what was held by `hold_some`, and nothing that somebody else holds; how many."""
    asked = among(store, campaign, State.HELD)
    if asked is None:
        return 0
    found = store.run(_PAUSED, *asked, BY_CAMPAIGN, AT_ONCE).fetchall()
    return len(outbox.release(store, [row[0] for row in found], now))


def withdraw_some(store: Store, campaign: Campaign, now: Micros) -> int:
    """Cancel what has not begun to leave, and take back the coupons in it; how many."""
    with store.write():
        ids = _ids(store, campaign, State.QUEUED) + _ids(store, campaign, State.HELD)
        gone = outbox.cancel(store, ids, now)
        if gone and campaign.plan.series_id is not None:
            _take_back(store, gone)
        return len(gone)


def _take_back(store: Store, message_ids: Sequence[int]) -> None:
    """The coupons of messages that nobody will get."""
    marks = ",".join("?" * len(message_ids))
    found = f"FROM recipients WHERE message_id IN ({marks}) AND coupon_id IS NOT NULL"
    ids = [row[0] for row in store.run(f"SELECT coupon_id {found}", *message_ids).fetchall()]
    if ids:
        coupons.take_back(store, ids)
        unset = f"UPDATE recipients SET coupon_id = NULL WHERE message_id IN ({marks}) AND coupon_id IS NOT NULL"  # noqa: S608
        store.run(unset, *message_ids)


def _ids(store: Store, campaign: Campaign, state: State) -> list[int]:
    asked = among(store, campaign, state)
    return [] if asked is None else [row[0] for row in store.run(_IDS, *asked, AT_ONCE).fetchall()]
