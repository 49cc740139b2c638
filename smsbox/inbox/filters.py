"""Which received messages are meant: one frozen filter for lists and export, and how it is looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.inbox.veil import Veil
from smsbox.store import Store, scanning
from smsbox.store.scanning import Search

SHOWN = "state > 0"
STANDINGS = {
    "waiting": "settled_at IS NULL AND state > 0",
    "settled": "settled_at IS NOT NULL",
    "incomplete": "missing > 0",
    "damaged": "damaged = 1",
}
"""Names of what a received message can be asked for, and the condition of each."""


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """Which messages: from senders that begin so (as the network wrote them), with this text in them (in whatever
    case), standing so (a key of `STANDINGS`), received by this SIM, at `since` or later and before `until`; empty: all.

    `pending`: also those that still wait for segments.
    """

    beginnings: Sequence[str] = ()
    text: str = ""
    standing: str = ""
    sim_id: int | None = None
    since: Micros | None = None
    until: Micros | None = None
    pending: bool = False
    sender: str | None = None


def searched(store: Store, wanted: InboxFilter) -> Search:
    """How `wanted` is looked up."""
    search = Search("received")
    if wanted.sender is not None:
        scanning.by_number(store, search, "sender", wanted.sender)
    if wanted.beginnings:
        scanning.by_beginnings(store, search, "sender", wanted.beginnings)
    if wanted.standing:
        _by_standing(search, wanted.standing)
    if wanted.sim_id is not None:
        search.also("sim_id = ?", wanted.sim_id)
    if wanted.text:
        scanning.by_text(store, search, "text", wanted.text)
        _not_by_codes(store, search, wanted.text)
    if not wanted.pending:
        search.also(SHOWN)
    scanning.by_time(store, search, "received_at", wanted.since, wanted.until)
    return search


def _not_by_codes(store: Store, search: Search, text: str) -> None:
    """What telephones of the staff wrote is not found by digits, else a one-time code could be guessed by searching."""
    senders = Veil(store).senders if any(map(str.isdigit, text)) else []
    if senders:
        search.also(f"sender NOT IN ({','.join('?' * len(senders))})", *senders)


def _by_standing(search: Search, standing: str) -> None:
    condition = STANDINGS[standing]
    if standing != "settled" and not search.ways and search.given is None:  # few, and each in an index
        search.ways = [(condition, ())]
    else:
        search.also(condition)
