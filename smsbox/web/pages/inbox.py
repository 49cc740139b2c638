"""The inbox: what customers wrote, newest first, and one message as it came."""

from __future__ import annotations

from bottle import HTTPError, HTTPResponse

from smsbox import inbox
from smsbox.i18n.marks import N_
from smsbox.inbox import InboundView
from smsbox.people.rights import Right
from smsbox.web.pages.send import answerable
from smsbox.web.paging import cursor, older
from smsbox.web.routes import Routes
from smsbox.web.visible import plainly
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

PAGE = 50


@routes.get("/inbox")
def index(visit: Visit) -> HTTPResponse:
    """One page of the list."""
    before = cursor(visit)
    rows = _rows(visit, before)
    return visit.page(
        "inbox/list.html",
        rows=rows[:PAGE],
        first_page=before is None,
        here="/inbox",
        first_url=None if before is None else "/inbox",
        older_url=older("/inbox", rows, PAGE),
    )


@routes.fragment("/live/inbox")
def live_rows(visit: Visit) -> HTTPResponse:
    """The newest rows."""
    return visit.part("inbox/rows.html", rows=_rows(visit, None)[:PAGE])


@routes.get("/inbox/<message_id:id>")
def detail(visit: Visit, message_id: int) -> HTTPResponse:
    """One message."""
    row = inbox.get(visit.site.store, message_id)
    if row is None:
        raise HTTPError(404)
    return visit.page(
        "inbox/detail.html",
        row=row,
        sender=plainly(row.sender) or visit.tr.gettext(N_("unknown")),
        modem=_modem_with(visit, row.sim),
        answerable=answerable(row.sender, visit.site.config.region.country),
    )


def _modem_with(visit: Visit, imsi: str | None) -> str:
    """The name of the modem that holds this SIM now; "" when none does."""
    found = (each for each in visit.site.modem_statuses() if imsi and each.get("imsi") == imsi)
    return next((str(each["name"]) for each in found), "")


def _rows(visit: Visit, before: int | None) -> list[InboundView]:
    """One more than a page, to know whether there is an older one."""
    return inbox.messages(visit.site.store, limit=PAGE + 1, before_id=before)
