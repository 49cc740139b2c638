"""Orders: somebody names goods and pieces, sees what it costs, says yes, and asks by SMS how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from smsbox.clock import HOUR, Micros
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows.part import Part
from smsbox.dialogs.moves import ForPeople, Heard, Move, Say
from smsbox.dialogs.orders import basket as baskets
from smsbox.dialogs.orders import goods, reading, words
from smsbox.dialogs.orders.asking import again, bill, delivery, go_on, move
from smsbox.dialogs.orders.basket import ADDRESS, BRING, CHOOSE, CONFIRM, FETCH, WHERE, WHICH, Basket
from smsbox.dialogs.orders.books import Counter, OrderBooks, Place
from smsbox.dialogs.orders.goods import Catalogue, OrderState
from smsbox.dialogs.orders.naming import index_of
from smsbox.dialogs.orders.reading import Listed
from smsbox.dialogs.orders.rows import Line
from smsbox.dialogs.orders.standing import about_orders, passed_on, states
from smsbox.dialogs.orders.telling import before, example, menu, offered, text_of
from smsbox.dialogs.orders.texts import TEXTS
from smsbox.sms.keywords import Kind

AFTERTHOUGHT: Micros = HOUR
"""So long after an order a second YES means the same one."""
_MOST_NEW = 5
"""Orders of one customer that nobody has accepted yet: no prank takes all there is."""
_SHORTEST_ADDRESS = 5


class OrderKind:
    """The pure half of orders."""

    texts = TEXTS
    answers = True

    def parse(self, part: Part) -> Catalogue:
        """`[[goods]]` and the terms of ordering."""
        return goods.read(part)

    def begin(self, flow: Flow[Catalogue], view: Counter, heard: Heard) -> Move:
        """With the flow's word alone he sees what there is; what he says beside it is read as an order at once."""
        asked = about_orders(flow, view.orders, heard)
        if asked is not None:
            return asked
        if not _there_is(flow, view):
            return Move((flow.say("nothing_left"),), step="sold-out", outcome="full")
        if not words.words(heard.rest):
            return _menu(flow, view, Basket(), 0)
        if words.asks_state(heard.text):
            return move(Basket(), flow.say("no_order"))
        answer = self._hear(flow, Basket(), view, heard)
        return passed_on(flow, heard, answer if answer.understood else _shown(flow, view, heard.rest))

    def hear(self, flow: Flow[Catalogue], state: Mapping[str, Any], view: Counter, heard: Heard) -> Move:
        """The next thing he says."""
        return passed_on(flow, heard, self._hear(flow, Basket.of(state), view, heard))

    def again(self, flow: Flow[Catalogue], state: Mapping[str, Any], view: Counter) -> Move:
        """What he was asked last, with what there is now."""
        basket = Basket.of(state)
        return go_on(flow, basket, view) if basket.lines or basket.doubts else _menu(flow, view, basket, 0)

    def leave(self, flow: Flow[Catalogue], state: Mapping[str, Any], view: Counter, why: str) -> Move:
        """Nothing is kept for him before he says yes, so nothing has to be given back."""
        says = (flow.say("not_ordered", word=flow.words[0]),) if why == "cancel" else ()
        return Move(says, step=why, state=state, outcome="left" if why in ("cancel", "stop") else why)

    def later(self, flow: Flow[Catalogue], view: Counter, heard: Heard) -> Move | None:
        """About what he has ordered: how it stands, not wanted any more, or otherwise."""
        newest = next(iter(view.orders), None)
        if newest is None:
            return None
        asked = about_orders(flow, view.orders, heard)
        if asked is not None:
            return asked
        if words.asks_delivery(heard.text):
            return Move((Say("{told}", {"told": delivery(flow).strip()}),), step="delivery", outcome="done")
        fresh = newest.state is OrderState.NEW and heard.now - newest.made_at < AFTERTHOUGHT
        if fresh and heard.meaning.kind is Kind.YES:
            return Move((flow.say("already", order=newest.said),), step="again", outcome="done")
        if fresh and _wants_besides(flow, heard.text):
            return Move((flow.say("change_later", order=newest.said),), (ForPeople(),), step="change", outcome="done")
        return None

    # ── one message

    def _hear(self, flow: Flow[Catalogue], basket: Basket, view: Counter, heard: Heard) -> Move:
        text = heard.rest
        delivered = words.asks_delivery(text, bare=basket.step != WHERE)
        if basket.step == ADDRESS and not delivered and (answered := _address(flow, basket, view, heard)) is not None:
            return answered
        if not basket.lines and (asked := about_orders(flow, view.orders, heard)) is not None:
            return asked
        if words.asks_state(text) and view.orders:
            return replace(states(flow, view.orders), state=basket.state(), outcome=None)
        read = reading.listed(text, flow.part)
        if not read.wanted and delivered:
            return _delivery(flow, basket, view)
        if not read.wanted and (said := self._without_goods(flow, basket, view, heard, read)) is not None:
            return said
        asks = words.asks_goods_price(text) or ("?" in text and basket.asked)  # "скільки коштує букет?", "а тюльпан?"
        if read.wanted and asks and all(each.amount is None for each in read.wanted):
            return _prices(flow, basket, read, view, delivery(flow) if delivered else "")
        about = (delivery(flow) if delivered else "") + _not_found(flow, read)
        if read.wanted:
            had, basket = basket, baskets.changed(basket, read, text)
            if had.step in (WHICH, WHERE) and not words.way(text) and basket.lines == had.lines and had.lines:
                return _not_understood(flow, basket, about)  # he says what he has said; nothing comes nearer
        elif (pieces := read.number) is not None and (len(basket.lines) == 1 or basket.asked):
            codes = [basket.asked] if basket.asked else list(basket.lines)
            basket = replace(basket, lines=dict.fromkeys(codes, pieces) if pieces else {})
            if not pieces:
                return _dropped(flow, basket)
        else:
            noted = baskets.noted(basket, text) if basket.step == CONFIRM and "?" not in text else basket
            return _not_understood(flow, noted, about)
        if read.more:
            basket = baskets.noted(basket, text)
        basket = baskets.by_the_way(flow, basket, text)
        if not basket.lines and not basket.doubts:
            return _dropped(flow, basket) if not about else _not_understood(flow, basket, about)
        return go_on(flow, basket, view, about)

    def _without_goods(
        self, flow: Flow[Catalogue], basket: Basket, view: Counter, heard: Heard, read: Listed
    ) -> Move | None:
        """An answer to what was asked, or a wish that names no goods."""
        text, kind = heard.rest, heard.meaning.kind
        if words.asks_menu(text):
            return _menu(flow, view, basket, 0)
        if words.asks_more(text):
            return _menu(flow, view, basket, basket.page + 1)
        if basket.step == WHICH and (picked := _picked(flow, basket, read)) is not None:
            return go_on(flow, picked, view)
        if basket.step in (WHERE, CONFIRM) and (changed := _elsewhere(flow, basket, text)):
            return go_on(flow, changed, view)
        if basket.step == WHERE and (way := words.way(text) or _first_or_second(read)):
            return go_on(flow, replace(basket, way=way), view)
        if basket.step == WHERE and words.asks_price(text):
            return again(flow, basket)
        if words.agrees(text, kind) and basket.asked:
            return go_on(flow, replace(basket, lines={basket.asked: 1}, asked=""), view)
        if words.agrees(text, kind) and basket.lines:
            if basket.step == CONFIRM:
                return _order(flow, basket, view)
            return replace(go_on(flow, basket, view), understood=basket.step == CHOOSE)  # no answer to "which", "where"
        if kind is Kind.NO or (words.calls_off(text) and not read.unknown):
            return _dropped(flow, basket)
        if words.asks_change(text) and basket.lines:
            say = flow.say("change", lines=bill(flow, basket).lines, example=example(flow.part.goods))
            return move(replace(basket, step=CHOOSE), say)
        if words.asks_price(text):
            return _worth(flow, basket) if basket.lines else _menu(flow, view, basket, 0)
        return None


