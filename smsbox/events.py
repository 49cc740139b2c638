"""The append-only log of what happened, read by timelines, webhooks and metrics; written in the transaction of its
cause.

Kinds that start with `outbox.` speak of the outgoing message `message_id`, those with `inbox.` of the incoming one.
Lines about customers name a row (`consent`, `order`, `appointment`), never a number: the log outlives who was erased.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from smsbox.clock import Micros
from smsbox.store import Store
from smsbox.store.pages import Page, read_page
from smsbox.store.scanning import Search, by_time

QUEUED = "outbox.queued"
SENT = "outbox.sent"
REFUSED = "outbox.refused"
NOT_SENT = "outbox.not_sent"
UNCERTAIN = "outbox.uncertain"
HELD = "outbox.held"
RELEASED = "outbox.released"
RESENT = "outbox.resent"
CONFIRMED = "outbox.confirmed"
MOVED = "outbox.moved"
CANCELLED = "outbox.cancelled"
FAILED = "outbox.failed"
DELIVERED = "outbox.delivered"
UNDELIVERED = "outbox.undelivered"
UNREPORTED = "outbox.unreported"
STILL_TRYING = "outbox.still_trying"
LATE_RESULT = "outbox.late_result"
REPORT_REPEATED = "outbox.report_repeated"
REPORT_ORPHAN = "report.orphan"
RECEIVED = "inbox.received"
SEGMENT_RECEIVED = "inbox.segment"
SEGMENT_REPEATED = "inbox.segment_repeated"
INCOMPLETE = "inbox.incomplete"
SETTLED = "inbox.settled"
ROUTED = "inbox.routed"
CALL_REFUSED = "call.refused"
CALL_SETTLED = "call.settled"
USSD_PUSHED = "ussd.pushed"
SIM_HOLDS = "sim.holds"
SIM_GOES_ON = "sim.goes_on"
SIM_SWAPPED = "sim.swapped"
SIM_ACCEPTED = "sim.accepted"
MODEM_PAUSED = "modem.paused"
MODEM_RESUMED = "modem.resumed"
MODEM_DOWN = "modem.down"
MODEM_RECOVERY = "modem.recovery"
CAMPAIGN_APPROVED = "campaign.approved"
CAMPAIGN_TESTED = "campaign.tested"
CAMPAIGN_SCHEDULED = "campaign.scheduled"
CAMPAIGN_LAUNCHED = "campaign.launched"
CAMPAIGN_PILOT = "campaign.pilot"
CAMPAIGN_SKIPPED = "campaign.skipped"
CAMPAIGN_PAUSED = "campaign.paused"
CAMPAIGN_RESUMED = "campaign.resumed"
CAMPAIGN_FINISHED = "campaign.finished"
CAMPAIGN_CANCELLED = "campaign.cancelled"
OPTED_OUT = "consent.left"
ORDER_MADE = "order.made"
ORDER_CHANGED = "order.changed"
APPOINTMENT_CHANGED = "appointment.changed"
MAIL_GIVEN_UP = "mail.given_up"
STARTED = "daemon.started"
ALL_HELD = "daemon.all_held"
STOPPED = "daemon.stopped"

FREQUENT = (QUEUED, SENT, DELIVERED, RECEIVED)
"""What happens to every message."""
_APPEND = "INSERT INTO events (at, kind, message_id, modem, data) VALUES (?, ?, ?, ?, ?)"
_COLUMNS = "SELECT id, at, kind, message_id, modem, data FROM events"


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the log; ids grow in the order of commits."""

    id: int
    at: Micros
    kind: str
    message_id: int | None
    modem: str | None
    data: Mapping[str, Any] = field(default_factory=dict)


def append(
    store: Store, kind: str, *, now: Micros, message_id: int | None = None, modem: str | None = None, **data: Any
) -> None:
    """Log `kind` when the open transaction commits (it opens one when there is none). `data` must be JSON; None is
    left out.
    """
    kept = {name: value for name, value in data.items() if value is not None}
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if kept else None
    if store.in_write():
        store.at_commit(_APPEND, now, kind, message_id, modem, text)
        return
    with store.write():
        store.at_commit(_APPEND, now, kind, message_id, modem, text)


