"""Orders: what is to be done first, each one press further; one order with all that became of it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from bottle import HTTPError, HTTPResponse

from smsbox import contacts, outbox
from smsbox.clock import SECOND
from smsbox.dialogs.orders import handling, rows
from smsbox.dialogs.orders.goods import OrderState
from smsbox.dialogs.orders.rows import Order
from smsbox.dialogs.orders.telling import money
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.sms.msisdn import BadNumber, parse
from smsbox.web import presses
from smsbox.web.pages.send import answerable
from smsbox.web.paging import cursor, further
from smsbox.web.routes import Routes
from smsbox.web.threads.codes import path_of
from smsbox.web.visit import Visit
from smsbox.web.words import Word

routes = Routes(Right.READ)

PAGE = 30
_LONGEST_NOTE = 100
_DIGITS, _FEWEST = re.compile("[0-9]+"), 7
"""Of so many digits it is a telephone number, and no order's."""
_PLACE = re.compile(r"(\?state=[a-z]+)?([?&](after|before)=[0-9]{1,18})?|\?find=[0-9%A-F+-]{1,60}")
_TO_DO = (OrderState.NEW, OrderState.ACCEPTED, OrderState.READY)
WORDS = {
    OrderState.NEW: Word("inbox", "warn", OrderState.NEW.text),
    OrderState.ACCEPTED: Word("sending", "busy", OrderState.ACCEPTED.text),
    OrderState.READY: Word("gift", "good", OrderState.READY.text),
    OrderState.DONE: Word("ok", "idle", OrderState.DONE.text),
    OrderState.CANCELLED: Word("cancelled", "idle", OrderState.CANCELLED.text),
}
_PRESSES = {
    OrderState.NEW: (OrderState.ACCEPTED, N_("Accept"), "ok"),
    OrderState.ACCEPTED: (OrderState.READY, N_("It is ready"), "gift"),
    OrderState.READY: (OrderState.DONE, N_("Hand it out"), "ok"),
}
"""State → what is pressed next: the state it leads to, the word, the picture."""


@routes.get("/orders")
def index(visit: Visit) -> HTTPResponse:
    """The orders of one state, or all that somebody has to do something about."""
    counts = rows.counts(visit.site.store)
    chips = [("", N_("To do"), sum(counts[each] for each in _TO_DO))]
    chips += [(each.name.lower(), each.text, counts[each]) for each in OrderState]
    return visit.page("orders/list.html", chips=chips, **_listed(visit))


@routes.fragment("/live/orders")
def live_rows(visit: Visit) -> HTTPResponse:
    """The first page once more."""
    return visit.part("orders/rows.html", **_listed(visit), live=True)


@routes.get("/orders/<order_id:id>")
def detail(visit: Visit, order_id: int) -> HTTPResponse:
    """One order, its customer, and each state it has reached."""
    store, order = visit.site.store, rows.get(visit.site.store, order_id)
    if order is None:
        raise HTTPError(404)
    steps = rows.steps(store, order.id)
    ids = [step.message_id for step in steps if step.message_id is not None]
    others = [each for each in rows.of_number(store, order.number, 6) if each.id != order.id]
    return visit.page(
        "orders/order.html",
        **_shown(visit, [order]),
        order=order,
        steps=steps,
        messages={each: found for each in ids if (found := outbox.get(store, each)) is not None},
        others=others,
        reads=lambda state: handling.told(store, visit.site.config, order, state),
        who=contacts.names(store, [order.number]).get(order.number),
        writable=answerable(order.number, visit.site.config.region.country),
    )


@routes.post("/orders/<order_id:id>/take", needs=Right.WRITE)
def take(visit: Visit, order_id: int) -> HTTPResponse:
    """Whoever presses works at it."""
    store, back = visit.site.store, _back(visit, order_id)
    with store.write():
        done = handling.take(store, order_id, who=visit.actor.name, now=visit.now)
        if done:
            visit.audit("order.taken", order_id)
    order = rows.get(store, order_id)
    mine = order is not None and order.taken_by == visit.actor.name
    return _go(visit, back, "order_taken" if mine else "task_over")


