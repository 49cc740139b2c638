"""Which outgoing messages are meant: one frozen filter for lists, steering and export, and how it is looked up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from smsbox.clock import Micros
from smsbox.outbox.message import SECRET, MessageClass
from smsbox.outbox.states import State
from smsbox.store import Store, scanning
from smsbox.store.scanning import Search


@dataclass(frozen=True, slots=True)
class Filter:
    """Which messages: of these states and classes, to this number (E.164) or to numbers that begin so, with this text
    in them (in whatever case), sent or to be sent by this SIM, of this batch, which stand where they stand for this
    `reason`, queued at `since` or later and before `until`; empty: all.
    """

    states: Sequence[State] = ()
    kinds: Sequence[MessageClass] = ()
    recipient: str | None = None
    beginnings: Sequence[str] = ()
    text: str = ""
    sim_id: int | None = None
    batch: str | None = None
    reason: str = ""
    since: Micros | None = None
    until: Micros | None = None

    @property
    def counted_by_counters(self) -> bool:
        """Whether nothing but states and classes is asked for: those are counted as they change."""
        return self == Filter(states=self.states, kinds=self.kinds)

    def among(self, states: Sequence[State]) -> Filter | None:
        """The same, but only of `states`; None when nothing is left."""
        left = tuple(state for state in (self.states or states) if state in states)
        return replace(self, states=left) if left else None

    def as_json(self) -> str:
        """The filter as it is kept in the database."""
        plain = {each.name: getattr(self, each.name) for each in fields(self)}
        return json.dumps({name: value for name, value in plain.items() if value not in (None, "", (), [])})


def from_json(text: str) -> Filter:
    """The filter that `as_json` wrote."""
    plain: dict[str, Any] = json.loads(text)
    states = tuple(State(each) for each in plain.pop("states", ()))
    kinds = tuple(MessageClass(each) for each in plain.pop("kinds", ()))
    return Filter(states=states, kinds=kinds, beginnings=tuple(plain.pop("beginnings", ())), **plain)


def searched(store: Store, wanted: Filter, *also: str) -> Search:
    """How `wanted` is looked up; `also`: further conditions on `messages`."""
    search = Search("messages")
    if wanted.recipient is not None:
        scanning.by_number(store, search, "recipient", wanted.recipient)
    if wanted.batch is not None:
        _by_batch(search, wanted.batch)
    if wanted.beginnings:
        scanning.by_beginnings(store, search, "recipient", wanted.beginnings)
    if wanted.states:
        _by_states(search, wanted.states)
    if wanted.kinds:
        search.also(f"kind IN ({','.join('?' * len(wanted.kinds))})", *map(int, wanted.kinds))
    if wanted.sim_id is not None:
        search.also("coalesce(sim_id, pinned_sim_id) = ?", wanted.sim_id)
    if wanted.reason:
        search.also("reason = ?", wanted.reason)
    if wanted.text:
        scanning.by_text(store, search, "text", wanted.text)
        search.also("coalesce(batch, '') <> ?", SECRET)  # else a one-time code could be guessed by searching
    scanning.by_time(store, search, "created_at", wanted.since, wanted.until)
    for condition in also:
        search.also(condition)
    return search


def _by_batch(search: Search, batch: str) -> None:
    if search.ways:
        search.also("batch = ?", batch)
    else:
        search.ways = [("batch = ?", (batch,))]


def _by_states(search: Search, states: Sequence[State]) -> None:
    """Worded so that the index of all that is not delivered is found; delivered ones are what one meets."""
    known = sorted(set(map(int, states)))
    if search.ways or search.given is not None or State.DELIVERED in known:
        search.also(f"state IN ({','.join('?' * len(known))})", *known)
    else:
        search.ways = [(f"state <> 5 AND state = {each}", ()) for each in known]
