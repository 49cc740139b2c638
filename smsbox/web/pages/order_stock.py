"""The stock of the goods that are ordered by SMS: how many pieces are left, as somebody has counted them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bottle import HTTPError, HTTPResponse

from smsbox.dialogs.flow import Flow, FlowState
from smsbox.dialogs.flows import rows as flows
from smsbox.dialogs.flows.errors import FlowErrors
from smsbox.dialogs.orders import stock
from smsbox.dialogs.orders.goods import Catalogue
from smsbox.dialogs.orders.telling import money
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.web.forms import Filled, blank, filled
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

_MOST = 1_000_000
_WHOLE = re.compile("[0-9]{1,7}")
NO_COUNT = N_("Give a whole number, or leave it empty where nobody counts.")
SOLD_MEANWHILE = N_("Meanwhile it became {left}: count again, please.")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The goods of one flow as they are shown: `left` and `taken` by code."""

    flow: Flow[Catalogue]
    left: dict[str, int | None]
    taken: dict[str, int]


@routes.get("/orders/stock")
def index(visit: Visit) -> HTTPResponse:
    """The goods of every flow by which something is ordered."""
    return _page(visit, None, blank(()), 200)


@routes.post("/orders/stock/<flow_id:id>", needs=Right.WRITE)
def change(visit: Visit, flow_id: int) -> HTTPResponse:
    """Take over what was changed in the form, and only that: orders come in while somebody types."""
    store = visit.site.store
    flow = next((shelf.flow for shelf in _shelves(visit) if shelf.flow.id == flow_id), None)
    if flow is None:
        raise HTTPError(404)
    codes = [goods.code for goods in flow.part.goods]
    form = filled(visit, {f"left-{code}": 7 for code in codes})
    with store.write():
        flows.hold(store, flow.id)
        now = stock.left(store, flow)
        changed = {code: _typed(visit, form, code, now[code]) for code in codes if _moved(visit, form, code)}
        if not form.errors:
            before = stock.put(store, flow, changed, visit.now)
            if changed:
                told = {code: (before[code].left, changed[code]) for code in changed}
                visit.audit("order.stock", flow.name, **told)
    if form.errors:
        return _page(visit, flow.id, form, 422)
    return visit.go("/orders/stock", notice="order_stock" if changed else "as_before")


def _moved(visit: Visit, form: Filled, code: str) -> bool:
    """Whether somebody has typed another number than he was shown."""
    return form.values[f"left-{code}"].strip() != visit.field(f"was-{code}").strip()


def _typed(visit: Visit, form: Filled, code: str, now: int | None) -> int | None:
    """The number that was typed; wrong when it is none, or when pieces went while he counted."""
    name = f"left-{code}"
    typed, shown = form.values[name].strip(), "" if now is None else str(now)
    if typed and not (_WHOLE.fullmatch(typed) and int(typed) <= _MOST):
        form.wrong(name, visit.tr.gettext(NO_COUNT))
        return None
    if shown not in (visit.field(f"was-{code}").strip(), typed):  # the latter: this form was sent before
        form.wrong(name, visit.tr.gettext(SOLD_MEANWHILE).format(left=shown or "–"))
    return int(typed) if typed else None


def _page(visit: Visit, typed_in: int | None, form: Filled, status: int) -> HTTPResponse:
    shelves = _shelves(visit)
    price = money
    return visit.page("orders/stock.html", status, shelves=shelves, form=form, typed_in=typed_in, money=price)


def _shelves(visit: Visit) -> list[Shelf]:
    store = visit.site.store
    found = list[Shelf]()
    for kept in flows.listed(store, kind="order"):
        if kept.state is FlowState.DRAFT:
            continue
        try:
            flow: Flow[Catalogue] = flows.as_flow(kept, visit.site.config)
        except FlowErrors:
            continue
        pieces = stock.pieces(store, flow.id)
        taken = {code: each.taken for code, each in pieces.items()}
        found.append(Shelf(flow, stock.left(store, flow), taken))
    return found