def _wants_besides(flow: Flow[Catalogue], text: str) -> bool:
    """Whether more goods are wanted in the order he has; with a word that opens the flow it is an order of its own."""
    opening = {word for each in flow.words for word in words.words(each)}
    besides = words.wants_besides(text) and not words.asks_price(text) and not opening & set(words.words(text))
    return besides and bool(reading.listed(text, flow.part).wanted)


# ── what is said


def _menu(flow: Flow[Catalogue], view: Counter, basket: Basket, page: int) -> Move:
    say, page = menu(flow, _there_is(flow, view) or flow.part.goods, page)
    return move(replace(basket, step=basket.step if basket.lines else CHOOSE, page=page), say)


def _shown(flow: Flow[Catalogue], view: Counter, text: str) -> Move:
    """What there is, to somebody whose first words name nothing of it: "квіти на завтра"."""
    read = reading.listed(text, flow.part)
    about, basket = _not_found(flow, read), baskets.noted(Basket(), text) if read.more else Basket()
    shown = _menu(flow, view, basket, 0)
    return replace(shown, says=(before(about, shown.says[0]),), understood=False)


def _there_is(flow: Flow[Catalogue], view: Counter) -> list[goods.Goods]:
    return [each for each in flow.part.goods if view.left.get(each.code) != 0]


def _delivery(flow: Flow[Catalogue], basket: Basket, view: Counter) -> Move:
    """What it costs to have it brought; then he is asked what he was asked before."""
    if basket.lines or basket.doubts:
        return go_on(flow, basket, view, delivery(flow))
    return move(basket, before(delivery(flow), flow.say("not_sold", example=example(flow.part.goods))))


def _prices(flow: Flow[Catalogue], basket: Basket, read: Listed, view: Counter, about: str) -> Move:
    """What the goods cost that he asks about, and whether there are any."""
    codes = dict.fromkeys(code for each in read.wanted for code in each.codes)
    basket = replace(basket, asked=next(iter(codes)) if len(codes) == 1 and not basket.lines else "")
    asked = [each for each in flow.part.goods if each.code in codes]
    there = [each for each in asked if view.left.get(each.code) != 0]
    gone = about + "".join(text_of(flow, "gone", title=each.title, left=0) for each in asked if each not in there)
    if not there:
        return move(basket, before(gone, flow.say("sold_out")))
    lines = ", ".join(offered(flow, each) for each in there)
    return move(basket, before(gone, flow.say("price", goods=lines, example=example(there))))


