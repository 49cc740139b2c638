"""All problems: those that are open, those put off, and those that ended within thirty days; putting one off."""

from __future__ import annotations

from typing import Any

from bottle import HTTPError, HTTPResponse

from smsbox import problems
from smsbox.people.rights import Right
from smsbox.problems import Case
from smsbox.problems.records import KEPT, SNOOZE
from smsbox.web.problems import open_now, told
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.SEE)

CLOSED_SHOWN = 50


@routes.get("/problems")
def index(visit: Visit) -> HTTPResponse:
    """The whole page."""
    return visit.page("problems/page.html", **_view(visit))


@routes.fragment("/live/problems")
def live(visit: Visit) -> HTTPResponse:
    """Its live part."""
    return visit.part("problems/live.html", **_view(visit))


@routes.post("/problems/<case_id:id>/snooze")
def snooze(visit: Visit, case_id: int) -> HTTPResponse:
    """Remind nobody of it for a day."""
    found, store = _case(visit, case_id), visit.site.store
    with store.write():
        done = problems.snooze(store, visit.site.box, case_id, visit.now + SNOOZE)
        if done:
            visit.audit("problem.snoozed", _name(found))
    return visit.go("/problems", notice="snoozed" if done else "no_problem")


@routes.post("/problems/<case_id:id>/wake")
def wake(visit: Visit, case_id: int) -> HTTPResponse:
    """Remind people again."""
    found, store = _case(visit, case_id), visit.site.store
    with store.write():
        done = problems.wake(store, visit.site.box, case_id)
        if done:
            visit.audit("problem.woken", _name(found))
    return visit.go("/problems", notice="woken" if done else "no_problem")


def _view(visit: Visit) -> dict[str, Any]:
    found = open_now(visit.site, visit.tr, visit.now)
    over = problems.closed_since(visit.site.store, visit.site.box, visit.now - KEPT, CLOSED_SHOWN)
    return {
        "awake": [each for each in found if not each.snoozed],
        "put_off": [each for each in found if each.snoozed],
        "closed": told(over, visit.tr, visit.now),
    }


def _case(visit: Visit, case_id: int) -> Case:
    found = problems.case(visit.site.store, visit.site.box, case_id)
    if found is None:
        raise HTTPError(404)
    return found


def _name(found: Case) -> str:
    return f"{found.problem.key} {found.problem.subject}".strip()
