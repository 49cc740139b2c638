"""How one campaign stands, for who watches it: its messages by state, its recipients a page at a time, reasons counted.

The results, which add up to the last message, are another room's; these are looked up every few seconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from smsbox.campaigns import results, rows
from smsbox.campaigns.counts import Count
from smsbox.campaigns.lifecycle import BY_PARENT, BY_PERSON
from smsbox.campaigns.rows import Campaign, Given
from smsbox.clock import Micros
from smsbox.outbox import State
from smsbox.store import Store

_ARRIVED = (State.DELIVERED,)
_LEFT = (State.SENT, State.UNREPORTED)
_FAILED = (State.FAILED, State.UNDELIVERED)
_OPEN = (State.QUEUED, State.SENDING, State.UNCERTAIN, State.HELD)

_RECIPIENTS = (
    "SELECT r.number, r.state, r.reason, r.variant, r.message_id, m.state, r.replied_at, r.left_at, c.name, "
    "r.contact_id FROM recipients r LEFT JOIN messages m ON m.id = r.message_id "
    "LEFT JOIN contacts c ON c.id = r.contact_id "
    "WHERE r.campaign_id = ? AND r.number > ?{} ORDER BY r.number LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Messages of a campaign by state, and the SMS they consist of; `people`: who is to have one, those who were not
    looked at yet reckoned from those who were.
    """

    people: int = 0
    states: Mapping[State, int] = field(default_factory=dict)
    parts: Mapping[State, int] = field(default_factory=dict)

    def of(self, *states: State) -> int:
        """Messages in any of these."""
        return sum(self.states.get(each, 0) for each in states)

    @property
    def delivered(self) -> int:
        """Confirmed by the phone."""
        return self.of(*_ARRIVED)

    @property
    def sent(self) -> int:
        """Taken by the network, and not heard of since."""
        return self.of(*_LEFT)

    @property
    def failed(self) -> int:
        """Did not arrive."""
        return self.of(*_FAILED)

    @property
    def withdrawn(self) -> int:
        """Ended before they left."""
        return self.of(State.CANCELLED)

    @property
    def waiting(self) -> int:
        """Not gone yet, or nobody knows."""
        return self.of(*_OPEN)

    @property
    def sms_gone(self) -> int:
        """SMS of messages that have left, whatever came of them."""
        return sum(self.parts.get(each, 0) for each in (*_ARRIVED, *_LEFT, State.UNDELIVERED))

    @property
    def sms_waiting(self) -> int:
        """SMS of messages that have not gone yet."""
        return sum(self.parts.get(each, 0) for each in _OPEN)

    @property
    def sms_each(self) -> float:
        """SMS for one, on average."""
        made = sum(self.states.values())
        return sum(self.parts.values()) / made if made else 1.0

    @property
    def handed(self) -> int:
        """Left the box, whatever came of it."""
        return self.delivered + self.sent + self.failed


@dataclass(frozen=True, slots=True)
class Recipient:
    """What became of one: `given` and `reason` as the feeder decided, `message_state` as the message stands."""

    number: str
    given: Given
    reason: str | None
    variant: int
    message_id: int | None
    message_state: State | None
    replied_at: Micros | None
    left_at: Micros | None
    name: str
    contact_id: int


def tally(store: Store, campaign: Campaign) -> Tally:
    """The messages of a campaign by state; of a large one as last counted."""
    known = _last_count(store, campaign)
    if known is not None:
        counted = {State(int(state)): number for state, number in known.messages.items()}
        each = known.parts / known.written if known.written else 1.0
        return Tally(expected(campaign), counted, {state: round(number * each) for state, number in counted.items()})
    sql = "SELECT state, count(*), sum(total) FROM messages WHERE batch = ? GROUP BY state"
    found = store.run(sql, campaign.batch).fetchall()
    counted = {State(state): number for state, number, _ in found}
    return Tally(expected(campaign), counted, {State(state): int(parts) for state, _, parts in found})


def expected(campaign: Campaign) -> int:
    """How many will have a message; of one that was ended early, who had one made."""
    if campaign.looked_at_all or campaign.state in rows.OVER or not campaign.share:
        return campaign.fed
    return round(campaign.fed / campaign.share)


def stopped(store: Store, most: int = 20) -> list[Campaign]:
    """Campaigns that stand still and nobody wanted it so: what they found made them pause."""
    sql = "SELECT id FROM campaigns WHERE state = ? ORDER BY id DESC LIMIT ?"
    found = [rows.get(store, row[0]) for row in store.run(sql, int(rows.State.PAUSED), most).fetchall()]
    return [each for each in found if (each.paused_why or {}).get("why") not in (None, BY_PERSON, BY_PARENT)]


def _last_count(store: Store, campaign: Campaign) -> Count | None:
    """Of a large campaign what was counted last, if it ever was: to count 100,000 takes longer than a page may."""
    known = results.kept(store, campaign.id) if results.is_large(campaign) else None
    return None if known is None else known.whole


def skipped(store: Store, campaign: Campaign) -> Counter[str]:
    """How many got nothing, by reason; of a large campaign as last counted."""
    known = _last_count(store, campaign)
    if known is not None:
        return Counter(known.skipped)
    sql = "SELECT reason, count(*) FROM recipients WHERE campaign_id = ? AND state = ? GROUP BY reason"
    return Counter({row[0] or "": row[1] for row in store.run(sql, campaign.id, int(Given.SKIPPED)).fetchall()})


def answers(store: Store, campaign: Campaign) -> tuple[int, int]:
    """How many have answered, and how many have left because of it; of a large campaign as last counted."""
    known = _last_count(store, campaign)
    if known is not None:
        return known.replied, known.left
    sql = "SELECT count(replied_at), count(left_at) FROM recipients WHERE campaign_id = ?"
    replied, left = store.run(sql, campaign.id).fetchone()
    return int(replied), int(left)


def recipients(
    store: Store, campaign_id: int, *, after: str = "", given: Given | None = None, reason: str = "", limit: int = 50
) -> list[Recipient]:
    """A page of recipients by number, behind number `after`; of one kind and reason, where given."""
    conditions, values = "", list[object]()
    if given is not None:
        conditions, values = " AND r.state = ?", [int(given)]
    if reason:
        conditions, values = f"{conditions} AND r.reason = ?", [*values, reason]
    found = store.run(_RECIPIENTS.format(conditions), campaign_id, after, *values, limit).fetchall()
    return [
        Recipient(
            *(
                row[0],
                Given(row[1]),
                *row[2:5],
                None if row[5] is None else State(row[5]),
                *row[6:8],
                row[8] or "",
                row[9],
            )
        )
        for row in found
    ]
