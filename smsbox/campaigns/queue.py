"""What of a campaign lies in the outbox: counted, held while it is paused, let go, withdrawn; a few at a time."""

from __future__ import annotations

from smsbox import outbox
from smsbox.campaigns.rows import Campaign
from smsbox.clock import Micros
from smsbox.outbox import BY_CAMPAIGN, State
from smsbox.store import Store

AT_ONCE = 200
# All of these go by the index of messages that are not delivered; nothing of a campaign is older than its first.
_FIRST = "SELECT min(id) FROM messages WHERE batch = ?"
_STANDING = "FROM messages WHERE state <> 5 AND state = ? AND id >= ? AND batch = ?"
_LAST = f"SELECT queue_key {_STANDING} ORDER BY id DESC LIMIT ?"
_READY = f"SELECT count(*) FROM ({_LAST}) AS last WHERE queue_key IS NOT NULL"  # noqa: S608 – constants
_SOME = f"SELECT 1 {_STANDING} LIMIT 1"
_UNTOUCHED = "(queue_key IS NULL OR queue_key > 0) AND (reason IS NULL OR reason <> 'doubt')"
_IDS = f"SELECT id {_STANDING} AND {_UNTOUCHED} ORDER BY id LIMIT ?"
_PAUSED = f"SELECT id {_STANDING} AND reason = ? ORDER BY id LIMIT ?"


def first(store: Store, campaign: Campaign) -> int | None:
    """The id of its first message, None when it has none."""
    found = store.run(_FIRST, campaign.batch).fetchone()[0]
    return None if found is None else int(found)


def ready(store: Store, campaign: Campaign, most: int) -> int:
    """How many of its last `most` messages that have not left could leave at once."""
    begin = first(store, campaign)
    if begin is None:
        return 0
    return int(store.run(_READY, int(State.QUEUED), begin, campaign.batch, most).fetchone()[0])


def waits(store: Store, campaign: Campaign) -> bool:
    """Whether anything of it is still to leave; what is in doubt, or held by a person, is that person's matter."""
    begin = first(store, campaign)
    open_states = (State.QUEUED, State.SENDING)
    return begin is not None and any(
        store.run(_SOME, int(state), begin, campaign.batch).fetchone() for state in open_states
    )


def hold_some(store: Store, campaign: Campaign, now: Micros) -> int:
    """Hold the first messages that have not begun to leave; how many. A half-sent text is finished."""
    return len(outbox.hold(store, _ids(store, campaign, State.QUEUED), now, reason=BY_CAMPAIGN))


def release_some(store: Store, campaign: Campaign, now: Micros) -> int:
    """Queue what was held by `hold_some`, and nothing that somebody else holds; how many."""
    begin = first(store, campaign)
    if begin is None:
        return 0
    found = store.run(_PAUSED, int(State.HELD), begin, campaign.batch, BY_CAMPAIGN, AT_ONCE).fetchall()
    return len(outbox.release(store, [row[0] for row in found], now))


def withdraw_some(store: Store, campaign: Campaign, now: Micros) -> int:
    """Cancel what has not begun to leave; how many."""
    ids = _ids(store, campaign, State.QUEUED) + _ids(store, campaign, State.HELD)
    return len(outbox.cancel(store, ids, now))


def _ids(store: Store, campaign: Campaign, state: State) -> list[int]:
    begin = first(store, campaign)
    if begin is None:
        return []
    return [row[0] for row in store.run(_IDS, int(state), begin, campaign.batch, AT_ONCE).fetchall()]
