"""What programs sent: whose a message is, and by which name its program calls it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.store import Store

_COLUMNS = "SELECT message_id, token_id, at, door, name, callback, callback_mask FROM program_messages"
_OWN = "SELECT message_id FROM program_messages WHERE token_id = ? AND message_id < ? ORDER BY message_id DESC LIMIT ?"


@dataclass(frozen=True, slots=True)
class Origin:
    """Which program sent a message, how it came in, what it calls it, and where it wants to be called."""

    message_id: int
    token_id: int
    at: Micros
    door: str
    name: str | None
    callback: str | None
    callback_mask: int


def origin(store: Store, message_id: int) -> Origin | None:
    """Where a message comes from; None for one no program sent."""
    row = store.run(f"{_COLUMNS} WHERE message_id = ?", message_id).fetchone()
    return Origin(*row) if row else None


def is_own(store: Store, token_id: int, message_id: int) -> bool:
    """Whether that token sent that message."""
    found = origin(store, message_id)
    return found is not None and found.token_id == token_id


def named(store: Store, token_id: int, name: str) -> Sequence[int]:
    """The messages that a program calls `name`, in the order it sent them."""
    rows = store.run(
        "SELECT message_id FROM program_messages WHERE token_id = ? AND name = ? ORDER BY message_id", token_id, name
    )
    return [row[0] for row in rows.fetchall()]


def own_ids(store: Store, token_id: int, *, limit: int, before: int | None = None) -> Sequence[int]:
    """The newest messages of a token, older than `before`."""
    rows = store.run(_OWN, token_id, (1 << 63) - 1 if before is None else before, limit)
    return [row[0] for row in rows.fetchall()]