def _worth(flow: Flow[Catalogue], basket: Basket) -> Move:
    told = bill(flow, basket)
    if basket.step in (WHERE, ADDRESS):  # a yes is not what he is asked for
        return again(flow, basket, f"{told.lines} - {told.sum}. ")
    return move(basket, flow.say("worth", lines=told.lines, sum=told.sum))


def _not_found(flow: Flow[Catalogue], read: Listed) -> str:
    return text_of(flow, "unknown", said=", ".join(read.unknown)) if read.unknown else ""


def _not_understood(flow: Flow[Catalogue], basket: Basket, about: str) -> Move:
    told = bill(flow, basket)
    if basket.step == CONFIRM and not about and told.fee is None:
        return move(basket, flow.say("not_sure", lines=told.lines, sum=told.sum), understood=False)
    if basket.step in (WHERE, WHICH, ADDRESS, CONFIRM) and not about:
        return replace(again(flow, basket), understood=False)
    say = flow.say("not_sold" if about else "not_understood", example=example(flow.part.goods))
    return move(basket, before(about, say), understood=False)


def _dropped(flow: Flow[Catalogue], basket: Basket) -> Move:
    return Move((flow.say("not_ordered", word=flow.words[0]),), step="no", state=basket.state(), outcome="left")


# ── answers


def _address(flow: Flow[Catalogue], basket: Basket, view: Counter, heard: Heard) -> Move | None:
    """Where it is to be brought; None where he says something else."""
    text = heard.rest.strip()
    if view.address and words.agrees(text, heard.meaning.kind):
        return go_on(flow, replace(basket, address=view.address), view)
    if words.way(text) == FETCH and flow.part.delivery == goods.ASK:
        return go_on(flow, replace(basket, way=FETCH), view)
    if heard.meaning.kind is not None or words.asks_menu(text) or words.asks_change(text) or "?" in text:
        return None if heard.meaning.kind is not Kind.YES else replace(again(flow, basket), understood=False)
    if words.way(text) == BRING or not _addresses(text):
        return replace(again(flow, basket), understood=False)
    return go_on(flow, replace(basket, address=baskets.tidy(text)), view)


def _elsewhere(flow: Flow[Catalogue], basket: Basket, text: str) -> Basket | None:
    """He says where to, and thereby that it is to be brought, or that he would rather fetch it, or have it brought."""
    way = words.way(text) if flow.part.delivery == goods.ASK else ""
    brought = flow.part.delivery != goods.PICK_UP and way != FETCH and words.names_street(text)
    if "?" not in text and (brought or (not way and basket.bring(flow.part) and words.names_place(text))):
        return replace(basket, way=BRING, address=baskets.tidy(text))
    if not way:
        return None
    return replace(baskets.noted(basket, text) if words.beside_way(text) else basket, way=way)


def _addresses(text: str) -> bool:
    """Whether somebody could find it: several words, or a number beside one."""
    several = len(text.split()) > 1 or any(sign.isdigit() for sign in text)
    return several and len(text) >= _SHORTEST_ADDRESS and any(sign.isalpha() for sign in text)


def _picked(flow: Flow[Catalogue], basket: Basket, read: Listed) -> Basket | None:
    """ "40" for the one with that in its name, "2" for the second of those he was asked about."""
    (codes, amount), *others = basket.doubts or (((), None),)
    if read.number is None:
        return None
    named = [code for code in codes if code in index_of(flow.part).words.get(str(read.number), ())]
    picked = named[0] if len(named) == 1 else next(iter(codes[read.number - 1 : read.number]), None)
    if picked is None or not read.number:
        return None
    return replace(basket, lines={**basket.lines, picked: amount or 1}, doubts=tuple(others))


def _first_or_second(read: Listed) -> str:
    return {1: BRING, 2: FETCH}.get(read.number or 0, "")


def _order(flow: Flow[Catalogue], basket: Basket, view: Counter) -> Move:
    """He has said yes: what there still is of it becomes an order; if that is less, he is asked anew."""
    fitted, about = baskets.fitted(flow, basket, view.left)
    if about:
        return go_on(flow, basket, view)
    waiting = [each.said for each in view.orders if each.state is OrderState.NEW]
    if len(waiting) >= _MOST_NEW:
        says = (flow.say("enough", orders=", ".join(waiting)),)
        return Move(says, (ForPeople(),), step="enough", state=basket.state(), outcome="full")
    told = bill(flow, fitted)
    lines = tuple(Line(each.code, each.title, each.price, amount) for each, amount in told.goods)
    place = Place(view.said(), lines, told.worth, told.fee, fitted.address if told.fee is not None else "", fitted.note)
    say = flow.say("ordered", order=place.said, sum=told.sum)
    return Move((say,), (place,), step="ordered", state=fitted.state(), outcome="done")


KIND, BOOKS = OrderKind(), OrderBooks()
