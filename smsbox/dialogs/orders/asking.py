"""What has to be asked next before a basket can become an order, and what the whole of it costs; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from smsbox.dialogs.flow import Flow
from smsbox.dialogs.moves import Move, Say
from smsbox.dialogs.orders import basket as baskets
from smsbox.dialogs.orders.basket import ADDRESS, CHOOSE, CONFIRM, WHERE, WHICH, Basket
from smsbox.dialogs.orders.books import Counter
from smsbox.dialogs.orders.goods import PICK_UP, Catalogue, Goods
from smsbox.dialogs.orders.telling import before, money, offered, priced, text_of, told, worth


@dataclass(frozen=True, slots=True)
class Bill:
    """What a basket comes to: `worth` with its delivery, in hundredths; `fee` of that, None when nothing is brought;
    `lines`, `sum`, `fee_told` as they stand in an SMS.
    """

    goods: list[tuple[Goods, int]]
    worth: int
    fee: int | None
    lines: str
    sum: str
    fee_told: str


def bill(flow: Flow[Catalogue], basket: Basket) -> Bill:
    """Add it up."""
    part = flow.part
    bare = worth(part, basket.lines)
    fee = part.fee_for(bare) if basket.bring(part) else None
    whole = bare + (fee or 0)
    fee_told = money(fee, part.currency, flow.language) if fee else text_of(flow, "free")
    lines, sum_told = told(part, basket.lines), money(whole, part.currency, flow.language)
    return Bill(priced(part, basket.lines), whole, fee, lines, sum_told, fee_told)


def delivery(flow: Flow[Catalogue]) -> str:
    """What it costs to have goods brought, and from what sum on nothing; plain text, to be put before another."""
    part = flow.part
    if part.delivery == PICK_UP:
        return text_of(flow, "fetch_only")
    if not part.fee:
        return text_of(flow, "brought_free")
    fee = money(part.fee, part.currency, flow.language)
    if part.free_from is None:
        return text_of(flow, "brought_for", fee=fee)
    return text_of(flow, "brought_for_or_free", fee=fee, least=money(part.free_from, part.currency, flow.language))


def go_on(flow: Flow[Catalogue], basket: Basket, view: Counter, about: str = "") -> Move:
    """The next question; `about` is told before it, with what there is less of than he wants."""
    basket, short = baskets.fitted(flow, replace(basket, asked=""), view.left)
    about += short
    if basket.doubts:
        basket = replace(basket, step=WHICH)
    elif not basket.lines:
        return move(replace(basket, step=CHOOSE), before(about, flow.say("sold_out")))
    elif worth(flow.part, basket.lines) < flow.part.least:
        return move(replace(basket, step=CHOOSE), before(about, _least(flow, basket)))
    elif basket.bring(flow.part) is None:
        basket = replace(basket, step=WHERE)
    elif basket.bring(flow.part) and not basket.address:
        say = flow.say("address_again", address=view.address) if view.address else flow.say("address")
        return move(replace(basket, step=ADDRESS), before(about, say))
    else:
        basket = replace(basket, step=CONFIRM)
    return again(flow, basket, about)


def again(flow: Flow[Catalogue], basket: Basket, about: str = "") -> Move:
    """The question of this step, once more."""
    return move(basket, before(about, _question(flow, basket)))


def move(basket: Basket, *says: Say, understood: bool = True) -> Move:
    """Say something, and wait in this basket's step."""
    return Move(says, step=basket.step, state=basket.state(), understood=understood)


def _question(flow: Flow[Catalogue], basket: Basket) -> Say:
    made = bill(flow, basket)
    if basket.step == WHICH:
        codes = basket.doubts[0][0]
        named = ", ".join(offered(flow, each) for each in flow.part.goods if each.code in codes)
        return flow.say("which", goods=named)
    if basket.step == WHERE:
        fee = flow.part.fee_for(worth(flow.part, basket.lines))
        return flow.say("where", fee=money(fee, flow.part.currency, flow.language) if fee else text_of(flow, "free"))
    if basket.step == ADDRESS:
        return flow.say("address")
    if made.fee is not None:
        facts = {"lines": made.lines, "fee": made.fee_told, "sum": made.sum, "address": basket.address}
        return flow.say("offer_delivery", **facts)
    return flow.say("offer", lines=made.lines, sum=made.sum)


def _least(flow: Flow[Catalogue], basket: Basket) -> Say:
    least = money(flow.part.least, flow.part.currency, flow.language)
    return flow.say("least", least=least, sum=bill(flow, basket).sum)
