"""What people do with an order: take it, accept it, have it ready, hand it over, call it off; each once, and each told
the customer by an SMS that waits for the morning.
"""

from __future__ import annotations

from smsbox import contacts, outbox
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.desk import tasks
from smsbox.dialogs import later, saying
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows.errors import FlowErrors, NoSuchFlow
from smsbox.dialogs.flows.rows import hold, loaded
from smsbox.dialogs.orders import rows, stock
from smsbox.dialogs.orders.goods import Catalogue, OrderState
from smsbox.dialogs.orders.rows import Order
from smsbox.dialogs.orders.telling import money
from smsbox.errors import SmsboxError
from smsbox.store import Store

TASK = "order"
_QUEUED = (outbox.State.QUEUED,)


class NoSuchOrder(SmsboxError):
    """There is no order of that number. Facts: `order`."""

    key = "orders.no_order"
    exit_code = 69


class NotSo(SmsboxError):
    """The order is there or beyond already, or somebody else works at it. Facts: `order`."""

    key = "orders.not_so"
    exit_code = 65


def move(
    store: Store, config: Config, order_id: int, state: OrderState, *, by: str, now: Micros, note: str = ""
) -> bool:
    """Bring an order to `state` and tell the customer, with `note` where it is called off; False when it is there or
    beyond already. Of a status that still waits to be sent only the newest goes. Raises NoSuchOrder.
    """
    with store.write():
        order = _held(store, order_id)
        if not rows.reach(store, order, state, by=by, note=note, now=now):
            return False
        _withdraw_older(store, order, now)
        _settle(store, order, state, by=by, now=now, note=note)
        message_id = _tell(store, config, order, state, note=note, now=now)
        rows.told(store, order_id, state, message_id)
        return True


def call_off(store: Store, order_id: int, *, now: Micros) -> bool:
    """The customer himself calls it off by SMS, and is answered by the dialog."""
    with store.write():
        order = _held(store, order_id)
        if not rows.reach(store, order, OrderState.CANCELLED, by="", note="", now=now):
            return False
        _withdraw_older(store, order, now)
        _settle(store, order, OrderState.CANCELLED, by="", now=now)
        return True


def take(store: Store, order_id: int, *, who: str, now: Micros) -> bool:
    """`who` works at it from now on, at its task as well; False when somebody else does already."""
    with store.write():
        if not rows.take(store, order_id, who=who, now=now):
            return False
        _take_task(store, order_id, who, now)
        return True


def _take_task(store: Store, order_id: int, who: str, now: Micros) -> None:
    task = tasks.of_matters(store, TASK, [order_id]).get(order_id)
    if task is not None:
        tasks.take(store, task.id, who=who, was=task.taken_by, now=now)


def _held(store: Store, order_id: int) -> Order:
    """The order, with its flow held before it as everywhere, so that nobody waits for each other in a ring."""
    seen = rows.get(store, order_id)
    if seen is None:
        raise NoSuchOrder(order=order_id)
    hold(store, seen.flow_id)
    order = rows.get(store, order_id, lock=True)
    assert order is not None
    return order


def _settle(store: Store, order: Order, state: OrderState, *, by: str, now: Micros, note: str = "") -> None:
    """What follows for stock, task and customer."""
    if state is OrderState.CANCELLED:
        stock.give_back(store, order.flow_id, ((line.code, line.amount) for line in order.lines))
    if state is OrderState.DONE:
        contacts.bought(store, order.number, now)
    if not state.open:
        tasks.settle_for(store, TASK, order.id, now, by, note=note, dropped=state is OrderState.CANCELLED)
    elif by and order.taken_by is None:
        _take_task(store, order.id, by, now)


def _withdraw_older(store: Store, order: Order, now: Micros) -> None:
    """An earlier status that nobody has read yet says nothing any more."""
    for step in rows.steps(store, order.id):
        view = None if step.message_id is None else outbox.get(store, step.message_id)
        if view is not None and view.state in _QUEUED:
            outbox.cancel(store, [view.id], now)


def _tell(store: Store, config: Config, order: Order, state: OrderState, *, note: str, now: Micros) -> int | None:
    """Queue the status; None where the shop says nothing at this state, or he may not be written to."""
    text = told(store, config, order, state, note)
    return later.tell(store, config, order.number, text, now=now) if text else None


def told(store: Store, config: Config, order: Order, state: OrderState, note: str = "") -> str:
    """What its customer reads when it comes to `state`; "" where the shop says nothing then."""
    flow = flow_of(store, config, order)
    if flow is None or state in flow.part.silent:
        return ""
    key = "ready_delivery" if state is OrderState.READY and order.delivery is not None else state.name.lower()
    say = flow.say(key, order=order.said, sum=money(order.worth, order.currency, flow.language), why=note)
    return saying.said(store, config, order.number, say, language=flow.language)


def flow_of(store: Store, config: Config, order: Order) -> Flow[Catalogue] | None:
    """The flow in the version the order was made with; None where this program cannot read it any more."""
    try:
        return loaded(store, config, order.flow_id, order.version)
    except (FlowErrors, NoSuchFlow):
        return None
