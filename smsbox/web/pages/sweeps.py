"""Doing one thing with all that is found: the preview with its exact count, the word to go on, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bottle import HTTPError, HTTPResponse

from smsbox import outbox
from smsbox.i18n.marks import N_, NN_
from smsbox.outbox import sweeps
from smsbox.outbox.sweeps import Stage, Sweep
from smsbox.people.rights import Right
from smsbox.web.messages.searching import OUTBOX_FIELDS, outbox_sought
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.STEER)

_PATIENCE = 0.4
"""Seconds a request counts or works by itself; the rest is the clockwork's, every ten seconds."""


@dataclass(frozen=True, slots=True)
class Swept:
    """A thing that can be done: its word as a button, what is asked before, what is said of some, and of all."""

    path: str
    icon: str
    tone: str
    text: str
    question: tuple[str, str]
    over: tuple[str, str]


SWEPT = (
    Swept(
        *("hold", "held", "", N_("Hold")),
        NN_("Hold %(num)s message?", "Hold %(num)s messages?"),
        NN_("%(num)s message is held.", "%(num)s messages are held."),
    ),
    Swept(
        *("release", "send", "", N_("Release")),
        NN_("Release %(num)s message?", "Release %(num)s messages?"),
        NN_("%(num)s message is in the queue again.", "%(num)s messages are in the queue again."),
    ),
    Swept(
        *("resend", "reload", "", N_("Send again")),
        NN_("Send %(num)s message again?", "Send %(num)s messages again?"),
        NN_("%(num)s message is to be sent again.", "%(num)s messages are to be sent again."),
    ),
    Swept(
        *("cancel", "cancelled", "danger", N_("Cancel")),
        NN_("Cancel %(num)s message?", "Cancel %(num)s messages?"),
        NN_("%(num)s message is cancelled.", "%(num)s messages are cancelled."),
    ),
    Swept(
        *("move", "sim", "", N_("Move to another SIM")),
        NN_("Move %(num)s message?", "Move %(num)s messages?"),
        NN_("%(num)s message is moved.", "%(num)s messages are moved."),
    ),
)
_BY_PATH = {each.path: each for each in SWEPT}


@routes.post("/outbox/sweeps")
def begin(visit: Visit) -> HTTPResponse:
    """Count what the form finds; nothing is changed yet."""
    act, target = visit.field("act"), visit.field("target")
    found, wanted = outbox_sought(visit, {name: visit.field(name) for name in OUTBOX_FIELDS})
    if act not in _BY_PATH:
        raise HTTPError(400)
    if found.form.errors:
        return visit.go(found.link())
    known = {str(each): each for each in found.sims}
    if act == "move" and target != "any" and target not in known:
        return visit.go(found.link(notice="which_sim"))
    who = visit.person.name if visit.person else ""
    begun = sweeps.begin(visit.site.store, act, wanted, by=who, now=visit.now, sim_id=known.get(target))
    _work(visit, begun.id)
    return visit.go(f"/outbox/sweeps/{begun.id}")


@routes.get("/outbox/sweeps/<sweep_id:id>")
def show(visit: Visit, sweep_id: int) -> HTTPResponse:
    """How it stands."""
    return visit.page("outbox/sweep.html", **_view(visit, sweep_id))


@routes.fragment("/live/outbox/sweeps/<sweep_id:id>")
def live(visit: Visit, sweep_id: int) -> HTTPResponse:
    """How it stands now."""
    return visit.part("outbox/sweep_live.html", **_view(visit, sweep_id))


@routes.post("/outbox/sweeps/<sweep_id:id>/agree")
def agree(visit: Visit, sweep_id: int) -> HTTPResponse:
    """Do it. What may arrive twice only with the tick that says so."""
    store, twice = visit.site.store, visit.chosen("twice")
    with store.write():
        seen = _get(visit, sweep_id)
        if sweeps.agree(store, sweep_id, twice=twice):
            count = seen.counted - (0 if twice else seen.doubtful)
            visit.audit(f"message.{seen.act}", seen.told(count))
    _work(visit, sweep_id)
    visit.site.ring()
    return visit.go(f"/outbox/sweeps/{sweep_id}")


@routes.post("/outbox/sweeps/<sweep_id:id>/stop")
def stop(visit: Visit, sweep_id: int) -> HTTPResponse:
    """Do no more of it."""
    store = visit.site.store
    with store.write():
        seen = _get(visit, sweep_id)
        if sweeps.stop(store, sweep_id, visit.now):
            visit.audit("message.broken_off", f"{seen.act} {seen.told(seen.changed)}")
    return visit.go(f"/outbox/sweeps/{sweep_id}")


def _work(visit: Visit, sweep_id: int) -> None:
    """What can be done at once is done at once."""
    until = visit.site.clock.boottime() + _PATIENCE
    found: Sweep | None = sweeps.get(visit.site.store, sweep_id)
    while found is not None and found.open and visit.site.clock.boottime() < until:
        found = sweeps.advance(visit.site.store, sweep_id, visit.now)


def _get(visit: Visit, sweep_id: int) -> Sweep:
    found = sweeps.get(visit.site.store, sweep_id)
    if found is None:
        raise HTTPError(404)
    return found


def _view(visit: Visit, sweep_id: int) -> dict[str, Any]:
    found = _get(visit, sweep_id)
    examples = [view for each in found.examples if (view := outbox.get(visit.site.store, each)) is not None]
    return {"sweep": found, "swept": _BY_PATH[found.act], "Stage": Stage, "examples": examples}
