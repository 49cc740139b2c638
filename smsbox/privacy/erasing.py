"""Erasing one person everywhere: what is only his goes, what is the shop's too stays without him; a mark remains by
which nobody can write to him again unasked.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from smsbox import consent
from smsbox.clock import Micros
from smsbox.hooks import calls as hook_calls
from smsbox.outbox.steering import NOBODY
from smsbox.people import audit
from smsbox.people.audit import Actor
from smsbox.privacy import answers, bookings, conversations, standing, talks, texts, traces
from smsbox.privacy.person import Person, person
from smsbox.privacy.wiping import ask_to_wipe
from smsbox.store import Store

ERASED = "customer.erased"
"""The line of the audit log behind which earlier ones may lose whom they speak of."""

_GOES = {"calls": "number", "concat_references": "recipient", "correspondents": "number", "ported": "number"}
_HANGING = ("contact_fields", "contact_tags", "contact_words", "contact_notes", "contact_numbers")


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure took away: messages to and from him, calls, other rows that named him; `contact_id`: who he
    was.
    """

    contact_id: int | None
    sent: int
    received: int
    calls: int
    others: int


def erase(
    store: Store, number: str, now: Micros, *, by: Actor, how: str = "page", asleep: bool = False, deep: bool = True
) -> Erased:
    """Erase to whom E.164 `number` leads, in one transaction, with its line in the audit log.

    Who left stays one who left, by a mark that names nobody. Raises StillUnderWay: nothing is erased then. In a
    database that is `asleep`, a copy, nothing is under way. Without `deep`, texts of others are not looked through for
    his name: that takes long.
    """
    him = person(store, number)
    elsewhere = traces.find(store, him.traces) if deep else []
    with store.write():
        sent, received = texts.sent_to(store, him.numbers), texts.received_from(store, him.written)
        if not asleep:
            texts.refuse_under_way(store, sent, received, now)
        texts.forget_sent(store, sent, now, who=by.name)
        texts.forget_received(store, received, now)
        calls = _forget_rows(store, him)
        talks.forget(store, him.numbers, now)
        bookings.forget(store, him.numbers, now)
        conversations.forget(store, him.numbers)
        hook_calls.forget(store, him.written)
        for each in him.numbers:
            consent.erase(store, each, now, how=how, operator=by.name)
        contact_id = him.contact.id if him.contact is not None else None
        audit.note(store, by, now, ERASED, "" if contact_id is None else str(contact_id))
        others = traces.clean(store, elsewhere, him.traces) + traces.clean_bad_rows(store, him.numbers)
        traces.clean_audit(store, contact_id, him.traces)
        ask_to_wipe(store, now)
    return Erased(contact_id, len(sent), len(received), calls, others)


def _forget_rows(store: Store, him: Person) -> int:
    """What hangs on his numbers and on him as a customer; how many calls it was."""
    answers.forget(store, him.numbers)
    calls, marks = 0, ",".join("?" * len(him.numbers))
    for table, column in (_GOES | standing.GOES).items():
        gone = store.run(f"DELETE FROM {table} WHERE {column} IN ({marks})", *him.numbers).rowcount  # noqa: S608
        calls += gone if table == "calls" else 0
    store.run(f"UPDATE coupons SET number = NULL WHERE number IN ({marks})", *him.numbers)  # noqa: S608 – marks only
    bought_at, heard_at = (him.contact.bought_at, him.contact.heard_at) if him.contact is not None else (None, None)
    for number in him.numbers:
        store.run(
            "UPDATE recipients SET number = ?, contact_id = 0, code = NULL, bought_at = ?, heard_at = ? "
            "WHERE number = ?",
            *(NOBODY + secrets.token_hex(6), bought_at, heard_at, number),
        )
    if him.contact is not None:
        for table in _HANGING:
            store.run(f"DELETE FROM {table} WHERE contact_id = ?", him.contact.id)  # noqa: S608 – constants
        store.run("UPDATE import_rows SET contact_id = NULL, detail = '{}' WHERE contact_id = ?", him.contact.id)
        store.run("DELETE FROM merges WHERE kept_id = ? OR gone_id = ?", him.contact.id, him.contact.id)
        store.run("DELETE FROM contacts WHERE id = ?", him.contact.id)
    return calls
