"""The way from an idea to a launch: its steps, and drafts that two may write at without losing a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bottle import HTTPError, HTTPResponse

from smsbox.campaigns import lifecycle, rows
from smsbox.campaigns.plan import Plan
from smsbox.campaigns.rows import Campaign, State
from smsbox.clock import MINUTE, Micros
from smsbox.i18n.marks import N_
from smsbox.people import audit
from smsbox.web.forms import Filled
from smsbox.web.visit import Visit

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Step:
    """A screen on the way: the last part of its path, its title."""

    path: str
    title: str


TEXT = Step("text", N_("Text"))
AUDIENCE = Step("audience", N_("To whom"))
WHEN = Step("when", N_("When"))
CHECK = Step("check", N_("Check and launch"))
STEPS = (TEXT, AUDIENCE, WHEN, CHECK)


def campaign_of(visit: Visit, campaign_id: int) -> Campaign:
    """The campaign of a path. Raises 404."""
    found = rows.find(visit.site.store, campaign_id)
    if found is None:
        raise HTTPError(404)
    return found


def draft(visit: Visit, campaign_id: int) -> Campaign:
    """The draft of a path. Raises 404; a redirect to its page when it is no draft any more."""
    found = campaign_of(visit, campaign_id)
    if found.state is not State.DRAFT:
        raise visit.go(f"/campaigns/{campaign_id}", notice="no_draft")
    return found


def settled(plan: Plan, step: Step) -> bool:
    """Whether what a step asks for is there."""
    if step is TEXT:
        return any(each.text.strip() for each in plan.variants)
    if step is AUDIENCE:
        return chosen(plan)
    return step is WHEN and chosen(plan) and settled(plan, TEXT)


def chosen(plan: Plan) -> bool:
    """Whether somebody said for whom it is."""
    return plan.audience.everyone or not plan.audience.empty


def frame(campaign: Campaign, step: Step, form: Filled, other: str = "") -> dict[str, Any]:
    """For the template: all steps, and which of them are done; `other`: who has changed it meanwhile."""
    marks = [(each, "now" if each is step else "past" if settled(campaign.plan, each) else "") for each in STEPS]
    return {
        "campaign": campaign,
        "step": step,
        "steps": [(place, each, mark) for place, (each, mark) in enumerate(marks, 1)],
        "form": form,
        "other": other,
    }


def version_seen(visit: Visit) -> int:
    """Which version the form was filled in upon. Raises 400: such a form is not ours."""
    text = visit.field("version")
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise HTTPError(400)
    return int(text)


SITTING: Micros = 10 * MINUTE
"""What is kept by itself while somebody writes leaves one line in the audit log in so long."""


def save(visit: Visit, campaign: Campaign, *, name: str, plan: Plan, often: bool = False) -> Campaign:
    """Keep it in the draft, with a line in the audit log when something is different. Raises ChangedMeanwhile; who
    pressed “save mine over it” has seen that, and means it. `often`: by the script, while somebody writes.
    """
    seen = campaign.version if visit.chosen("over") else version_seen(visit)
    if (name.strip(), plan) == (campaign.name, campaign.plan):
        return campaign
    with visit.site.store.write():
        saved = lifecycle.edit(visit.site.store, campaign.id, seen, name=name, plan=plan, now=visit.now)
        if not (often and _sits_here(visit, campaign)):
            visit.audit("campaign.edited", f"{campaign.id} {saved.name}")
    return saved


def _sits_here(visit: Visit, campaign: Campaign) -> bool:
    """Whether the last line of the log about campaigns says that the visitor has just changed this one."""
    lines = audit.entries(visit.site.store, limit=1, area="campaign")
    return any(
        each.who == visit.actor.name
        and each.subject.split(" ")[0] == str(campaign.id)
        and each.at > visit.now - SITTING
        for each in lines
    )


def saved_or(
    visit: Visit, campaign: Campaign, *, name: str, plan: Plan, otherwise: Callable[[str], HTTPResponse]
) -> Campaign | HTTPResponse:
    """The draft as it is kept now; or what `otherwise` makes of the name of somebody who was quicker."""
    try:
        return save(visit, campaign, name=name, plan=plan)
    except lifecycle.ChangedMeanwhile:
        return otherwise(last_writer(visit, campaign.id) or visit.tr.gettext(N_("Somebody")))
    except lifecycle.IllegalMove:
        return visit.go(f"/campaigns/{campaign.id}", notice="no_draft")


def last_writer(visit: Visit, campaign_id: int) -> str:
    """Who changed it last, by the audit log; "" when that is too long ago to say."""
    lines = audit.entries(visit.site.store, limit=50, area="campaign")
    return next((each.who for each in lines if each.subject.split(" ")[0] == str(campaign_id)), "")
