"""Campaigns: all of them, one with how far it is, and what a person can do with it while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bottle import HTTPError, HTTPResponse

from smsbox.campaigns import lifecycle, rows
from smsbox.campaigns.rows import Campaign, State
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.web import presses
from smsbox.web.campaigns import progress
from smsbox.web.campaigns.occasion import OCCASIONS, plan_for
from smsbox.web.campaigns.steps import LONGEST_NAME, campaign_of
from smsbox.web.campaigns.timing import KIND
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.paging import cursor, older
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

PAGE = 30
_FIELDS = {"name": LONGEST_NAME, "kind": 20}
_FILTERS: dict[str, tuple[str, tuple[State, ...]]] = {
    "": (N_("All"), ()),
    "draft": (N_("Drafts"), (State.DRAFT, State.APPROVED)),
    "scheduled": (N_("Scheduled"), (State.SCHEDULED,)),
    "running": (N_("Under way"), (State.RUNNING, State.PAUSED)),
    "over": (N_("Over"), (State.FINISHED, State.CANCELLED)),
}


@routes.get("/campaigns")
def index(visit: Visit) -> HTTPResponse:
    """One page of them, newest first."""
    chips = [
        {"text": text, "link": f"/campaigns?state={name}" if name else "/campaigns", "current": name == _chosen(visit)}
        for name, (text, _) in _FILTERS.items()
    ]
    values = _listed(visit)
    first = "/campaigns" if cursor(visit) is not None else None
    return visit.page("campaigns/list.html", chips=chips, live=_live(visit), first_url=first, **values)


@routes.fragment("/live/campaigns")
def live_rows(visit: Visit) -> HTTPResponse:
    """The same page as it is now."""
    return visit.part("campaigns/rows.html", **_listed(visit))


def _chosen(visit: Visit) -> str:
    name = visit.query("state")
    return name if name in _FILTERS else ""


def _live(visit: Visit) -> str:
    query = str(visit.request.query_string)
    return "/live/campaigns" + (f"?{query}" if query else "")


def _listed(visit: Visit) -> dict[str, Any]:
    name = _chosen(visit)
    found = rows.recent(visit.site.store, PAGE + 1, states=_FILTERS[name][1], before=cursor(visit))
    return {
        "rows": [progress.row_of(visit, each) for each in found[:PAGE]],
        "chosen": name,
        "older_url": older("/campaigns", found, PAGE, state=name),
    }


@routes.get("/campaigns/new", needs=Right.BULK)
def new(visit: Visit) -> HTTPResponse:
    """What it is called, and what for."""
    return _new(visit, blank(_FIELDS, kind="offer"), 200)


def _new(visit: Visit, form: Filled, status: int) -> HTTPResponse:
    return visit.page("campaigns/new.html", status, form=form, kinds=OCCASIONS, once=presses.fresh())


@routes.post("/campaigns", needs=Right.BULK)
def create(visit: Visit) -> HTTPResponse:
    """A draft, and on to its text."""
    form = filled(visit, _FIELDS)
    presses.given(visit)
    require(visit, form, "name")
    plan = plan_for(form.values["kind"])
    if plan is None:
        form.wrong("kind", visit.tr.gettext(KIND))
    if plan is None or form.errors:
        return _new(visit, form, 422)
    store = visit.site.store
    with store.write():
        before = presses.led(visit)
        if before is not None:
            return visit.go(before)
        made = lifecycle.create(store, form.values["name"], plan, by=visit.actor.name, now=visit.now)
        visit.audit("campaign.made", f"{made.id} {made.name}")
        presses.leads(visit, f"/campaigns/{made.id}/text")
    return visit.go(f"/campaigns/{made.id}/text")


@routes.get("/campaigns/<campaign_id:id>")
def show(visit: Visit, campaign_id: int) -> HTTPResponse:
    """One campaign: how far it is, or what is missing in the draft."""
    found = campaign_of(visit, campaign_id)
    return visit.page("campaigns/run.html", **_shown(visit, found), live=found.state not in rows.OVER)


@routes.fragment("/live/campaigns/<campaign_id:id>")
def live(visit: Visit, campaign_id: int) -> HTTPResponse:
    """One campaign as it is now."""
    return visit.part("campaigns/run_live.html", **_shown(visit, campaign_of(visit, campaign_id)))


def _shown(visit: Visit, found: Campaign) -> dict[str, Any]:
    newest = rows.recent(visit.site.store, 1)
    return progress.shown(visit, found) | {
        "actions": [each for each in ACTIONS.values() if each.fits(found)],
        "copying": presses.of(visit.cookie, found.id, *(each.id for each in newest)),
    }


@dataclass(frozen=True, slots=True)
class Action:
    """A button: its word in the address, picture, tone and text, what it fits, and what it does."""

    path: str
    icon: str
    tone: str
    text: str
    fits: Callable[[Campaign], bool]
    call: Callable[[Visit, Campaign, int], Campaign]


def _pause(visit: Visit, found: Campaign, version: int) -> Campaign:
    return lifecycle.pause(visit.site.store, found.id, now=visit.now, by=visit.actor.name)


def _resume(visit: Visit, found: Campaign, version: int) -> Campaign:
    return lifecycle.resume(visit.site.store, visit.site.config, found.id, version, now=visit.now, by=visit.actor.name)


def _cancel(visit: Visit, found: Campaign, version: int) -> Campaign:
    return lifecycle.cancel(visit.site.store, found.id, now=visit.now, by=visit.actor.name)


def _go_on(visit: Visit, found: Campaign, version: int) -> Campaign:
    return lifecycle.go_on(visit.site.store, found.id, version, now=visit.now, by=visit.actor.name)


def _skip(visit: Visit, found: Campaign, version: int) -> Campaign:
    return lifecycle.skip(visit.site.store, visit.site.config, found.id, version, now=visit.now, by=visit.actor.name)


def _goes(found: Campaign) -> bool:
    return found.state in (State.RUNNING, State.SCHEDULED)


def _stands_still(found: Campaign) -> bool:
    return found.state is State.PAUSED


def _lasts(found: Campaign) -> bool:
    return found.state not in rows.OVER


def _in_pilot(found: Campaign) -> bool:
    return found.waits_for_pilot


def _returns(found: Campaign) -> bool:
    return found.may_skip


ACTIONS = {
    "go_on": Action("go-on", "next", "", N_("Go on to all others now"), _in_pilot, _go_on),
    "pause": Action("pause", "held", "", N_("Pause"), _goes, _pause),
    "resume": Action("resume", "resume", "main", N_("Let it go on"), _stands_still, _resume),
    "skip": Action("skip", "next", "", N_("Leave out the next time"), _returns, _skip),
    "cancel": Action("cancel", "cancelled", "danger", N_("End it for good"), _lasts, _cancel),
}


@routes.post("/campaigns/<campaign_id:id>/pause", needs=Right.STEER)
def pause(visit: Visit, campaign_id: int) -> HTTPResponse:
    """Nothing more leaves: whoever sees something wrong may do that at once."""
    return _act(visit, campaign_id, "pause")


@routes.post("/campaigns/<campaign_id:id>/resume", needs=Right.BULK)
def resume(visit: Visit, campaign_id: int) -> HTTPResponse:
    """Go on where it was; only when it is as the visitor has seen it."""
    return _act(visit, campaign_id, "resume")


@routes.post("/campaigns/<campaign_id:id>/go-on", needs=Right.BULK)
def go_on(visit: Visit, campaign_id: int) -> HTTPResponse:
    """The first few have shown enough."""
    return _act(visit, campaign_id, "go_on")


@routes.post("/campaigns/<campaign_id:id>/skip", needs=Right.BULK)
def skip(visit: Visit, campaign_id: int) -> HTTPResponse:
    """The next turn is left out: exactly the one the visitor has seen."""
    return _act(visit, campaign_id, "skip")


@routes.post("/campaigns/<campaign_id:id>/cancel", needs=Right.BULK)
def cancel(visit: Visit, campaign_id: int) -> HTTPResponse:
    """End it; asks once more, since there is no way back."""
    if not visit.chosen("sure"):
        return visit.go(f"/campaigns/{campaign_id}", end="yes")
    return _act(visit, campaign_id, "cancel")


def _act(visit: Visit, campaign_id: int, name: str) -> HTTPResponse:
    found, store, back = campaign_of(visit, campaign_id), visit.site.store, f"/campaigns/{campaign_id}"
    version = visit.field("version")
    try:
        with store.write():
            seen = int(version) if version.isascii() and version.isdigit() else found.version
            done = ACTIONS[name].call(visit, found, seen)
            visit.audit(f"campaign.{name}", f"{done.id} {done.name}")
    except (lifecycle.ChangedMeanwhile, lifecycle.IllegalMove):
        return visit.go(back, notice="campaign_moved_on")
    visit.site.ring()
    return visit.go(back, notice=f"campaign_{name}")


@routes.post("/campaigns/<campaign_id:id>/copy", needs=Right.BULK)
def copy(visit: Visit, campaign_id: int) -> HTTPResponse:
    """A new draft with the same text, audience and times."""
    found, store = campaign_of(visit, campaign_id), visit.site.store
    name = (visit.tr.gettext(N_("%(name)s (copy)")) % {"name": found.name})[:LONGEST_NAME]
    with store.write():
        before = presses.led(visit)
        if before is not None:
            return visit.go(before, notice="campaign_copied")
        made = lifecycle.copy(store, found.id, name, by=visit.actor.name, now=visit.now)
        visit.audit("campaign.copied", f"{made.id} {made.name}", campaign=(None, found.id))
        presses.leads(visit, f"/campaigns/{made.id}/text")
    return visit.go(f"/campaigns/{made.id}/text", notice="campaign_copied")


@routes.get("/campaigns/<campaign_id:id>/recipients")
def recipients(visit: Visit, campaign_id: int) -> HTTPResponse:
    """Who got it, who was left out and why."""
    found = campaign_of(visit, campaign_id)
    if found.launched_at is None:
        raise HTTPError(404)
    return visit.page("campaigns/recipients.html", **progress.recipients(visit, found))
