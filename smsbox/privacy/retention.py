"""What goes by its age, as the shop has set it: texts and numbers of old messages, and people who never came back."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from smsbox import consent, events
from smsbox.clock import DAY, SECOND, Micros
from smsbox.config import Config
from smsbox.consent import State as Consent
from smsbox.contacts import parting
from smsbox.inbox import calls
from smsbox.outbox.steering import NOBODY
from smsbox.people.audit import ITSELF
from smsbox.privacy import answers, bookings, conversations, talks, texts
from smsbox.privacy.erasing import erase
from smsbox.privacy.texts import StillUnderWay
from smsbox.privacy.wiping import ask_to_wipe
from smsbox.sms.msisdn import BadNumber, parse
from smsbox.store import Store, options, scanning
from smsbox.store.scanning import Search

_CHUNK = 400
_SECONDS = 20.0
"""What one tick, once an hour, takes at most: the other ticks wait meanwhile."""
_PLACE = "records.{}"

_SENT = (
    "SELECT id, recipient FROM messages WHERE id > ? AND id < ? AND state > 3 AND recipient <> ? ORDER BY id LIMIT ?"
)
_RECEIVED = "SELECT id, sender FROM received WHERE id > ? AND id < ? AND state > 0 AND sender <> ? ORDER BY id LIMIT ?"
_PROOFS = "SELECT evidence_id FROM consents WHERE number IN ({}) AND evidence_id IS NOT NULL"


def keep(store: Store, config: Config, now: Micros, *, boottime: Callable[[], float], seconds: float = _SECONDS) -> int:
    """Let go what has been kept for long enough, in short transactions, for at most so many `seconds`; how much."""
    records, until, done = config.records, boottime() + seconds, 0
    parting.forget(store, now)
    for kind in (events.CALL_REFUSED, events.REPORT_ORPHAN):
        events.forget(store, kind, now - calls.KEPT)

    def go_on() -> bool:
        return boottime() < until

    if records.sent_s is not None:
        # What was sent counts toward the cap for its days, whatever else is set.
        kept = max(records.sent_s * SECOND, (config.shop.cap_days + 1) * DAY)
        done += _let_go(store, "messages", "created_at", _SENT, now - kept, now, go_on, lambda _: set())
    if records.received_s is not None:
        before = now - records.received_s * SECOND

        def proofs(senders: set[str]) -> set[int]:
            return _proofs(store, senders, config.region.country)

        done += _let_go(store, "received", "received_at", _RECEIVED, before, now, go_on, proofs)
        done += _let_go(store, "dialogs", "opened_at", talks.ENDED, before, now, go_on, lambda _: set())
        done += conversations.forget_old(store, before, go_on)
        done += answers.forget_old(store, before, go_on)
        done += bookings.forget_old(store, before, go_on)
    if records.leads_s is not None:
        done += _forget_leads(store, now - records.leads_s * SECOND, now, go_on)
    return done


def _proofs(store: Store, senders: set[str], country: str) -> set[int]:
    """The messages of these senders, written as the network wrote them, by which the ledger proves something."""
    numbers = set()
    for sender in senders:
        with contextlib.suppress(BadNumber):
            numbers.add(parse(sender, country))
    sql = _PROOFS.format(",".join("?" * len(numbers)))
    return {row[0] for row in store.run(sql, *numbers).fetchall()} if numbers else set()


def _let_go(
    store: Store,
    table: str,
    column: str,
    sql: str,
    before: Micros,
    now: Micros,
    go_on: Callable[[], bool],
    needed: Callable[[set[str]], set[int]],
) -> int:
    """The rows of `table` from before a moment, from where the last look ended, but for those `needed` of numbers."""
    key = _PLACE.format(table)
    place = int(options.get(store, key) or 0)
    end = scanning.first_since(store, table, column, before)
    done = 0
    while place < end - 1 and go_on():
        rows = store.run(sql, place, end, NOBODY, _CHUNK).fetchall()
        place = rows[-1][0] if len(rows) == _CHUNK else end - 1
        stay = needed({row[1] for row in rows})
        ids = [row[0] for row in rows if row[0] not in stay]
        with store.write():
            if ids and table == "messages":
                texts.forget_sent(store, ids, now, who=ITSELF.name)
            elif ids and table == "dialogs":
                talks.forget_these(store, ids, now)
            elif ids:
                texts.forget_received(store, ids, now)
            options.put(store, key, str(place), now)
            if ids:
                ask_to_wipe(store, now)
        done += len(ids)
    return done


def _forget_leads(store: Store, before: Micros, now: Micros, go_on: Callable[[], bool]) -> int:
    search = Search("contacts")
    search.also("state = 0 AND bought_at IS NULL AND changed_at < ? AND coalesce(heard_at, 0) < ?", before, before)
    search.also(
        "coalesce((SELECT state FROM permissions p WHERE p.number = contacts.number), 0) NOT IN (?, ?)",
        *(int(Consent.AGREED), int(Consent.ASKED)),
    )
    scanning.by_time(store, search, "created_at", None, before)
    done = 0
    for step in scanning.every(store, search):
        for contact_id in step.ids:
            if not go_on():
                return done
            done += _forget_lead(store, contact_id, now)
    return done


def _forget_lead(store: Store, contact_id: int, now: Micros) -> bool:
    row = store.run("SELECT number FROM contacts WHERE id = ?", contact_id).fetchone()
    if row is None or consent.standing(store, row[0]).state is Consent.AGREED:
        return False
    try:
        erase(store, row[0], now, by=ITSELF, how="page", deep=False)
    except StillUnderWay:
        return False
    return True
