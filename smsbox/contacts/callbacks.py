"""Customers who would rather be called: whom a campaign passed over for that, until somebody has told them by phone."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.clock import DAY, Micros
from smsbox.contacts import rows, writing
from smsbox.store import Store

KEPT: Micros = 60 * DAY
"""An offer that is older is none any more."""

_OPEN = "r.reason = 'prefers_call' AND r.called_at IS NULL AND r.at > ?"
_WAITING = (
    "SELECT r.campaign_id, c.name, r.number, r.contact_id, coalesce(k.name, ''), r.at FROM recipients r "  # noqa: S608
    "JOIN campaigns c ON c.id = r.campaign_id LEFT JOIN contacts k ON k.id = r.contact_id "
    f"WHERE {_OPEN} ORDER BY r.campaign_id DESC, r.number LIMIT ?"
)
_CALLED = (
    "UPDATE recipients SET called_at = ? WHERE campaign_id = ? AND number = ? AND reason = 'prefers_call' "
    "AND called_at IS NULL"
)


@dataclass(frozen=True, slots=True)
class Callback:
    """Somebody to be called about a campaign; `at`: when it passed him over."""

    campaign_id: int
    campaign: str
    number: str
    contact_id: int
    name: str
    at: Micros


def to_call(store: Store, now: Micros, limit: int) -> list[Callback]:
    """Whom to call about what, the newest campaign first."""
    return [Callback(*row) for row in store.run(_WAITING, now - KEPT, limit).fetchall()]


def called(store: Store, campaign_id: int, number: str, now: Micros, *, by: str, note: str = "") -> int | None:
    """He was called; `note`, what came of it, is kept with him. His id, or None when there was nothing to do."""
    with store.write():
        contact_id = rows.ids_by_numbers(store, [number]).get(number)
        if contact_id is None or not store.run(_CALLED, now, campaign_id, number).rowcount:
            return None
        if note:
            writing.note(store, contact_id, note, by, now)
        writing.heard(store, number, now)
    return contact_id
