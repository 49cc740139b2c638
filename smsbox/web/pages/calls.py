"""Calls that came in: first those somebody has to call back, with room for what came of it, then customers who would
rather be called than written to, then all others.
"""

from __future__ import annotations

import re

from bottle import HTTPError, HTTPResponse

from smsbox import contacts
from smsbox.desk import callbacks
from smsbox.inbox import calls
from smsbox.inbox.calls import Call, CallState
from smsbox.people.rights import Right
from smsbox.sms.msisdn import parse
from smsbox.subscription import leave
from smsbox.web.customers.offers import offers
from smsbox.web.pages.send import answerable
from smsbox.web.paging import cursor, older
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

PAGE = 50
_LONGEST_NOTE = 500
_ID = re.compile("[1-9][0-9]{0,17}")


@routes.get("/calls")
def index(visit: Visit) -> HTTPResponse:
    """One page of the list; the first one begins with the open calls."""
    store, before = visit.site.store, cursor(visit)
    rows = calls.listed(store, PAGE + 1, before)
    waiting = calls.listed(store, PAGE, open_only=True) if before is None else []
    shown = [call for call in rows[:PAGE] if call.state is not CallState.OPEN]
    instead = contacts.to_call(store, visit.now, PAGE) if before is None else []
    return visit.page(
        "calls.html",
        waiting=waiting,
        more=max(calls.waiting(store) - len(waiting), 0),
        rows=shown,
        names=contacts.names(store, (call.number for call in [*waiting, *shown] if call.number)),
        first_page=before is None,
        writable={call.id for call in [*waiting, *shown] if _writable(visit, call)},
        first_url=None if before is None else "/calls",
        older_url=older("/calls", rows, PAGE),
        instead=instead,
        offers=offers(visit, instead) if instead else {},
    )


@routes.post("/calls/instead", needs=Right.WRITE)
def told(visit: Visit) -> HTTPResponse:
    """A customer who would rather be called was told about a campaign."""
    campaign, number, store = visit.field("campaign"), visit.field("number"), visit.site.store
    if not _ID.fullmatch(campaign):
        raise HTTPError(400)
    with store.write():
        who = visit.actor.name
        contact_id = contacts.called(store, int(campaign), number, visit.now, by=who, note=_note(visit))
        if contact_id is not None:
            visit.audit("customer.called", contact_id, campaign=(None, int(campaign)))
            if visit.chosen(f"leave-{campaign}{number}"):
                _leaves(visit, number, f"campaign {campaign}")
    return visit.go("/calls", notice="settled" if contact_id else "settled_before")


@routes.post("/calls/<call_id:id>/done", needs=Right.WRITE)
def settle(visit: Visit, call_id: int) -> HTTPResponse:
    """Somebody called back, or need not."""
    note = _note(visit)
    person = visit.person.name if visit.person else None
    store = visit.site.store
    with store.write():
        done = callbacks.settle(store, call_id, now=visit.now, by_whom=person, note=note or None)
        if done:
            visit.audit("call.settled", call_id, note=(None, note or None))
            if visit.chosen(f"leave-{call_id}"):
                _leaves(visit, calls.number_of(store, call_id) or "", f"call {call_id}")
    return visit.go("/calls", notice="settled" if done else "settled_before")


def _leaves(visit: Visit, number: str, evidence: str) -> None:
    """Who said on the telephone that he wants no offers gets none from this moment on, customer or not."""
    site = visit.site
    if not answerable(number, site.config.region.country):
        return
    known = parse(number, site.config.region.country)
    leave(
        *(site.store, site.config, known),
        now=visit.now,
        how="call",
        evidence=evidence,
        operator=visit.actor.name,
        confirm=False,
    )
    contact = contacts.by_number(site.store, known)
    visit.audit("customer.left", known if contact is None else contact.id)
    site.ring()


def _note(visit: Visit) -> str:
    """What came of a call."""
    return visit.field("note").replace("\0", "").encode("utf-8", "replace").decode()[:_LONGEST_NOTE].strip()


def _writable(visit: Visit, call: Call) -> bool:
    """Whether the caller's number takes SMS."""
    return answerable(call.number, visit.site.config.region.country)
