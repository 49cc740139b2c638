"""Whose answer belongs to which campaign, and who left because of which: by the code he wrote, else to the last one."""

from __future__ import annotations

from smsbox.campaigns.reply_codes import codes_in
from smsbox.clock import DAY, Micros
from smsbox.store import Store, options

WITHIN: Micros = 14 * DAY
"""So long after it left an answer counts for a campaign."""

_SEEN = "campaigns.leaving_seen"
_AT_ONCE = 500
_REACHED = (
    "SELECT r.campaign_id, r.code FROM recipients r JOIN messages m ON m.id = r.message_id "
    "WHERE r.number = ? AND r.at > ? AND r.at <= ? AND m.state IN (1, 2, 3, 4, 5, 6, 7) "
    "AND (m.state <> 3 OR m.reason = 'doubt') "
    "ORDER BY r.at DESC, r.campaign_id DESC"
)
_REPLIED = "UPDATE recipients SET replied_at = ? WHERE campaign_id = ? AND number = ? AND replied_at IS NULL"
_LEFT = "UPDATE recipients SET left_at = ? WHERE campaign_id = ? AND number = ? AND left_at IS NULL"
_LINES = "SELECT id, number, at, act FROM consents WHERE id > ? ORDER BY id LIMIT ?"


def replied(store: Store, number: str, received_id: int, now: Micros) -> int | None:
    """Note that `number` answered with message `received_id`; the campaign it belongs to, None: to none."""
    row = store.run("SELECT text FROM received WHERE id = ?", received_id).fetchone()
    reached = _reached(store, number, now)
    if row is None or not reached:
        return None
    written = codes_in(row[0])
    named = next((campaign for campaign, code in reached if code is not None and code in written), None)
    campaign_id = reached[0][0] if named is None else named
    with store.write():
        store.run(_REPLIED, now, campaign_id, number)
    return campaign_id


def left(store: Store, number: str, now: Micros) -> int | None:
    """Note that `number` wants no more advertising; the campaign that is counted for, None: none was lately."""
    reached = _reached(store, number, now)
    if not reached:
        return None
    with store.write():
        store.run(_LEFT, now, reached[0][0], number)
    return reached[0][0]


def catch_up(store: Store, most: int = 20) -> int:
    """Count everybody who left since the last look, by whatever way: the ledger knows; how many lines it had, up to
    `most` times 500.
    """
    done = 0
    for _ in range(most):
        read = _read_on(store)
        done += read
        if read < _AT_ONCE:
            break
    return done


def _read_on(store: Store) -> int:
    since = int(options.get(store, _SEEN) or 0)
    found = store.run(_LINES, since, _AT_ONCE).fetchall()
    if not found:
        return 0
    with store.write(durable=False):
        for _, number, at, act in found:
            if act == "left":
                left(store, number, at)
        options.put(store, _SEEN, str(found[-1][0]), found[-1][2])
    return len(found)


def _reached(store: Store, number: str, now: Micros) -> list[tuple[int, str | None]]:
    """The campaigns that reached `number` lately, the last first, with the code he was told in each."""
    return [(row[0], row[1]) for row in store.run(_REACHED, number, now - WITHIN, now).fetchall()]
