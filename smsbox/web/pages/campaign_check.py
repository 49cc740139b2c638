"""The last look before a launch: what it comes to, what speaks against it, and the press that begins it, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bottle import HTTPResponse

from smsbox.campaigns import lifecycle
from smsbox.campaigns.plan import AT, BadPlan
from smsbox.campaigns.rows import Campaign, State
from smsbox.i18n.explanations import explain
from smsbox.i18n.marks import N_, NN_
from smsbox.people.rights import Right
from smsbox.web import presses
from smsbox.web.campaigns import checked, progress, timing
from smsbox.web.campaigns.steps import AUDIENCE, CHECK, TEXT, campaign_of, frame, settled, version_seen
from smsbox.web.forms import Filled, blank, filled
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.BULK)

_FIELDS = {"why": 300, "sure": 3}
WAITING = (State.DRAFT, State.APPROVED)
SURE = N_("Tick this, so that nothing leaves by a slip of the hand.")
WHY = N_("Say why: it is kept with the campaign.")


@dataclass(frozen=True, slots=True)
class Launching:
    """What the last form says: its head, the tick, a hint to it, and the button."""

    title: str
    sure: str
    hint: str
    button: str


@routes.get("/campaigns/<campaign_id:id>/check")
def show(visit: Visit, campaign_id: int) -> HTTPResponse:
    """What it comes to, for who is on the way to launch it; a step that is missing comes first."""
    found = campaign_of(visit, campaign_id)
    if found.state not in WAITING:
        return visit.go(f"/campaigns/{campaign_id}", notice="no_draft")
    for step in (TEXT, AUDIENCE):
        if not settled(found.plan, step):
            return visit.go(f"/campaigns/{campaign_id}/{step.path}", notice="campaign_first_this")
    return _form(visit, found, blank(_FIELDS), 200)


@routes.post("/campaigns/<campaign_id:id>/launch")
def launch(visit: Visit, campaign_id: int) -> HTTPResponse:
    """Approve and begin, in one transaction: exactly the version that was seen, and against the advice only with a
    reason.
    """
    found, store = campaign_of(visit, campaign_id), visit.site.store
    at = f"/campaigns/{campaign_id}"
    presses.given(visit)
    if found.state not in WAITING:
        return visit.go(at, notice="already")
    form = filled(visit, _FIELDS)
    seen = checked.check(visit, found)
    _require(visit, form, seen)
    if form.errors:
        return _form(visit, found, form, 422)
    why = form.values["why"].strip() if seen.stops else None
    try:
        with store.write():
            version = version_seen(visit)
            if found.state is State.DRAFT:
                version = lifecycle.approve(store, found.id, version, by=visit.actor.name, now=visit.now).version
            begun = lifecycle.launch(
                store,
                visit.site.config,
                found.id,
                version,
                by=visit.actor.name,
                now=visit.now,
                stops=seen.stops,
                override=why,
            )
            told: dict[str, Any] = {"people": (None, seen.people)} | (
                {"against the advice": (None, why)} if why else {}
            )
            visit.audit("campaign.launched", f"{begun.id} {begun.name}", **told)
    except lifecycle.ChangedMeanwhile:
        return visit.go(f"{at}/check", notice="campaign_changed")
    except lifecycle.IllegalMove:
        return visit.go(at, notice="already")
    except BadPlan as error:
        told_why = explain(visit.tr, error.key, error.facts)
        form.wrong("form", f"{told_why.cause} {told_why.step}")
        return _form(visit, found, form, 422)
    visit.site.ring()
    return visit.go(at, notice="campaign_scheduled" if begun.state is State.SCHEDULED else "campaign_launched")


def _require(visit: Visit, form: Filled, seen: checked.Checked) -> None:
    if form.values["sure"] != "yes":
        form.wrong("sure", visit.tr.gettext(SURE))
    if seen.stops and not form.values["why"].strip():
        form.wrong("why", visit.tr.gettext(WHY))
    for each in seen.never:
        form.wrong("form", f"{each.title} {each.text}")


def _form(visit: Visit, found: Campaign, form: Filled, status: int) -> HTTPResponse:
    seen = checked.check(visit, found)
    return visit.page(
        "campaigns/check.html",
        status,
        **frame(found, CHECK, form),
        seen=seen,
        facts=progress.audience_words(visit, found) + progress.facts(visit, found),
        launching=_launching(visit, found, seen),
        once=presses.fresh(),
    )


_NUMBERS = NN_("Yes, write to %(num)s person.", "Yes, write to %(num)s people.")
_BUTTON = NN_("Launch: %(num)s person", "Launch: %(num)s people")


def _launching(visit: Visit, found: Campaign, seen: checked.Checked) -> Launching:
    tr, start, people = visit.tr, found.plan.start, seen.people
    if start.standing:
        return Launching(
            tr.gettext(N_("Let it begin?")),
            tr.gettext(N_("Yes, write by itself: %(when)s.")) % {"when": timing.told(visit, found.plan)},
            tr.gettext(N_("Each time to those who fit then. You can pause or end it at any time.")),
            tr.gettext(N_("Let it begin")),
        )
    counts = {"num": tr.number(people) + ("" if seen.counted else "+")}
    later = start.kind == AT and start.at is not None and start.at > visit.now
    hint = N_("What has left cannot be taken back. You can pause it at any time.")
    return Launching(
        tr.gettext(N_("Schedule it?") if later else N_("Send it now?")),
        tr.ngettext(*_NUMBERS, people) % counts,
        tr.gettext(hint),
        (tr.gettext(N_("Schedule it")) if later else tr.ngettext(*_BUTTON, people) % counts),
    )
