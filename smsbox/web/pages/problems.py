"""All problems: those that are open, those put off, and those that ended within thirty days; putting one off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bottle import HTTPError, HTTPResponse

from smsbox import problems
from smsbox.people.rights import Right
from smsbox.problems import Case
from smsbox.problems.records import KEPT, SNOOZE
from smsbox.store import Store
from smsbox.web.failures import forbidden_page
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
    """Remind nobody of it for a day; for those whose matter it is, since it holds for all."""
    until = visit.now + SNOOZE
    return _put(visit, case_id, lambda store, box: problems.snooze(store, box, case_id, until), "snoozed")


@routes.post("/problems/<case_id:id>/wake")
def wake(visit: Visit, case_id: int) -> HTTPResponse:
    """Remind people again."""
    return _put(visit, case_id, lambda store, box: problems.wake(store, box, case_id), "woken")


def _put(visit: Visit, case_id: int, change: Callable[[Store, str], bool], word: str) -> HTTPResponse:
    found, store = _case(visit, case_id), visit.site.store
    needs = problems.concern_of(found.problem)
    if not visit.may(needs):
        return forbidden_page(visit, needs)
    with store.write():
        done = change(store, visit.site.box)
        if done:
            visit.audit(f"problem.{word}", _name(found))
    return visit.go("/problems", notice=word if done else "no_problem")


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
