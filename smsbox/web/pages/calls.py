"""Calls that came in: first those somebody has to call back, with room for what came of it, then all others."""

from __future__ import annotations

from bottle import HTTPResponse

from smsbox.inbox import calls
from smsbox.inbox.calls import Call, CallState
from smsbox.people.rights import Right
from smsbox.web.pages.send import answerable
from smsbox.web.paging import cursor, older
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

PAGE = 50
_LONGEST_NOTE = 500


@routes.get("/calls")
def index(visit: Visit) -> HTTPResponse:
    """One page of the list; the first one begins with the open calls."""
    store, before = visit.site.store, cursor(visit)
    rows = calls.listed(store, PAGE + 1, before)
    waiting = calls.listed(store, PAGE, open_only=True) if before is None else []
    shown = [call for call in rows[:PAGE] if call.state is not CallState.OPEN]
    return visit.page(
        "calls.html",
        waiting=waiting,
        more=max(calls.waiting(store) - len(waiting), 0),
        rows=shown,
        first_page=before is None,
        writable={call.id for call in [*waiting, *shown] if _writable(visit, call)},
        first_url=None if before is None else "/calls",
        older_url=older("/calls", rows, PAGE),
    )


@routes.post("/calls/<call_id:id>/done", needs=Right.WRITE)
def settle(visit: Visit, call_id: int) -> HTTPResponse:
    """Somebody called back, or need not."""
    note = visit.field("note").replace("\0", "").encode("utf-8", "replace").decode()[:_LONGEST_NOTE].strip()
    person = visit.person.name if visit.person else None
    store = visit.site.store
    with store.write():
        done = calls.settle(store, call_id, now=visit.now, by_whom=person, note=note or None)
        if done:
            visit.audit("call.settled", call_id, note=(None, note or None))
    return visit.go("/calls", notice="settled" if done else "settled_before")


def _writable(visit: Visit, call: Call) -> bool:
    """Whether the caller's number takes SMS."""
    return answerable(call.number, visit.site.config.region.country)
