"""A shop's database after two years: messages in every state with segments and events, an inbox, what modems and people
did. Written straight into the tables, since living through it would take a week.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from smsbox import outbox
from smsbox.clock import DAY, HOUR, MINUTE, SECOND, Micros
from smsbox.inbox import calls
from smsbox.modem.simulator import pdu
from smsbox.money import readings
from smsbox.money.patterns import understand
from smsbox.outbox import MessageClass, State
from smsbox.outbox.ledger import queue_key
from smsbox.people import audit
from smsbox.people.audit import Actor
from smsbox.routing import tables
from smsbox.store import Store, signals, sims
from tests.permitted import permit_crowd

SPAN: Micros = 730 * DAY
FREQUENT = "+380500009999"
"""The shop's own number, on every fiftieth message."""
_CUSTOMERS = 150_000
_AT_ONCE = 20_000
WAITING = 0.03
"""Share of the messages that are a campaign which is being sent: the newest."""
_ENDS = {0: State.UNDELIVERED, 1: State.FAILED, 2: State.CANCELLED, 3: State.UNREPORTED, 4: State.HELD}
"""By number below 250; all others are delivered."""
_UNCLAIMED = (State.QUEUED, State.CANCELLED, State.HELD)
_TEXTS = (
    "Your order {:07d} is ready, come and fetch it until 18:00.",
    "Ваше замовлення {:07d} готове, чекаємо до 18:00.",
    "Order {:07d}: thank you for your patience, the courier has it now.",
)
_LINK = "Balance 123.45 UAH. SMS: 412345 of 999999"

Row = Sequence[Any]


def customer(place: int) -> str:
    """The number of the customer of message, or call, `place`."""
    return FREQUENT if place % 50 == 0 else f"+38050{place * 7919 % _CUSTOMERS + 1_000_000:07d}"


