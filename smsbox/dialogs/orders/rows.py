"""Orders as they are kept: made once, found by number, day and state; each state reached once, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from smsbox import events
from smsbox.clock import SECOND, Micros
from smsbox.dialogs.orders.goods import OrderState
from smsbox.store import Store

COUNTED = 400
"""Orders of a state are counted up to here."""

_COLUMNS = (
    "id, flow_id, version, said, number, state, made_at, changed_at, worth, currency, delivery, address, note, "
    "taken_by, dialog_id, received_id"
)
_SELECT = f"SELECT {_COLUMNS} FROM orders"  # noqa: S608 – names from above
_INSERT = f"INSERT INTO orders ({_COLUMNS}) VALUES ({', '.join('?' * 16)})"  # noqa: S608 – the same
_LINE = "INSERT INTO order_lines (order_id, place, code, title, price, amount) VALUES (?, ?, ?, ?, ?, ?)"
_STEP = (
    "INSERT INTO order_steps (order_id, state, at, by_whom, note, message_id) VALUES (?, ?, ?, ?, ?, NULL) "
    "ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class Line:
    """So many pieces of one goods, called and priced as when they were ordered; `price` of one in hundredths."""

    code: str
    title: str
    price: int
    amount: int


@dataclass(frozen=True, slots=True)
class Step:
    """A state that an order has reached; `by` "" for the customer; `message_id` of the SMS that told him."""

    state: OrderState
    at: Micros
    by: str
    note: str
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Order:
    """One order. `said`: the number it is called by; `worth` with delivery, in hundredths of `currency`; `delivery`:
    its price, None when the customer comes for it; `note`: what he wrote beside the goods; `taken_by`: who works at it.
    """

    id: int
    flow_id: int
    version: int
    said: str
    number: str
    state: OrderState
    made_at: Micros
    changed_at: Micros
    worth: int
    currency: str
    delivery: int | None
    address: str
    note: str
    taken_by: str | None
    dialog_id: int | None
    received_id: int | None
    lines: tuple[Line, ...]

    @property
    def goods(self) -> str:
        """What is ordered, in one line."""
        return ", ".join(f"{line.title} x{line.amount}" for line in self.lines)


# ── numbers of a day


def next_said(store: Store, zone: str, now: Micros) -> str:
    """The number the next order of this day will have: day of the month, place in the day ("22-3"). Nobody else gets it
    before the open transaction has ended.
    """
    day = _day(zone, now)
    store.run("INSERT INTO order_days (day, orders) VALUES (?, 0) ON CONFLICT DO NOTHING", day)
    (orders,) = store.run("SELECT orders FROM order_days WHERE day = ? FOR UPDATE", day).fetchone()
    return f"{int(day[-2:])}-{orders + 1}"


def _day(zone: str, now: Micros) -> str:
    return datetime.fromtimestamp(now // SECOND, UTC).astimezone(ZoneInfo(zone)).date().isoformat()


# ── making and changing


def add(store: Store, zone: str, order: Order) -> Order:
    """Keep a new order, as a part of the transaction in which `next_said` gave it its number; with its id."""
    (order_id,) = store.reserve_ids("orders", 1)
    store.run("UPDATE order_days SET orders = orders + 1 WHERE day = ?", _day(zone, order.made_at))
    fields = (order.flow_id, order.version, order.said, order.number, int(order.state), order.made_at)
    more = (order.changed_at, order.worth, order.currency, order.delivery, order.address, order.note)
    store.run(_INSERT, order_id, *fields, *more, order.taken_by, order.dialog_id, order.received_id)
    for place, line in enumerate(order.lines):
        store.run(_LINE, order_id, place, line.code, line.title, line.price, line.amount)
    store.run(_STEP, order_id, int(order.state), order.made_at, "", "")
    events.append(store, events.ORDER_MADE, now=order.made_at, order=order_id)
    kept = get(store, order_id)
    assert kept is not None
    return kept


def reach(store: Store, order: Order, state: OrderState, *, by: str, note: str, now: Micros) -> bool:
    """Bring an order to a later state; False when it is there, or beyond, already, whoever was quicker."""
    if not order.state.open or state <= order.state:
        return False
    sql = "UPDATE orders SET state = ?, changed_at = ?, taken_by = coalesce(taken_by, ?) WHERE id = ? AND state = ?"
    if not store.run(sql, int(state), now, by or None, order.id, int(order.state)).rowcount:
        return False
    events.append(store, events.ORDER_CHANGED, now=now, order=order.id, state=state.name.lower())
    return bool(store.run(_STEP, order.id, int(state), now, by, note).rowcount)


def told(store: Store, order_id: int, state: OrderState, message_id: int | None) -> None:
    """Which SMS has told the customer of a state."""
    sql = "UPDATE order_steps SET message_id = ? WHERE order_id = ? AND state = ?"
    store.run(sql, message_id, order_id, int(state))


def take(store: Store, order_id: int, *, who: str, now: Micros) -> bool:
    """`who` works at it, and nobody else: True for exactly one."""
    with store.write():
        sql = "UPDATE orders SET taken_by = ? WHERE id = ? AND taken_by IS NULL AND state < ?"
        return bool(store.run(sql, who, order_id, int(OrderState.DONE)).rowcount)


def give(store: Store, order_id: int, *, who: str | None) -> None:
    """`who` has it now, whoever had it, or (None) nobody: as its task says. Nothing for one that has ended."""
    store.run("UPDATE orders SET taken_by = ? WHERE id = ? AND state < ?", who, order_id, int(OrderState.DONE))


# ── looking


def get(store: Store, order_id: int, *, lock: bool = False) -> Order | None:
    """One order; with `lock` nobody else changes it before the open transaction has ended."""
    if not 0 < order_id < 1 << 63:
        return None
    rows = store.run(f"{_SELECT} WHERE id = ?{' FOR UPDATE' if lock else ''}", order_id).fetchall()
    return next(iter(_orders(store, rows)), None)


def waiting(store: Store, states: Sequence[OrderState], limit: int, *, after: int = 0) -> list[Order]:
    """Orders in any of these states above id `after`, the oldest first: who waits longest is served first."""
    sql = f"{_SELECT} WHERE state = ? AND id > ? ORDER BY id LIMIT ?"
    rows = [row for state in states for row in store.run(sql, int(state), after, limit).fetchall()]
    return _orders(store, sorted(rows, key=lambda row: int(row[0]))[:limit])


def listed(store: Store, states: Sequence[OrderState], limit: int, *, before: int | None = None) -> list[Order]:
    """Orders in any of these states, the newest first, below id `before`."""
    below = (1 << 62) if before is None else before
    sql = f"{_SELECT} WHERE state = ? AND id < ? ORDER BY id DESC LIMIT ?"
    rows = [row for state in states for row in store.run(sql, int(state), below, limit).fetchall()]
    return _orders(store, sorted(rows, key=lambda row: -int(row[0]))[:limit])


def of_number(store: Store, number: str, limit: int, *, flow_id: int | None = None) -> list[Order]:
    """The orders of one customer, the newest first."""
    flow, asked = ("", ()) if flow_id is None else (" AND flow_id = ?", (flow_id,))
    rows = store.run(f"{_SELECT} WHERE number = ?{flow} ORDER BY id DESC LIMIT ?", number, *asked, limit).fetchall()
    return _orders(store, rows)


def called(store: Store, said: str, limit: int = 12) -> list[Order]:
    """The orders called so, the newest first: one a month."""
    return _orders(store, store.run(f"{_SELECT} WHERE said = ? ORDER BY id DESC LIMIT ?", said, limit).fetchall())


def steps(store: Store, order_id: int) -> list[Step]:
    """The states an order has reached, in their order."""
    sql = "SELECT state, at, by_whom, note, message_id FROM order_steps WHERE order_id = ? ORDER BY at, state"
    return [Step(OrderState(row[0]), *row[1:]) for row in store.run(sql, order_id).fetchall()]


def counts(store: Store) -> dict[OrderState, int]:
    """How many orders stand in each state, counted up to one more than `COUNTED`."""
    sql = "SELECT count(*) FROM (SELECT id FROM orders WHERE state = ? LIMIT ?) AS found"
    return {state: int(store.run(sql, int(state), COUNTED + 1).fetchone()[0]) for state in OrderState}


def _orders(store: Store, rows: Iterable[Sequence[Any]]) -> list[Order]:
    """Orders with their lines, read at once."""
    rows = list(rows)
    lines: dict[int, list[Line]] = {row[0]: [] for row in rows}
    if rows:
        marks = ",".join("?" * len(rows))
        sql = "SELECT order_id, code, title, price, amount FROM order_lines WHERE order_id IN "
        for order_id, *line in store.run(f"{sql}({marks}) ORDER BY order_id, place", *lines).fetchall():
            lines[order_id].append(Line(*line))
    return [_order(row, lines[row[0]]) for row in rows]


def _order(row: Sequence[Any], lines: Iterable[Line]) -> Order:
    fields = [*row[:5], OrderState(row[5]), *row[6:], tuple(lines)]
    return Order(*fields)
