"""What came of scenarios and of the desk as files: votes, quizzes, entries, orders, appointments, answers, threads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bottle import HTTPError, HTTPResponse

from smsbox.dialogs.flows.errors import NoSuchFlow
from smsbox.people.rights import Right
from smsbox.sheets import desk, exports, talks
from smsbox.sheets.apart import PEOPLE, Making, Order
from smsbox.sheets.cells import Cell
from smsbox.sheets.exports import Reader
from smsbox.web.pages.exports import Gone, answered, place, watched
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

SHOP = "shop"
_FLOW = re.compile("[1-9][0-9]{0,17}")
_BACK = {"threads": "/desk", "tasks": "/tasks", "orders": "/orders", "appointments": "/appointments"}


@routes.get("/tables/<what>")
def as_file(visit: Visit, what: str) -> HTTPResponse:
    """One of them, or the whole shop; `flow`: of one scenario, `format`: csv or xlsx."""
    flow, kind = visit.query("flow"), visit.query("format")
    if kind not in ("csv", "xlsx") or (flow and not _FLOW.fullmatch(flow)):
        raise HTTPError(404)
    if what == SHOP and kind == "xlsx" and not flow:
        return _shop(visit)
    store, reader = visit.site.store, Reader(visit.tr, visit.zone, visit.now)
    try:
        if what in desk.LISTS:
            table, rows = desk.contents(store, what, reader)
        else:
            table, rows = talks.contents(store, visit.site.config, what, int(flow) if flow else None, reader)
    except (NoSuchFlow, talks.NoSuchTable):
        raise HTTPError(404) from None
    back = f"/dialogs/{flow}" if flow else _BACK[what]
    if not place():
        return visit.go(back, notice="one_file")

    def octets(gone: Gone) -> Iterator[bytes]:
        seen: Iterator[Sequence[Cell]] = watched(rows, gone)
        return exports.octets(kind, table, seen, visit.language)

    name = f"{what}-{flow}" if flow else what
    return answered(visit, name, kind, octets, name, "message.table_taken")


def _shop(visit: Visit) -> HTTPResponse:
    """All of it as one workbook, made by a process of its own: it holds both boxes. Customers stand in it for those who
    may have the list of them, too.
    """
    if not place():
        return visit.go("/reports/month", notice="one_file")
    people = PEOPLE if visit.may(Right.BULK) else ""
    told = f"{SHOP} + customers" if people else SHOP
    order = Order(visit.site.config.store.url, SHOP, "xlsx", people, [], visit.language, visit.zone.key, visit.now)
    return answered(visit, SHOP, "xlsx", lambda gone: Making(order, gone), told, "message.table_taken")
