"""Answers that did not get through: their conversations come back to people, who took them for answered."""

from __future__ import annotations

from smsbox import events
from smsbox.clock import Micros
from smsbox.desk import threads
from smsbox.desk.thread import ThreadState
from smsbox.outbox import BY_PERSON, State
from smsbox.store import Store, options

_KEY = "desk.missed"
_STEP = 2_000
"""Lines of the log after which the place in it is written down although nothing was found."""

_KINDS = (events.FAILED, events.UNDELIVERED, events.HELD)
_GONE_WRONG = {int(State.HELD), int(State.UNDELIVERED), int(State.FAILED)}
_SINCE = (
    "SELECT m.id, m.recipient, m.state, m.reason, max(e.at) FROM events e "  # noqa: S608 – marks
    "JOIN thread_answers a ON a.message_id = e.message_id JOIN messages m ON m.id = e.message_id "
    f"WHERE e.id > ? AND e.id <= ? AND e.kind IN ({','.join('?' * len(_KINDS))}) "
    "GROUP BY m.id, m.recipient, m.state, m.reason ORDER BY m.id"
)
_TOLD = "SELECT max(at) FROM thread_notes WHERE number = ? AND kind = 'missed' AND text = ?"


def bring_back(store: Store, now: Micros) -> int:
    """Tick: conversations whose answer failed, or of which nobody knows whether it left, are to be answered again; how
    many answers. Advertising and what the program says by itself bring nothing back, nor does what a person holds.
    """
    place = int(options.get(store, _KEY) or 0)
    last = int(store.run("SELECT coalesce(max(id), 0) FROM events").fetchone()[0])
    missed = [
        (message_id, number, at)
        for message_id, number, state, reason, at in store.run(_SINCE, place, last, *_KINDS).fetchall()
        if state in _GONE_WRONG and reason != BY_PERSON
    ]
    if not missed and last - place < _STEP:
        return 0
    for message_id, number, at in missed:  # each by itself: nobody waits for another's thread while he holds one
        with store.write(durable=False):
            _bring_back(store, number, message_id, at, now)
    with store.write(durable=False):
        options.put(store, _KEY, str(last), now)
    return len(missed)


def _bring_back(store: Store, number: str, message_id: int, at: Micros, now: Micros) -> None:
    """Once for all segments of an answer, and for all boxes that share the database; anew when its repetition fails."""
    known = threads.held(store, number, now)
    told = store.run(_TOLD, number, str(message_id)).fetchone()[0]
    if told is not None and (told >= at or known.state is ThreadState.OPEN):
        return
    threads.come_back(store, known, now)
    threads.log(store, number, "missed", str(message_id), who="", now=now)
