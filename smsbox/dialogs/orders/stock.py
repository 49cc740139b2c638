"""How many pieces of each goods are left: counted in one table, taken by orders, never below nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows.rows import hold
from smsbox.dialogs.orders.goods import Catalogue
from smsbox.errors import SmsboxError
from smsbox.store import Store

_TAKE = "UPDATE goods SET taken = taken + ? WHERE flow_id = ? AND code = ? AND (stock IS NULL OR stock - taken >= ?)"
_INSERT = "INSERT INTO goods (flow_id, code, stock, taken, changed_at) VALUES (?, ?, ?, 0, ?) ON CONFLICT DO NOTHING"


class SoldOut(SmsboxError):
    """More pieces are wanted than there are. Facts: `code`."""

    key = "orders.sold_out"
    exit_code = 65


class NoSuchGoods(SmsboxError):
    """The catalogue has no goods of that code. Facts: `code`."""

    key = "orders.no_goods"
    exit_code = 69


@dataclass(frozen=True, slots=True)
class Pieces:
    """`left` that can be ordered, None where nobody counts; `taken` by orders that were not called off."""

    left: int | None
    taken: int


def known(store: Store, flow: Flow[Catalogue], now: Micros) -> None:
    """Give each goods of the catalogue its row, with the pieces of the file; one that has a row keeps its pieces. Part
    of the open transaction, which holds the flow.
    """
    had = {code for (code,) in store.run("SELECT code FROM goods WHERE flow_id = ?", flow.id).fetchall()}
    for goods in flow.part.goods:
        if goods.code not in had:
            store.run(_INSERT, flow.id, goods.code, goods.stock, now)


def pieces(store: Store, flow_id: int) -> dict[str, Pieces]:
    """What there is of each goods, by code; of a flow that was never open nothing."""
    rows = store.run("SELECT code, stock, taken FROM goods WHERE flow_id = ?", flow_id).fetchall()
    return {code: Pieces(None if stock is None else max(stock - taken, 0), taken) for code, stock, taken in rows}


def left(store: Store, flow: Flow[Catalogue]) -> dict[str, int | None]:
    """The pieces of each goods of the catalogue that can be ordered."""
    found = pieces(store, flow.id)
    return {goods.code: found[goods.code].left if goods.code in found else goods.stock for goods in flow.part.goods}


def take(store: Store, flow_id: int, lines: Mapping[str, int]) -> None:
    """Take the pieces of an order, all or (by the exception) none. Raises SoldOut. Joins the open transaction."""
    with store.write():
        for code, amount in lines.items():
            if not store.run(_TAKE, amount, flow_id, code, amount).rowcount:
                raise SoldOut(code=code)


def give_back(store: Store, flow_id: int, lines: Iterable[tuple[str, int]]) -> None:
    """Return the pieces of an order that was called off. Joins the open transaction."""
    for code, amount in lines:
        sql = "UPDATE goods SET taken = CASE WHEN taken > ? THEN taken - ? ELSE 0 END WHERE flow_id = ? AND code = ?"
        store.run(sql, amount, amount, flow_id, code)


def put(store: Store, flow: Flow[Catalogue], amounts: Mapping[str, int | None], now: Micros) -> dict[str, Pieces]:
    """So many pieces of these goods can be ordered from now on (None: nobody counts); what was there before.

    Raises NoSuchGoods.
    """
    with store.write():
        hold(store, flow.id)
        known(store, flow, now)
        before = pieces(store, flow.id)
        for code, amount in amounts.items():
            if code not in before:
                raise NoSuchGoods(code=code)
            stock = None if amount is None else amount + before[code].taken
            store.run(
                "UPDATE goods SET stock = ?, changed_at = ? WHERE flow_id = ? AND code = ?", stock, now, flow.id, code
            )
        return {code: before[code] for code in amounts}