def live(store: Store, messages: int, received: int, now: Micros, *, waiting: float = WAITING) -> None:
    """Fill an empty database; the share `waiting` of its messages has not left yet."""
    sim = sims.register(store, imsi="255010000000001", iccid=None, modem="m0", now=now)
    sims.register(store, imsi="255060000000002", iccid=None, modem="m1", now=now)
    _outgoing(store, messages, int(messages * waiting), sim, now)
    _incoming(store, received, sim, now)
    _conversations(store)
    _around(store, sim, now)
    _people(store, messages // 10, now)


# ── what was sent


def _outgoing(store: Store, count: int, waiting: int, sim: int, now: Micros) -> None:
    sent, step = count - waiting, SPAN // count
    permit_crowd(store, {customer(place) for place in range(sent, count)} - {FREQUENT})
    tallies: Counter[tuple[int, State]] = Counter()
    for first in range(0, count, _AT_ONCE):
        places = range(first, min(first + _AT_ONCE, count))
        states = [_state(place, sent) for place in places]
        moments = [now - SPAN + place * step for place in places]
        with store.write(durable=False):
            _insert(store, "messages", map(_message, places, states, moments))
            each = list(zip(places, states, moments, strict=True))
            _insert(store, "segments", (_segment(*one, sim) for one in each if one[1] not in _UNCLAIMED))
            _insert(store, "events", (line for one in each for line in _told(*one)))
        tallies.update((int(_kind(place)), state) for place, state in zip(places, states, strict=True))
        store.checkpoint()
    with store.write():
        for (kind, state), number in tallies.items():
            store.tally(kind, int(state), number, number)
        minutes = [(sim, (now - back * 2 * MINUTE) // MINUTE, 1, now, 0, 1, 0) for back in range(60 * 24 * 15)]
        names = "sim_id, minute, segments, last_at, refused, delivered, undelivered"
        store.run_many(f"INSERT OR IGNORE INTO usage ({names}) VALUES (?, ?, ?, ?, ?, ?, ?)", minutes)


def _state(place: int, sent: int) -> State:
    if place >= sent:
        return State.QUEUED
    return _ENDS.get(place * 31 % 250, State.DELIVERED)


def _kind(place: int) -> MessageClass:
    return (MessageClass.REPLY, MessageClass.SERVICE, MessageClass.MARKETING)[place % 3]


def _message(place: int, state: State, at: Micros) -> dict[str, Any]:
    waits = state is State.QUEUED
    kind = _kind(place)
    return {
        "id": place + 1,
        "recipient": customer(place),
        "text": _TEXTS[place % 3].format(place),
        "kind": int(kind),
        "priority": 0,
        "alphabet": place % 3 == 1,
        "total": 1,
        "flash": 0,
        "report": 1,
        "state": int(state),
        "reason": {State.HELD: outbox.BY_PERSON, State.FAILED: "CMS 38"}.get(state),
        "created_at": at,
        "queue_key": queue_key(kind, 0, place + 1) if waits else None,
        "lane": 0 if waits else None,
        "sim_id": None if waits else 1,
        "batch": f"batch-{place // 10_000}" if place % 3 == 2 else None,
    }


def _segment(place: int, state: State, at: Micros, sim: int) -> dict[str, Any]:
    return {
        "message_id": place + 1,
        "seq": 1,
        "state": int(state),
        "attempts": 1,
        "refusals": 0,
        "maybe_duplicate": 0,
        "sim_id": sim,
        "reference": place % 256,
        "submitted_at": at + MINUTE,
        "reported_at": at + 2 * MINUTE,
        "report_status": 0 if state is State.DELIVERED else 70 if state is State.UNDELIVERED else None,
        "error": "CMS 38" if state is State.FAILED else None,
    }


def _told(place: int, state: State, at: Micros) -> Iterator[dict[str, Any]]:
    def line(kind: str, after: Micros, **data: object) -> dict[str, Any]:
        return {"at": at + after, "kind": f"outbox.{kind}", "message_id": place + 1, "data": json.dumps(data)}

    yield line("queued", 0)
    if state is not State.QUEUED:
        yield line("sent", MINUTE, sim=1, ref=place % 256)
        yield line(state.label, 2 * MINUTE)


# ── what came in


def _incoming(store: Store, count: int, sim: int, now: Micros) -> None:
    coding, (units,) = pdu.cut("When is my order ready? I could come at six.")
    del coding
    step = SPAN // max(count, 1)
    for first in range(0, count, _AT_ONCE):
        places = range(first, min(first + _AT_ONCE, count))
        with store.write(durable=False):
            _insert(store, "received", (_received(place, sim, now - SPAN + place * step) for place in places))
            _insert(store, "received_segments", (_octets(place, sim, now, bytes(units)) for place in places))
            _insert(
                store,
                "events",
                (
                    {"at": now, "kind": "inbox.received", "message_id": place + 1, "data": '{"sim":1}'}
                    for place in places
                ),
            )
        store.checkpoint()


def _received(place: int, sim: int, at: Micros) -> dict[str, Any]:
    return {
        "id": place + 1,
        "sim_id": sim,
        "sender": "Kyivstar" if place % 40 == 1 else customer(place * 3),
        "sender_kind": 1,
        "text": f"When is my order {place} ready? I could come at six.",
        "received_at": at,
        "wide": 0,
        "total": 1,
        "state": 2,
        "missing": 0,
        "flash": 0,
        "damaged": place % 5_000 == 7,
        "settled_at": None if place % 100 == 0 else at + HOUR,
        "routed_at": at,
    }


def _octets(place: int, sim: int, now: Micros, units: bytes) -> dict[str, Any]:
    return {
        "id": place + 1,
        "received_id": place + 1,
        "seq": 1,
        "repeated": 0,
        "sim_id": sim,
        "memory": "SM",
        "slot": place % 20,
        "live": 0,
        "pdu": units,
        "received_at": now,
    }


# ── what modems and people did


def _around(store: Store, sim: int, now: Micros, days: int = 60) -> None:
    told = understand(_LINK, "kyivstar")
    with store.write():
        for each in range(days * DAY // (5 * MINUTE)):
            signals.note(store, "m0", now=now - each * 5 * MINUTE, rssi=21, registration="home", technology="GSM")
        for each in reversed(range(days * DAY // HOUR)):
            readings.note(store, sim, now - each * HOUR, "*111#", _LINK, told)
    for each in range(2_000):
        at = now - (2_000 - each) * 14 * MINUTE
        with store.write(durable=False):
            calls.rang(store, modem="m0", sim_id=sim, number=customer(each), rule="log", now=at)
            tables.port(store, customer(each), "lifecell", evidence="person", now=at)
    kinds = ("modem.down", "modem.recovery", "sim.holds", "sim.goes_on", "daemon.started")
    with store.write():
        _insert(
            store,
            "events",
            (
                {"at": now - SECOND * (20_000 - each), "kind": kinds[each % 5], "modem": "m0", "data": "{}"}
                for each in range(20_000)
            ),
        )
    store.checkpoint()


def _conversations(store: Store) -> None:
    """A thread for everybody who wrote: of a hundred seven wait, three were put off, half are done; labels, tasks."""
    with store.write(durable=False):
        store.run(
            "INSERT INTO threads (number, state, assigned_to, until, version, waiting_since, waiting_id, unread, "
            "last_at) SELECT sender, CASE WHEN last % 100 < 7 THEN 0 WHEN last % 100 < 50 THEN 1 "
            "WHEN last % 100 < 53 THEN 2 ELSE 3 END, CASE WHEN last % 4 = 0 THEN 'owner' END, NULL, 1, "
            "CASE WHEN last % 100 < 7 THEN at END, "
            "CASE WHEN last % 100 < 7 THEN last END, CASE WHEN last % 100 < 2 THEN 1 ELSE 0 END, at FROM "
            "(SELECT sender, max(id) AS last, max(received_at) AS at FROM received GROUP BY sender) AS each "
            "WHERE sender LIKE '+%'"
        )
        for each, share in (("delivery", 3), ("complaint", 500)):
            store.run(
                "INSERT INTO thread_labels (number, label, at, by_whom) SELECT number, ?, last_at, 'owner' "
                "FROM threads WHERE last_at % ? = 0",
                *(each, share),
            )
        store.run(
            "INSERT INTO tasks (id, kind, number, title, turn_at, state, note, made_at, ended_at, ended_by) SELECT id, "
            "'order', sender, 'An order', received_at, CASE WHEN id % 50 = 0 THEN 0 ELSE 2 END, '', received_at, "
            "CASE WHEN id % 50 = 0 THEN NULL ELSE received_at END, 'owner' FROM received WHERE sender LIKE '+%' "
            "AND id % 10 = 0"
        )
    store.checkpoint()


def _people(store: Store, lines: int, now: Micros) -> None:
    whats = ("message.cancel", "settings.changed", "account.signed_in", "modem.paused")
    with store.write():
        for each in range(lines):
            who = Actor(f"person-{each % 12}", "manager", "192.0.2.7")
            audit.note(store, who, now - (lines - each) * SECOND, whats[each % 4], str(each))
    with store.write():
        _insert(store, "problems", (_problem(each, now - each * MINUTE) for each in range(20_000)))
    store.checkpoint()


def _problem(place: int, at: Micros) -> dict[str, Any]:
    return {
        "id": place + 1,
        "box": "",
        "key": "modem.port_lost",
        "subject": f"m{place % 8}",
        "severity": 1,
        "facts": "{}",
        "opened_at": at - MINUTE,
        "seen_at": at,
        "closed_at": at,
    }


def _insert(store: Store, table: str, rows: Iterable[dict[str, Any]]) -> None:
    listed = list(rows)
    if not listed:
        return
    names = list(listed[0])
    marks = ", ".join("?" * len(names))
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
    store.run_many(sql, [[row.get(name) for name in names] for row in listed])
