"""Looking at messages: pages by key, single ones, and counts that cost the same however many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from smsbox.outbox.filters import Filter, searched
from smsbox.outbox.message import MessageClass, MessageView, RouteView, SegmentView, shown
from smsbox.outbox.states import State, unclaimed
from smsbox.routing import KnownCarrier, carriers, operator_number, read
from smsbox.store import Store
from smsbox.store.pages import Page, read_page
from smsbox.store.scanning import newest


class _Row(NamedTuple):
    """What is shown of a message. Plain rows: as models they would be half the cost of a page."""

    id: int
    recipient: str
    text: str
    kind: int
    priority: int
    total: int
    flash: int
    report: int
    validity_s: int | None
    state: int
    reason: str | None
    created_at: int
    send_after: int | None
    send_before: int | None
    due_at: int | None
    lane: int | None
    pinned_sim_id: int | None
    sim_id: int | None
    reply_to: int | None
    batch: str | None


class _Sim(NamedTuple):
    id: int
    imsi: str
    modem: str | None


_ROWS = f"SELECT {', '.join(_Row._fields)} FROM messages WHERE id IN "  # noqa: S608 – names from above
_SEGMENTS = (
    "SELECT message_id, seq, state, reference, attempts, maybe_duplicate, submitted_at, reported_at, error, "
    "report_status, doubted_at FROM segments WHERE seq > 0 AND message_id IN "
)
_SIMS = "SELECT id, imsi, modem FROM sims"
_HELD = (
    "SELECT reason, count(*) FROM "
    "(SELECT reason FROM messages WHERE state <> 5 AND state = ? ORDER BY id DESC LIMIT ?) AS newest GROUP BY reason"
)
_HELD_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many messages and segments of each class stand at each state."""

    messages: Mapping[tuple[MessageClass, State], int] = field(default_factory=dict)
    segments: Mapping[tuple[MessageClass, State], int] = field(default_factory=dict)

    def of(self, *states: State, kind: MessageClass | None = None) -> int:
        """Messages at any of `states` (of one class)."""
        return self._sum(self.messages, states, kind)

    def segments_of(self, *states: State, kind: MessageClass | None = None) -> int:
        """Segments of the messages at any of `states`; of a message half sent all are counted."""
        return self._sum(self.segments, states, kind)

    def matching(self, wanted: Filter) -> int:
        """Messages of the states and classes of `wanted`."""
        return sum(
            number
            for (kind, state), number in self.messages.items()
            if (not wanted.states or state in wanted.states) and (not wanted.kinds or kind in wanted.kinds)
        )

    @staticmethod
    def _sum(
        counts: Mapping[tuple[MessageClass, State], int], states: Sequence[State], kind: MessageClass | None
    ) -> int:
        return sum(number for (of, state), number in counts.items() if state in states and (kind is None or of is kind))


def counts(store: Store) -> QueueCounts:
    """All counters; a handful of rows, whatever the size of the queue."""
    rows = store.run("SELECT kind, state, messages, segments FROM counters WHERE messages <> 0").fetchall()
    return QueueCounts(
        {(MessageClass(kind), State(state)): messages for kind, state, messages, _ in rows},
        {(MessageClass(kind), State(state)): segments for kind, state, _, segments in rows},
    )


def held_by_reason(store: Store) -> dict[str, int]:
    """How many of the newest thousand held messages are held for which reason."""
    return {str(reason): number for reason, number in store.run(_HELD, State.HELD, _HELD_COUNTED).fetchall()}


def messages(
    store: Store, wanted: Filter | None = None, limit: int = 50, before_id: int | None = None
) -> list[MessageView]:
    """Up to `limit` messages, newest first, older than `before_id`: the next page starts before the last id of this
    one. Looks until it has them, however far that is; a page of bounded time is `page`.
    """
    with store.read():
        return views(store, newest(store, searched(store, wanted or Filter()), limit, before_id))


