"""Making whole texts of segments, from their raw octets: what a phone cut in the middle of a character is joined
before it is read.
"""

from __future__ import annotations

from itertools import groupby

from smsbox import events
from smsbox.clock import DAY, Micros
from smsbox.inbox.message import GAP, Standing
from smsbox.sms.tpdu import Deliver, decode_incoming, join_texts
from smsbox.store import Store

PATIENCE: Micros = DAY
"""After this long an incomplete message is shown as it is."""

_BATCH = 200


def decoded(tpdu: bytes) -> Deliver:
    """The segment of octets that were read once already."""
    deliver = decode_incoming(bytes(tpdu))
    assert isinstance(deliver, Deliver)
    return deliver


def tidy(text: str) -> str:
    """`text` as every database can keep it: NUL, which no phone shows, becomes U+FFFD."""
    return text.replace("\0", "\ufffd")


def assemble(store: Store, message_id: int, now: Micros) -> bool:
    """Put together what has come of a message; True when nothing is missing any more."""
    total, state = store.run("SELECT total, state FROM received WHERE id = ?", message_id).fetchone()
    segments = _segments(store, message_id)
    missing = total - len(segments)
    if missing and state == Standing.PENDING:
        store.run("UPDATE received SET missing = ? WHERE id = ?", missing, message_id)
        return False
    standing = Standing.INCOMPLETE if missing else Standing.COMPLETE
    _write(store, message_id, segments, total, standing)
    return missing == 0


def release_incomplete(store: Store, now: Micros, *, after: Micros = PATIENCE) -> int:
    """Tick: show messages that lack segments for longer than `after` (µs), with a gap mark; how many.

    They are completed in place when the rest comes after all.
    """
    done = 0
    while True:
        with store.write():
            rows = store.run(
                "SELECT id, total FROM received WHERE state = 0 AND received_at <= ? "
                "ORDER BY received_at LIMIT ? FOR UPDATE",
                *(now - after, _BATCH),
            ).fetchall()
            for message_id, total in rows:
                _write(store, message_id, _segments(store, message_id), total, Standing.INCOMPLETE)
                events.append(store, events.INCOMPLETE, now=now, message_id=message_id)
        done += len(rows)
        if len(rows) < _BATCH:
            return done


def _segments(store: Store, message_id: int) -> dict[int, Deliver]:
    rows = store.run(
        "SELECT seq, pdu FROM received_segments WHERE received_id = ? AND repeated = 0 ORDER BY seq", message_id
    ).fetchall()
    return {seq: decoded(pdu) for seq, pdu in rows}


def _write(store: Store, message_id: int, segments: dict[int, Deliver], total: int, standing: Standing) -> None:
    store.run(
        "UPDATE received SET text = ?, missing = ?, state = ?, damaged = ? WHERE id = ?",
        tidy(whole_text(segments, total)),
        total - len(segments),
        int(standing),
        int(any(each.damaged for each in segments.values())),
        message_id,
    )


def whole_text(segments: dict[int, Deliver], total: int) -> str:
    """The text of segments 1..`total`, with one gap mark for each run of missing ones."""
    runs = groupby(range(1, total + 1), key=lambda seq: seq in segments)
    return "".join(join_texts([segments[seq] for seq in run]) if present else GAP for present, run in runs)
