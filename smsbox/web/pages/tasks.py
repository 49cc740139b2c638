"""Tasks: what somebody has to do for customers, the most pressing first; one takes it, it is done or dropped once."""

from __future__ import annotations

import re
from typing import Any

from bottle import HTTPError, HTTPResponse

from smsbox import contacts
from smsbox.desk import tasks
from smsbox.desk.tasks import Task, TaskState
from smsbox.dialogs import doing
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.web.forms import filled
from smsbox.web.routes import Routes
from smsbox.web.threads import words
from smsbox.web.threads.codes import path_of
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

PAGE = 12
_ENDED, _LOOKED_AT = 8, 100
"""So many of those that were done are shown; of one kind, as many as are among the last of all kinds."""
_LONGEST_NOTE, _LONGEST_REASON = 500, 100
_PLACE = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})")
_WORK = {"order": "/orders/{}", "appointment": "/appointments"}
"""Where the work behind a task is done, by its kind."""
_EFFECTS = {
    doing.ORDER: N_(
        "Handing out or calling off here ends the order: its customer is told by SMS, where the scenario says so."
    ),
    doing.WAITING: N_("With the task of an appointment its customer waits no more: write to him yourself."),
}
"""What else a press changes, said before it."""


@routes.get("/tasks")
def index(visit: Visit) -> HTTPResponse:
    """What is to be done; on the first page what was done last, too."""
    counts = {kind: _count(visit, kind) for kind in ("", *words.KINDS)}
    return visit.page("desk/tasks.html", counts=counts, **_listed(visit))


@routes.fragment("/live/tasks")
def live_rows(visit: Visit) -> HTTPResponse:
    """The same once more."""
    return visit.part("desk/task_rows.html", **_listed(visit))


@routes.post("/tasks/<task_id:id>/take", needs=Right.WRITE)
def take(visit: Visit, task_id: int) -> HTTPResponse:
    """Take it; `was`: from whom, as far as the page knew."""
    task = _known(visit, task_id)
    with visit.site.store.write():
        who, was = visit.actor.name, visit.field("was") or None
        won = doing.take(visit.site.store, task_id, who=who, was=was, now=visit.now)
        if won:
            visit.audit("task.taken", task_id, taken_by=(was, who))
    mine = won or (task.open and task.taken_by == visit.actor.name)
    return _back(visit, "task_taken" if mine else "task_over")


@routes.post("/tasks/<task_id:id>/back", needs=Right.WRITE)
def give_back(visit: Visit, task_id: int) -> HTTPResponse:
    """Leave it to others."""
    with visit.site.store.write():
        done = doing.give_back(visit.site.store, task_id, who=visit.actor.name)
        if done:
            visit.audit("task.given_back", task_id)
    return _back(visit, "task_given" if done else "task_over")


@routes.post("/tasks/<task_id:id>/end", needs=Right.WRITE)
def end(visit: Visit, task_id: int) -> HTTPResponse:
    """It is done, or need not be; an order is handed out, or called off, and its customer told."""
    dropped, form, task = visit.chosen("dropped"), filled(visit, {"note": _LONGEST_NOTE}), _known(visit, task_id)
    note = "" if form.errors else form.values["note"].strip()
    if task.kind == doing.ORDER:
        note = note[:_LONGEST_REASON].strip()
    store, who = visit.site.store, visit.actor.name
    with store.write():
        of, was = (store, visit.site.config, task_id), _state_of(visit, task)
        ended = doing.end(*of, now=visit.now, by=who, note=note, dropped=dropped)
        if ended is not None:
            visit.audit("task.dropped" if dropped else "task.done", task_id, note=(None, note or None))
        if ended == doing.ORDER:
            state = "cancelled" if dropped else "done"
            visit.audit("order.moved", task.ref_id, state=(was, state), note=(None, note or None))
    if ended == doing.ORDER:
        visit.site.ring()
        return _back(visit, "order_moved")
    wanted = TaskState.DROPPED if dropped else TaskState.DONE
    same = ended is not None or (task.state is wanted and task.ended_by == who)  # pressed twice
    return _back(visit, "task_over" if not same else "task_dropped" if dropped else "task_done")


def _state_of(visit: Visit, task: Task) -> str | None:
    """How the order of a task stands."""
    if task.kind != doing.ORDER or task.ref_id is None:
        return None
    from smsbox.dialogs.orders import rows  # only for who has orders

    order = rows.get(visit.site.store, task.ref_id)
    return None if order is None else order.state.name.lower()


def _known(visit: Visit, task_id: int) -> Task:
    task = tasks.get(visit.site.store, task_id)
    if task is None:
        raise HTTPError(404)
    return task


def _back(visit: Visit, notice: str) -> HTTPResponse:
    """To the same tasks of the same kind as before the press."""
    kind, after = visit.field("kind"), visit.field("after")
    kept: dict[str, Any] = {"kind": kind} if kind in words.KINDS else {}
    if _PLACE.fullmatch(after):
        kept["after"] = after
    return visit.go("/tasks", notice=notice, **kept)


def _listed(visit: Visit) -> dict[str, object]:
    store = visit.site.store
    which = visit.query("kind") if visit.query("kind") in words.KINDS else ""
    place = _PLACE.fullmatch(visit.query("after"))
    after = (int(place[1]), int(place[2])) if place else None
    found, on = tasks.to_do(store, PAGE, kind=which, after=after)
    over = tasks.ended(store, _LOOKED_AT if which else _ENDED) if after is None else []
    over = [each for each in over if which in ("", each.kind)][:_ENDED]
    kept = f"kind={which}&" if which else ""
    return {
        "found": found,
        "over": over,
        "names": contacts.names(store, (each.number for each in (*found, *over))),
        "on": f"/tasks?{kept}after={on[0]}.{on[1]}" if on else None,
        "first": after is None,
        "which": which,
        "stay": {"kind": which, "after": place[0] if place else ""},
        "kinds": words.KINDS,
        "kind": words.kind,
        "states": words.TASKS,
        "path_of": path_of,
        "me": visit.actor.name,
        "effects": _EFFECTS,
        "work": lambda task: _work(visit, task),
    }


def _count(visit: Visit, kind: str) -> str:
    """How many are open, as on a chip; "" for none."""
    number = tasks.waiting(visit.site.store, kind)
    return f"{tasks.MOST}+" if number > tasks.MOST else str(number or "")


def _work(visit: Visit, task: Task) -> str:
    """Where it is done, as far as the visitor may go there."""
    path = _WORK.get(task.kind, "").format(task.ref_id)
    if task.kind == "application" and task.ref_id is not None:
        from smsbox.dialogs import applications  # only for who has forms

        flow_id = applications.flow_of(visit.site.store, task.ref_id)
        path = f"/dialogs/{flow_id}/answers" if flow_id is not None else ""
    if not (path and visit.directory.needs("GET", path) and visit.may_open(path)):
        return ""
    return f"{path}?before={(task.ref_id or 0) + 1}#a{task.ref_id}" if task.kind == "application" else path
