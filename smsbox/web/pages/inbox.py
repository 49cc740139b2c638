"""The inbox: what customers wrote, newest first, and one message as it came."""

from __future__ import annotations

from typing import Any

from bottle import HTTPError, HTTPResponse

from smsbox import contacts, events, inbox, outbox
from smsbox.i18n.marks import N_
from smsbox.inbox import InboundView
from smsbox.outbox import MessageView
from smsbox.people.rights import Right
from smsbox.sms.msisdn import BadNumber, parse
from smsbox.store.pages import Page
from smsbox.web.messages.searching import STANDINGS, Sought, inbox_sought
from smsbox.web.messages.timeline import inbound_steps
from smsbox.web.messages.visible import plainly
from smsbox.web.pages.send import answerable
from smsbox.web.paging import newest, shown, which
from smsbox.web.routes import Routes
from smsbox.web.threads.codes import path_of
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

PAGE = 50
_LAST = 50
"""Messages to a sender that are looked through for answers."""


@routes.get("/inbox")
def index(visit: Visit) -> HTTPResponse:
    """One page of what is looked for."""
    found, wanted = inbox_sought(visit)
    chips = [
        {"text": text, "link": found.link(state=code), "current": code == found.form.values["state"]}
        for code, text in {"": N_("All"), **STANDINGS}.items()
    ]
    if found.form.errors:
        return visit.page("inbox/list.html", 422, sought=found, chips=chips, parts_of=found.parts(visit), page=None)
    page = inbox.page(visit.site.store, wanted, limit=PAGE, **which(visit))
    return visit.page(
        "inbox/list.html", sought=found, chips=chips, parts_of=found.parts(visit), **_shown(visit, found, page)
    )


@routes.fragment("/live/inbox")
def live_rows(visit: Visit) -> HTTPResponse:
    """The newest rows."""
    found, wanted = inbox_sought(visit)
    page = inbox.page(visit.site.store, wanted, limit=PAGE, **newest(visit))
    return visit.part("inbox/rows.html", sought=found, **_shown(visit, found, page))


def _shown(visit: Visit, found: Sought, page: Page[InboundView]) -> dict[str, Any]:
    looked = inbox.get(visit.site.store, page.older) if page.short and page.older else None
    names = contacts.names(visit.site.store, (row.sender for row in page.rows))
    return shown(visit, found, page, looked.received_at if looked else None) | {"names": names}


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
        who=contacts.names(visit.site.store, [row.sender]).get(row.sender),
        modem=_modem_with(visit, row.sim),
        pieces=inbox.pieces(visit.site.store, row.id),
        steps=inbound_steps(visit.tr, row, events.of_message(visit.site.store, row.id, prefix="inbox.")),
        conversation=_conversation(visit, row),
        answerable=answerable(row.sender, visit.site.config.region.country),
        answers=_answers(visit, row),
    )


def _conversation(visit: Visit, row: InboundView) -> str:
    """Where all that was said with its sender stands; "" for a machine."""
    try:
        return path_of(parse(row.sender, visit.site.config.region.country))
    except BadNumber:
        return ""


def _answers(visit: Visit, row: InboundView) -> list[MessageView]:
    """What he was answered, looked for among the last messages to him, oldest first."""
    try:
        number = parse(row.sender, visit.site.config.region.country)
    except BadNumber:
        return []
    last = outbox.messages(visit.site.store, outbox.Filter(recipient=number), _LAST)
    return [each for each in reversed(last) if each.reply_to == row.id]


def _modem_with(visit: Visit, imsi: str | None) -> str:
    """The name of the modem that holds this SIM now; "" when none does."""
    found = (each for each in visit.site.modem_statuses() if imsi and each.get("imsi") == imsi)
    return next((str(each["name"]) for each in found), "")
