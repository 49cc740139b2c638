"""Taking drafts in: the only way an outgoing message comes to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from smsbox import events, routing
from smsbox.clock import Micros
from smsbox.consent import Rules
from smsbox.outbox import permission
from smsbox.outbox.destinations import check
from smsbox.outbox.ledger import queue_key
from smsbox.outbox.message import ALPHABETS, Draft
from smsbox.outbox.states import State
from smsbox.sms.segments import Split, split
from smsbox.store import Store

BATCH = 500
"""Messages of one transaction: the first can be claimed while the last are still being read from a file."""

_INSERT = (
    "INSERT INTO messages (id, recipient, text, kind, priority, alphabet, total, cuts, flash, report, validity_s, "
    "state, created_at, send_after, send_before, due_at, queue_key, lane, reply_to, batch, topic) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def submit(
    store: Store, drafts: Iterable[Draft], *, now: Micros, allow: Sequence[str], rules: Rules = permission.DEFAULT
) -> list[int]:
    """Queue `drafts` in batches of 500, each one transaction; returns the ids in their order.

    `allow`: permitted beginnings of numbers, as `+380` (see `destinations.check`); `rules`: how often advertising may
    leave for somebody. Raises BadNumber, BadText, TooLong, DestinationRefused, NotPermitted before anything of the
    batch in question is written. Inside `store.write` all batches join the open transaction.
    """
    batches = submit_batches(store, drafts, now=now, allow=allow, rules=rules)
    return [message_id for batch in batches for message_id in batch]


def submit_batches(
    store: Store, drafts: Iterable[Draft], *, now: Micros, allow: Sequence[str], rules: Rules = permission.DEFAULT
) -> Iterator[list[int]]:
    """As `submit`, giving the ids of each batch once it is on the disk: for progress, and for lists of any length."""
    prefixes = tuple(allow)
    rest = iter(drafts)
    while batch := list(islice(rest, BATCH)):
        yield _submit(store, [(draft, _checked(draft, prefixes)) for draft in batch], now, rules)


def _checked(draft: Draft, allow: tuple[str, ...]) -> Split:
    """The segments of a draft that may be sent."""
    check(draft.recipient, allow)
    if not -128 <= draft.priority <= 127:
        raise ValueError(f"priority {draft.priority} is not within -128..127")
    return split(draft.text)


def _submit(store: Store, batch: list[tuple[Draft, Split]], now: Micros, rules: Rules) -> list[int]:
    with store.write():
        permission.check(store, (draft for draft, _ in batch), now=now, rules=rules)
        ids = store.reserve_ids("messages", len(batch))
        lanes = _lanes(store, [draft for draft, _ in batch], now)
        rows = zip(ids, batch, lanes, strict=True)
        store.run_many(_INSERT, [_row(message_id, *each, lane, now) for message_id, each, lane in rows])
        for draft, segments in batch:
            store.tally(draft.kind, State.QUEUED, 1, len(segments.texts))
        if len(ids) == 1:
            events.append(store, events.QUEUED, now=now, message_id=ids[0], batch=batch[0][0].batch)
        else:
            events.append(
                store, events.QUEUED, now=now, first=ids[0], last=ids[-1], count=len(ids), batch=batch[0][0].batch
            )
    return ids


def _lanes(store: Store, drafts: Sequence[Draft], now: Micros) -> list[int]:
    """The lane of each draft; all the same as long as there is one SIM."""
    directory = routing.Directory.load(store, now)
    answered = {draft.reply_to for draft in drafts if draft.reply_to is not None} if directory.several else set()
    sims: dict[int | None, int | None] = {each: heard_by(store, each) for each in answered}
    asked = [
        routing.Asked(draft.recipient, timed=draft.timed, sim_id=draft.sim_id or sims.get(draft.reply_to))
        for draft in drafts
    ]
    return directory.lanes(store, asked)


def heard_by(store: Store, message_id: int) -> int | None:
    """The SIM that received an incoming message."""
    row = store.run("SELECT sim_id FROM received WHERE id = ?", message_id).fetchone()
    return int(row[0]) if row else None


def _row(message_id: int, draft: Draft, segments: Split, lane: int, now: Micros) -> Sequence[Any]:
    due_at = draft.send_after if draft.send_after is not None and draft.send_after > now else None
    return (
        message_id,
        draft.recipient,
        draft.text,
        int(draft.kind),
        draft.priority,
        ALPHABETS.index(segments.alphabet),
        len(segments.texts),
        _cuts(segments),
        int(draft.flash),
        int(draft.report),
        draft.validity_s,
        int(State.QUEUED),
        now,
        draft.send_after,
        draft.send_before,
        due_at,
        queue_key(draft.kind, draft.priority, message_id) if due_at is None else None,
        lane,
        draft.reply_to,
        draft.batch,
        draft.topic,
    )


def _cuts(segments: Split) -> str | None:
    """Lengths of the segments in characters: a later version of the program must cut a half-sent text the same way."""
    return ",".join(str(len(text)) for text in segments.texts) if len(segments.texts) > 1 else None


def cut(text: str, cuts: str | None, seq: int) -> str:
    """The text of segment `seq`, counted from 1."""
    if cuts is None:
        return text
    lengths = [int(length) for length in cuts.split(",")]
    start = sum(lengths[: seq - 1])
    return text[start : start + lengths[seq - 1]]
