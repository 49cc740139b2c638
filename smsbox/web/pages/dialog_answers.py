"""What a survey or a form brought in: answers counted and in own words, or applications one by one."""

from __future__ import annotations

from typing import Any

from bottle import HTTPError, HTTPResponse

from smsbox import contacts
from smsbox.dialogs import applications, asked
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows import rows
from smsbox.dialogs.flows.rows import Kept
from smsbox.people.rights import Right
from smsbox.web.dialogs.frame import frame, kept_of
from smsbox.web.paging import cursor, older
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

PAGE = 40


@routes.get("/dialogs/<flow_id:id>/answers")
def show(visit: Visit, flow_id: int) -> HTTPResponse:
    """All that was answered so far."""
    kept = kept_of(visit, flow_id)
    if kept.kind not in ("survey", "form"):
        raise HTTPError(404)
    flow = rows.as_flow(kept, visit.site.config)
    return _survey(visit, kept, flow) if kept.kind == "survey" else _form(visit, kept, flow)


def _survey(visit: Visit, kept: Kept, flow: Flow[Any]) -> HTTPResponse:
    store, counted = visit.site.store, asked.counts(visit.site.store, kept.id)
    keys = [*(each.key for each in flow.part.questions), *counted]
    questions = [_question(flow, key, *counted.get(key, (0, 0, {}))) for key in dict.fromkeys(keys)]
    found = asked.page(store, kept.id, free=True, before=cursor(visit), limit=PAGE + 1)
    values = {"questions": questions, **_page(visit, kept, found)}
    return visit.page("dialogs/answers.html", **frame(visit, kept), **values)


def _question(flow: Flow[Any], key: str, put: int, answered: int, answers: dict[str, int]) -> dict[str, Any]:
    """One question with its answers, those that are offered in their order, then what was offered once."""
    question = flow.part.question(key)
    titles = question.choice.titles if question is not None and question.choice is not None else ()
    shown = {title: answers.get(title, 0) for title in titles} | answers
    most = max(shown.values(), default=0)
    bars = [
        (title, count, count / answered if answered else 0, count / most if most else 0)
        for title, count in shown.items()
    ]
    return {"key": key, "question": question, "put": put, "answered": answered, "bars": bars}


def _form(visit: Visit, kept: Kept, flow: Flow[Any]) -> HTTPResponse:
    store = visit.site.store
    found = applications.page(store, kept.id, before=cursor(visit), limit=PAGE + 1)
    values = {
        "count": applications.count(store, kept.id),
        "told": lambda each: applications.told(flow.part, each),
        **_page(visit, kept, found),
    }
    return visit.page("dialogs/applications.html", **frame(visit, kept), **values)


def _page(visit: Visit, kept: Kept, found: list[Any]) -> dict[str, Any]:
    path = f"/dialogs/{kept.id}/answers"
    shown = found[:PAGE]
    return {
        "rows": shown,
        "who": contacts.by_numbers(visit.site.store, [each.number for each in shown]),
        "first_url": None if cursor(visit) is None else path,
        "older_url": older(path, found, PAGE),
    }
