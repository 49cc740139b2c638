"""What a flower shop has sold by SMS in a morning: orders in every state, with addresses and notes, for the walks."""

from __future__ import annotations

from smsbox.clock import HOUR, MINUTE
from smsbox.dialogs.flows import rows as flows
from smsbox.dialogs.moves import Heard
from smsbox.dialogs.orders import handling, rows, stock
from smsbox.dialogs.orders.books import OrderBooks, Place
from smsbox.dialogs.orders.goods import OrderState
from smsbox.dialogs.orders.rows import Line
from smsbox.sms.keywords import Meaning
from tests.web.desk import Desk

_ADDRESS, _NOTE = "вул. Богдана Хмельницького 15, кв. 42, під’їзд 2", "без стрічки, подзвоніть за годину <b>"


def furnish_orders(desk: Desk) -> None:
    """Of the first scenario by which something is ordered: forty orders."""
    store, config, now = desk.store, desk.site.config, desk.clock.at
    kept = next(each for each in flows.listed(store, kind="order"))
    flow, books = flows.as_flow(kept, config), OrderBooks()
    for place in range(40):
        goods = flow.part.goods[place % len(flow.part.goods)]
        number, at = f"+3805000010{place:02}", now - 3 * HOUR + place * MINUTE
        line, brought = Line(goods.code, goods.title, goods.price, 1), place % 2 == 0
        with store.write():
            if stock.left(store, flow)[goods.code] == 0:
                continue
            said = books.view(store, flow, number, at).said()
            address, note = (_ADDRESS if brought else ""), (_NOTE if place % 3 == 0 else "")
            order = Place(said, (line,), goods.price + 8000 * brought, 8000 if brought else None, address, note)
            books.apply(store, config, flow, None, order, Heard("так", "так", Meaning(None), 1, number, at, at))
        made = rows.of_number(store, number, 1)[0]
        for state in [*OrderState][1 : place % 5 + 1]:
            if state is not OrderState.CANCELLED:
                handling.move(store, config, made.id, state, by="Olha", now=at + HOUR)
        if place % 7 == 6:
            handling.move(store, config, made.id, OrderState.CANCELLED, by="Olha", now=at + HOUR, note="Мороз.")