def page(store: Store, wanted: Filter, **how: Any) -> Page[MessageView]:
    """One page of what is wanted, found in bounded time; `how` as in `read_page`: which page, and how long to look."""
    with store.read():
        found = read_page(store, searched(store, wanted), lambda ids: views(store, ids), **how)
        if not wanted.counted_by_counters:
            return found
        number = counts(store).matching(wanted)
    if number <= len(found.rows) and how.get("before") is None and how.get("after") is None:
        return Page(found.rows, older=None, newer=None, number=number, exact=True)
    return replace(found, number=number, exact=True)


def get(store: Store, message_id: int) -> MessageView | None:
    """One message."""
    if not 0 < message_id < 1 << 63:
        return None
    with store.read():
        found = views(store, [message_id])
    return found[0] if found else None


def views(store: Store, ids: Sequence[int]) -> list[MessageView]:
    """The messages with these ids, in their order; at most as many as one statement has room for (some thousands)."""
    if not ids:
        return []
    among = f"({','.join('?' * len(ids))})"
    rows = {row.id: row for row in map(_Row._make, store.run(_ROWS + among, *ids).fetchall())}
    by_message: dict[int, dict[int, SegmentView]] = {}
    for message_id, *segment in store.run(_SEGMENTS + among, *ids).fetchall():
        view = _segment_view(*segment)
        by_message.setdefault(message_id, {})[view.seq] = view
    sims = {sim.id: sim for sim in map(_Sim._make, store.run(_SIMS).fetchall())}
    known = carriers(store) if len(sims) > 1 else []
    return [_view(rows[each], by_message.get(each, {}), sims, known) for each in ids if each in rows]


def _segment_view(
    seq: int, state: int, reference: int | None, attempts: int, maybe_duplicate: int, *rest: Any
) -> SegmentView:
    """`rest`: when it was submitted and reported, the error, TP-ST, since when it is in doubt."""
    return SegmentView(seq, State(state), reference, attempts, bool(maybe_duplicate), *rest)


def _route(row: _Row, sims: Mapping[int, _Sim], known: Sequence[KnownCarrier]) -> RouteView | None:
    """What the lane of a message says, in names, or that one SIM alone may reach its number; None when neither does."""
    found = read(row.lane or 0)
    if len(sims) < 2:
        return None
    if not (found.bound or found.knows or found.operator):
        able = [each.sim_id for each in known if each.may_reach(row.recipient)] if row.state == State.QUEUED else []
        alone = sims.get(able[0]) if len(able) == 1 < len(known) else None
        return RouteView(bound=True, modem=alone.modem) if alone is not None else None
    operators = {operator_number(each.operator): each.operator for each in known}
    named = sims.get(found.bound or found.knows)
    knows = named.imsi if found.knows and named is not None else None
    modem = named.modem if named is not None else None
    return RouteView(bool(found.bound), knows, modem, operators.get(found.operator) if found.operator else None)


def _view(
    row: _Row,
    known: Mapping[int, SegmentView],
    sims: Mapping[int, _Sim],
    carriers: Sequence[KnownCarrier],
) -> MessageView:
    state = State(row.state)
    rest = unclaimed(state, row.reason)
    sim = sims.get(row.sim_id or row.pinned_sim_id or 0)
    return MessageView(
        id=row.id,
        recipient=row.recipient,
        text=shown(row.text, row.batch),
        kind=MessageClass(row.kind),
        state=state,
        sim=sim.imsi if sim is not None else None,
        priority=row.priority,
        created_at=row.created_at,
        send_after=row.send_after,
        send_before=row.send_before,
        segments=tuple(known.get(seq) or SegmentView(seq, rest) for seq in range(1, row.total + 1)),
        reason=row.reason,
        due_at=row.due_at,
        reply_to=row.reply_to,
        batch=row.batch,
        flash=bool(row.flash),
        report=bool(row.report),
        validity_s=row.validity_s,
        modem=sim.modem if sim is not None else None,
        route=_route(row, sims, carriers),
    )
