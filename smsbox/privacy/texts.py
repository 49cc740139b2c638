"""Taking the person out of messages: who and what is gone, that there was one, when, and what it cost, stays.

So the counts of campaigns and bills stay true, and what the network still says of an old SMS finds its row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smsbox.clock import MINUTE, Micros
from smsbox.errors import SmsboxError
from smsbox.outbox import State, cancel
from smsbox.outbox.steering import NOBODY
from smsbox.store import Store

_CHUNK = 400
_NAMELESS = "UPDATE program_messages SET name = NULL, callback = NULL, callback_mask = 0"
"""What a program called a message, and where it was to be called, may name whom it went to."""
_SETTLING: Micros = 10 * MINUTE
"""So long a text that came in may still lie on its SIM, to be read again."""


class StillUnderWay(SmsboxError):
    """A message to or from him is under way at this moment. Facts: `reason` (`sending`, `doubt`, `receiving`)."""

    key = "privacy.under_way"
    retryable = True
    exit_code = 75


def sent_to(store: Store, numbers: Sequence[str]) -> list[int]:
    """Messages to these numbers, by id."""
    sql = f"SELECT id FROM messages WHERE recipient IN ({_marks(numbers)}) ORDER BY id"  # noqa: S608 – marks only
    return [row[0] for row in store.run(sql, *numbers).fetchall()]


def received_from(store: Store, written: Sequence[str]) -> list[int]:
    """Messages from these senders as the network may have written them, by id."""
    sql = f"SELECT id FROM received WHERE sender IN ({_marks(written)}) ORDER BY id"  # noqa: S608 – marks only
    return [row[0] for row in store.run(sql, *written).fetchall()]


def refuse_under_way(store: Store, sent: Sequence[int], received: Sequence[int], now: Micros) -> None:
    """Raises StillUnderWay while what is known of one of them may yet be needed to finish it."""
    for some in _chunks(sent):
        sql = f"SELECT min(state) FROM messages WHERE id IN ({_marks(some)}) AND state IN (1, 2)"  # noqa: S608
        state = store.run(sql, *some).fetchone()[0]
        if state is not None:
            raise StillUnderWay(reason="sending" if state == State.SENDING else "doubt")
    for some in _chunks(received):
        lying = f"received_id IN ({_marks(some)}) AND live = 1 AND received_at > ?"
        sql = f"SELECT 1 FROM received_segments WHERE {lying} LIMIT 1"  # noqa: S608 – marks only
        if store.run(sql, *some, now - _SETTLING).fetchone():
            raise StillUnderWay(reason="receiving")


def forget_sent(store: Store, ids: Sequence[int], now: Micros, *, who: str) -> None:
    """Withdraw what of these has not left, and take number and text out of all; inside a transaction."""
    cancel(store, ids, now, who=who)
    for some in _chunks(ids):
        marks = _marks(some)
        store.run(f"UPDATE messages SET recipient = ?, text = '' WHERE id IN ({marks})", NOBODY, *some)  # noqa: S608
        store.run(f"UPDATE segments SET early = NULL WHERE message_id IN ({marks})", *some)  # noqa: S608 – marks only
        store.run(f"{_NAMELESS} WHERE message_id IN ({marks})", *some)


def forget_received(store: Store, ids: Sequence[int], now: Micros) -> None:
    """Take sender, text and PDU out of these; what is not whole goes altogether; inside a transaction."""
    for some in _chunks(ids):
        marks = _marks(some)
        store.run(f"DELETE FROM received_segments WHERE received_id IN ({marks})", *some)  # noqa: S608 – marks only
        store.run(f"DELETE FROM received WHERE id IN ({marks}) AND state = 0", *some)  # noqa: S608 – marks only
        store.run(
            "UPDATE received SET sender = ?, text = '', settled_at = coalesce(settled_at, ?), "  # noqa: S608
            f"routed_at = coalesce(routed_at, ?) WHERE id IN ({marks})",
            *(NOBODY, now, now, *some),
        )


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