def forget(store: Store, kind: str, before: Micros, *, most: int = 500) -> int:
    """Let go of the oldest events of a seldom `kind` that names numbers, from before a moment; how many."""
    oldest = store.run("SELECT id, at FROM events WHERE kind = ? ORDER BY id LIMIT ?", kind, most).fetchall()
    gone = [row[0] for row in takewhile(lambda row: row[1] < before, oldest)]
    if gone:
        with store.write():
            store.run_many("DELETE FROM events WHERE id = ?", [(each,) for each in gone])
    return len(gone)


def since(store: Store, after: int = 0, limit: int = 100) -> list[Happening]:
    """Up to `limit` happenings after id `after`, oldest first; nothing is ever inserted before what was returned."""
    return _read(store.run(f"{_COLUMNS} WHERE id > ? ORDER BY id LIMIT ?", after, limit).fetchall())


def recent(store: Store, limit: int = 50, *, before: int | None = None) -> list[Happening]:
    """The last `limit` happenings (older than id `before`), newest first."""
    if before is None:
        return _read(store.run(f"{_COLUMNS} ORDER BY id DESC LIMIT ?", limit).fetchall())
    return _read(store.run(f"{_COLUMNS} WHERE id < ? ORDER BY id DESC LIMIT ?", before, limit).fetchall())


def of_message(store: Store, message_id: int, *, prefix: str = "outbox.") -> list[Happening]:
    """The timeline of one message, oldest first; `prefix` `inbox.` for an incoming one."""
    rows = store.run(f"{_COLUMNS} WHERE message_id = ? ORDER BY id", message_id).fetchall()
    return [line for line in _read(rows) if line.kind.startswith(prefix)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which happenings: of these `kinds` (none: all), of a `modem`, from `since` to just before `until`."""

    kinds: tuple[str, ...] = ()
    modem: str = ""
    since: Micros | None = None
    until: Micros | None = None


def searched(store: Store, wanted: Wanted) -> Search:
    """How to look for them: all kinds have an index but those that most of the log consists of."""
    search = Search("events")
    if wanted.kinds and not set(FREQUENT) & set(wanted.kinds):
        search.ways = [(f"kind = ? AND {seldom()}", (kind,)) for kind in wanted.kinds]
        if wanted.modem:
            search.also("modem = ?", wanted.modem)
    else:
        if wanted.modem:
            search.ways = [("modem = ?", (wanted.modem,))]
        if wanted.kinds:
            search.also(f"kind IN ({','.join('?' * len(wanted.kinds))})", *wanted.kinds)
    by_time(store, search, "at", wanted.since, wanted.until)
    return search


def seldom() -> str:
    """What the index of seldom kinds holds, in the words it was made with."""
    return f"kind NOT IN ({', '.join(repr(kind) for kind in FREQUENT)})"


def by_ids(store: Store, ids: Sequence[int]) -> list[Happening]:
    """These, in this order."""
    if not ids:
        return []
    marks = ",".join("?" * len(ids))
    found = {line.id: line for line in _read(store.run(f"{_COLUMNS} WHERE id IN ({marks})", *ids).fetchall())}
    return [found[each] for each in ids if each in found]


def page(
    store: Store, wanted: Wanted, limit: int, *, before: int | None = None, after: int | None = None
) -> Page[Happening]:
    """One page of what is wanted, newest first."""
    search = searched(store, wanted)
    return read_page(store, search, lambda ids: by_ids(store, ids), limit=limit, before=before, after=after)


def _read(rows: Sequence[Sequence[Any]]) -> list[Happening]:
    return [Happening(row[0], row[1], row[2], row[3], row[4], json.loads(row[5]) if row[5] else {}) for row in rows]
