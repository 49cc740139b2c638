"""Answers from a thread: what is new since it was looked at stops them, so that nobody talks past a colleague."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smsbox import outbox
from smsbox.clock import Micros
from smsbox.desk import canned, threads
from smsbox.desk.thread import ways
from smsbox.errors import SmsboxError
from smsbox.outbox import Draft, MessageClass
from smsbox.store import Store
from smsbox.store.scanning import octets

_LAST_OUT = "SELECT id FROM messages WHERE recipient{} = ? AND kind < 2 ORDER BY id DESC LIMIT 1"
_LAST_IN = "SELECT id FROM received WHERE sender{} = ? AND state > 0 ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Seen:
    """How far somebody has read a thread: the last message of the customer and the last of ours, 0 for none.
    Advertising does not count: nobody answers it.
    """

    received: int
    written: int


class NothingSaid(SmsboxError):
    """An answer without a word."""

    key = "desk.nothing_said"
    exit_code = 65


class FieldLeft(SmsboxError):
    """A field of a canned reply that nobody filled in. Facts: `field`."""

    key = "desk.field_left"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class Answered:
    """`message_id`: what was queued; None: nothing, since the thread went on to `last` meanwhile. `repeated`: this very
    press had been made before.
    """

    message_id: int | None
    last: Seen
    repeated: bool = False


def last_seen(store: Store, number: str) -> Seen:
    """How far a thread has come."""
    heard = (_newest(store, _LAST_IN, way) for way in ways(number))
    return Seen(max(heard), _newest(store, _LAST_OUT, number))


def answer(
    store: Store,
    number: str,
    text: str,
    *,
    seen: Seen,
    press: str,
    by: str,
    now: Micros,
    allow: Sequence[str],
    done: bool = False,
) -> Answered:
    """Queue `by`'s answer to all that waits in the thread, unless there is something he has not `seen`: of two who
    answer at once the second reads the first before his own leaves. `press`: the same press is carried out once.

    Raises NothingSaid, FieldLeft, BadText, TooLong, BadNumber, DestinationRefused; nothing is changed then.
    """
    if not text.strip():
        raise NothingSaid
    blank = canned.blank(store, text)
    if blank:
        raise FieldLeft(field=blank)
    with store.write():
        known = threads.held(store, number, now)
        last = last_seen(store, number)
        before = outbox.messages(store, outbox.Filter(batch=press), limit=1)
        if before:
            return Answered(before[0].id, last, repeated=True)
        if seen != last:  # also where there is less than he saw: the customer was erased meanwhile
            return Answered(None, last)
        reply_to = last.received or None
        kind = MessageClass.SERVICE if known.waiting_id is None and reply_to is None else MessageClass.REPLY
        draft = Draft(number, text, kind, reply_to=reply_to, batch=press)
        (message_id,) = outbox.submit(store, [draft], now=now, allow=allow)
        wrote(store, number, message_id, by=by, now=now, done=done)
        return Answered(message_id, Seen(last.received, message_id))


def wrote(
    store: Store, number: str, message_id: int, *, by: str, now: Micros, done: bool = False, person: bool = True
) -> None:
    """`by` has answered the customer by this message, from whatever page; in the transaction that queued it. Who is no
    `person` but a program takes no conversation for himself.
    """
    store.run("INSERT INTO thread_answers (message_id, who) VALUES (?, ?)", message_id, by)
    threads.answered(store, number, by=by if person else "", now=now, done=done)


def authors(store: Store, message_ids: Sequence[int]) -> dict[int, str]:
    """Which colleague wrote each of these messages; those of the program and of campaigns are left out."""
    if not message_ids:
        return {}
    marks = ",".join("?" * len(message_ids))
    sql = f"SELECT message_id, who FROM thread_answers WHERE message_id IN ({marks})"  # noqa: S608
    return dict(store.run(sql, *message_ids).fetchall())


def _newest(store: Store, sql: str, number: str) -> int:
    row = store.run(sql.format(octets(store)), number).fetchone()
    return 0 if row is None else int(row[0])
