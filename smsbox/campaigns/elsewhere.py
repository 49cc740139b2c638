"""What another, later copy of this database knows of its campaigns, brought into this one: whoever had his turn there
has none here, and what was ended there does not go on.
"""

from __future__ import annotations

from collections.abc import Mapping

from smsbox.campaigns import lifecycle
from smsbox.campaigns.rows import OVER, State, batch_of
from smsbox.clock import Micros
from smsbox.store import Store

_ALL = "SELECT id, seed, state FROM campaigns"
_TURN = "SELECT campaign_id, number, customer, variant, state, code, at FROM recipients WHERE message_id = ?"
_CONTACT = "SELECT id FROM contacts WHERE number = ?"
_KEEP = (
    "INSERT INTO recipients (campaign_id, number, contact_id, customer, variant, state, message_id, code, at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (campaign_id, number) DO NOTHING"
)
_FED = "UPDATE campaigns SET fed = fed + 1 WHERE id = ?"


def strange(there: Store, here: Store) -> set[str]:
    """The batches of campaigns that `here` does not have, or of which it has another under the same id."""
    ours = {row[0]: row[1] for row in here.run(_ALL).fetchall()}
    return {batch_of(row[0]) for row in there.run(_ALL).fetchall() if ours.get(row[0]) != row[1]}


def carry(there: Store, here: Store, ads: Mapping[int, int], now: Micros, *, who: str) -> None:
    """Have `here` know for whom the messages `ads` were (id there, id here), as far as it has their campaigns and knows
    those customers, and which campaigns were cancelled. Inside the caller's transaction in `here`. Raises StoreTrouble.
    """
    ours = {row[0]: (row[1], State(row[2])) for row in here.run(_ALL).fetchall()}
    theirs = {row[0]: (row[1], State(row[2])) for row in there.run(_ALL).fetchall()}
    same = {each for each, (seed, _) in theirs.items() if each in ours and ours[each][0] == seed}
    for message_id, own_id in ads.items():
        row = there.run(_TURN, message_id).fetchone()
        contact = here.run(_CONTACT, row[1]).fetchone() if row is not None and row[0] in same else None
        if contact is None:
            continue
        kept = (row[0], row[1], contact[0], *row[2:5], own_id, *row[5:])
        if here.run(_KEEP, *kept).rowcount:
            here.run(_FED, row[0])
    for campaign_id in sorted(same):
        if theirs[campaign_id][1] is State.CANCELLED and ours[campaign_id][1] not in OVER:
            lifecycle.cancel(here, campaign_id, now=now, by=who)