@routes.post("/orders/<order_id:id>/move", needs=Right.WRITE)
def move(visit: Visit, order_id: int) -> HTTPResponse:
    """One state further; the customer is told."""
    store, back = visit.site.store, _back(visit, order_id)
    state = next((each for each in OrderState if each.name.lower() == visit.field("to")), OrderState.NEW)
    if state is OrderState.NEW:
        raise HTTPError(400)
    note = visit.field("note").replace("\0", "").encode("utf-8", "replace").decode()[:_LONGEST_NOTE].strip()
    with store.write():
        order = rows.get(store, order_id)
        if presses.led(visit) is not None:
            same = order is not None and order.state is state
            return _go(visit, back, "order_moved" if same else "task_over")
        try:
            of = (store, visit.site.config, order_id, state)
            done = handling.move(*of, by=visit.actor.name, now=visit.now, note=note)
        except handling.NoSuchOrder:
            raise HTTPError(404) from None
        if done and order is not None:
            visit.audit(
                "order.moved", order_id, state=(order.state.name.lower(), state.name.lower()), note=(None, note or None)
            )
            presses.leads(visit, back)
    if done:
        visit.site.ring()
    return _go(visit, back, "order_moved" if done else "task_over")


def _listed(visit: Visit) -> dict[str, Any]:
    """What is to be done the oldest first, what is over the newest first; each page where the last one ended."""
    store, chosen = (
        visit.site.store,
        next((each for each in OrderState if each.name.lower() == visit.query("state")), None),
    )
    states = _TO_DO if chosen is None else (chosen,)
    named, waits = visit.query("find").strip()[:20], chosen is None or chosen.open
    at = cursor(visit, "after" if waits else "before")
    if named:
        found, at = _called(visit, named), None
    elif waits:
        found = rows.waiting(store, states, PAGE + 1, after=at or 0)
    else:
        found = rows.listed(store, states, PAGE + 1, before=at)
    kept = "" if chosen is None else chosen.name.lower()
    return {
        **_shown(visit, found[:PAGE]),
        "chosen": kept,
        "place": _link(find=named) if named else _link(state=kept, **{"after" if waits else "before": at}),
        "named": named,
        "waits": waits,
        "first_url": (f"/orders?state={kept}" if kept else "/orders") if at is not None else None,
        "on_url": None if named else further("/orders", found, PAGE, "after" if waits else "before", state=kept),
        "names": contacts.names(store, (each.number for each in found[:PAGE])),
    }


def _link(**given: object) -> str:
    """The query that leads to the same page of the list again."""
    kept = {name: value for name, value in given.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def _called(visit: Visit, named: str) -> list[Order]:
    """What somebody at the counter or on the telephone means: "23-4", "№ 23-04", "23 4", today's "4", or his number."""
    store, pieces = visit.site.store, [int(each) for each in _DIGITS.findall(named)[:9]]
    if sum(sign.isdigit() for sign in named) >= _FEWEST:
        try:
            return rows.of_number(store, parse(named, visit.site.config.region.country), PAGE)
        except BadNumber:
            return []
    if len(pieces) == 1:
        pieces.insert(0, datetime.fromtimestamp(visit.now / SECOND, visit.zone).day)
    return rows.called(store, "-".join(map(str, pieces))) if len(pieces) == 2 else []


def _shown(visit: Visit, found: list[Order]) -> dict[str, Any]:
    """What templates of orders need."""
    return {
        "path_of": path_of,
        "place": "",
        "rows": found,
        "words_of": WORDS,
        "next_of": _PRESSES,
        "money": lambda order, hundredths=None: money(
            order.worth if hundredths is None else hundredths, order.currency, visit.language
        ),
        "mark": lambda order, what: presses.of(visit.actor.name, order.id, int(order.state), order.taken_by, what),
    }


def _back(visit: Visit, order_id: int) -> str:
    """Where the press came from: the very page of the list, or the order."""
    place = visit.field("place") if _PLACE.fullmatch(visit.field("place")) else ""
    return f"/orders{place}" if visit.field("from") == "list" else f"/orders/{order_id}"


def _go(visit: Visit, back: str, notice: str) -> HTTPResponse:
    return visit.go(f"{back}{'&' if '?' in back else '?'}notice={notice}")
