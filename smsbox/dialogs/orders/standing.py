"""What somebody is told about the orders he has: how they stand, called off, too late for it, for people to change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from smsbox.dialogs.flow import Flow
from smsbox.dialogs.moves import ForPeople, Heard, Move, Say, joined
from smsbox.dialogs.orders import words
from smsbox.dialogs.orders.books import CallOff
from smsbox.dialogs.orders.goods import Catalogue, OrderState
from smsbox.dialogs.orders.rows import Order
from smsbox.dialogs.orders.telling import money, text_of
from smsbox.dialogs.texts import PASSED_ON
from smsbox.dialogs.wondering import asks, hails, wonders

_TOLD = 3
"""Orders whose state is told at once."""
_FEW = 3
"""Words of a message in which an order's number alone asks how it stands."""


def about_orders(flow: Flow[Catalogue], orders: Sequence[Order], heard: Heard) -> Move | None:
    """He asks about an order he has, or calls it off; no dialog is needed for that."""
    text, named = heard.text, words.order_number(heard.text)
    if not orders:
        return None
    his = [each for each in orders if each.said == named]
    wrong = named is not None and not his
    orders = his or orders
    if heard.meaning.cancels or words.only_calls_off(text) or (words.calls_off(text) and words.speaks_of_order(text)):
        return _call_off(flow, orders, alone=heard.meaning.cancels, sure=not wrong)
    if words.asks_state(text) or (his and len(words.words(text)) <= _FEW):
        return states(flow, orders)
    if orders[0].state.open and words.asks_change(text) and words.speaks_of_order(text):
        says = (flow.say("change_later", order=orders[0].said),)
        return Move(says, (ForPeople(),), step="change", outcome="done")
    return None


def passed_on(flow: Flow[Catalogue], heard: Heard, move: Move) -> Move:
    """What he asks beside goods, or instead of them, and nobody here can answer, people read, and he is told so."""
    text = heard.rest
    answered = words.asks_price(text) or words.asks_delivery(text) or words.asks_menu(text) or words.asks_state(text)
    lost = asks(text) if move.understood else "?" in text and not hails(text) and not wonders(heard.text)
    if answered or not lost or not move.says or move.outcome is not None:
        return move
    says = (joined(flow.say(PASSED_ON), *move.says[:1]), *move.says[1:])
    return replace(move, says=says, effects=(*move.effects, ForPeople()))


def states(flow: Flow[Catalogue], orders: Sequence[Order]) -> Move:
    """How they stand: those that are open, else the last one."""
    told = [each for each in orders if each.state.open][:_TOLD] or list(orders[:1])
    return Move(tuple(_status(flow, each) for each in told), step="status", outcome="done")


def _status(flow: Flow[Catalogue], order: Order) -> Say:
    worth = money(order.worth, order.currency, flow.language)
    return flow.say("status", order=order.said, sum=worth, state=_state(flow, order))


def _state(flow: Flow[Catalogue], order: Order) -> str:
    return text_of(flow, f"state_{order.state.name.lower()}")


def _call_off(flow: Flow[Catalogue], orders: Sequence[Order], *, alone: bool, sure: bool) -> Move | None:
    """Call one off, as long as the shop lets him; `alone`: CANCEL, which without an open order is not for us; not
    `sure`: he names one that is none of his.
    """
    still = [each for each in orders if each.state.open]
    if not still:
        return None if alone else states(flow, orders)
    if len(still) > 1 or not sure:
        named = ", ".join(each.said for each in still)
        hint = text_of(flow, "call_off", order=still[0].said)
        return Move((flow.say("which_order", orders=named, example=hint),), step="which", outcome="done")
    order, until = still[0], flow.part.cancel_until
    if until is None or order.state > until:
        say = flow.say("too_late", order=order.said, state=_state(flow, order))
        return Move((say,), (ForPeople(),), step="too-late", outcome="done")
    effects = (CallOff(order.id), *((ForPeople(),) if order.state > OrderState.NEW else ()))
    says = (flow.say("called_off", order=order.said, word=flow.words[0]),)
    return Move(says, effects, step="called-off", outcome="done")
