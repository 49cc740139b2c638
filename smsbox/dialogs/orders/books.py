"""The books of orders: what is known while somebody is answered, and the order itself once he has said yes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from smsbox.clock import DAY, Micros
from smsbox.config import Config
from smsbox.desk import tasks
from smsbox.desk.happening import Happening
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.moves import Effect, Heard
from smsbox.dialogs.orders import rows, stock
from smsbox.dialogs.orders.goods import Catalogue, OrderState
from smsbox.dialogs.orders.handling import call_off
from smsbox.dialogs.orders.rows import Line, Order
from smsbox.dialogs.orders.telling import money
from smsbox.i18n.marks import N_
from smsbox.i18n.phrases import Phrase
from smsbox.store import Store

REMEMBERED: Micros = 7 * DAY
"""So long after an order has ended its customer may ask about it without the word that opens the flow."""
_MOST = 12

_HAPPENED = N_("Order {order} for {sum}: {state}")
_MAY_ASK = "SELECT DISTINCT flow_id FROM orders WHERE number = ? AND (state < ? OR changed_at > ?)"
_KNOWS = "SELECT 1 FROM orders WHERE number = ? AND flow_id = ? AND (state < ? OR changed_at > ?) LIMIT 1"


@dataclass(frozen=True, slots=True)
class Place:
    """Effect: he has said yes to this. `said`: the number he is told; `delivery`: its price, None when he comes."""

    said: str
    lines: tuple[Line, ...]
    worth: int
    delivery: int | None
    address: str
    note: str


@dataclass(frozen=True, slots=True)
class CallOff:
    """Effect: he does not want that order any more."""

    order_id: int


@dataclass(frozen=True, slots=True)
class Counter:
    """What is known of a customer at the counter: pieces `left` by code (None: not counted), his `orders` that he may
    ask about, newest first, the `address` he gave last. `said` gives the number the next order will have.
    """

    left: Mapping[str, int | None]
    orders: tuple[Order, ...]
    address: str
    said: Callable[[], str]


class OrderBooks:
    """The tables of goods and orders."""

    def view(self, store: Store, flow: Flow[Catalogue], number: str, now: Micros) -> Counter:
        """What there is, what he has ordered, where he lives."""
        stock.known(store, flow, now)
        had = rows.of_number(store, number, _MOST, flow_id=flow.id)
        recent = tuple(each for each in had if each.state.open or each.changed_at > now - REMEMBERED)
        address = next((each.address for each in had if each.address), "")
        return Counter(stock.left(store, flow), recent, address, lambda: rows.next_said(store, flow.zone, now))

    def apply(
        self,
        store: Store,
        config: Config,
        flow: Flow[Catalogue],
        dialog_id: int | None,
        effect: Effect,
        heard: Heard,
    ) -> None:
        """Keep an order, or call one off."""
        if isinstance(effect, CallOff):
            call_off(store, effect.order_id, now=heard.now)
        else:
            _place(store, flow, dialog_id, effect, heard)

    def flows_of(self, store: Store, number: str, now: Micros) -> list[int]:
        """Where he has an order that he may ask about."""
        asked = (number, int(OrderState.DONE), now - REMEMBERED)
        return [row[0] for row in store.run(_MAY_ASK, *asked).fetchall()]

    def knows(self, store: Store, flow: Flow[Catalogue], number: str, now: Micros) -> bool:
        """Whether he has an order here that he may ask about."""
        asked = (number, flow.id, int(OrderState.DONE), now - REMEMBERED)
        return store.run(_KNOWS, *asked).fetchone() is not None

    def due(self, store: Store, now: Micros) -> bool:
        """Never: an order waits for people."""
        return False

    def tick(self, store: Store, config: Config, flow: Flow[Catalogue], now: Micros) -> None:
        """Nothing comes by time alone."""

    def opened(self, store: Store, config: Config, flow: Flow[Catalogue], now: Micros) -> None:
        """New goods have the pieces the file says; all others keep theirs."""
        stock.known(store, flow, now)

    def happenings(self, store: Store, number: str, limit: int) -> list[Happening]:
        """His orders as they stand."""
        return [
            Happening(
                each.made_at,
                "order",
                Phrase(
                    _HAPPENED, order=each.said, sum=money(each.worth, each.currency, ""), state=Phrase(each.state.text)
                ),
                f"/orders/{each.id}",
            )
            for each in rows.of_number(store, number, limit)
        ]


def _place(store: Store, flow: Flow[Catalogue], dialog_id: int | None, place: Place, heard: Heard) -> None:
    """The order, its pieces and the task for people: all of it in the transaction that answers him, or nothing."""
    stock.take(store, flow.id, {line.code: line.amount for line in place.lines})
    made = rows.add(
        store,
        flow.zone,
        Order(
            *(0, flow.id, flow.version, place.said, heard.number, OrderState.NEW, heard.now, heard.now),
            *(place.worth, flow.part.currency, place.delivery, place.address, place.note),
            *(None, dialog_id, heard.message_id, place.lines),
        ),
    )
    sum_told = money(made.worth, made.currency, flow.language)
    title = f"{made.said}: {made.goods} - {sum_told}"
    tasks.add(store, "order", heard.number, title, ref_id=made.id, now=heard.now)
