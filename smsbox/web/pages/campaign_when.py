"""When a campaign runs, how carefully, and what is to be learnt from it."""

from __future__ import annotations

from typing import Any

from bottle import HTTPResponse

from smsbox import contacts
from smsbox.campaigns.plan import BOUGHT, FIELD, JOINED, LETTERS
from smsbox.campaigns.rows import Campaign
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.web.campaigns import timing
from smsbox.web.campaigns.steps import WHEN, draft, frame, saved_or
from smsbox.web.forms import Filled
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.BULK)


@routes.get("/campaigns/<campaign_id:id>/when")
def show(visit: Visit, campaign_id: int) -> HTTPResponse:
    """As it is kept."""
    found = draft(visit, campaign_id)
    form, weekdays = timing.shown(found.plan, found.version, visit)
    return _form(visit, found, form, weekdays, 200)


@routes.post("/campaigns/<campaign_id:id>/when")
def choose(visit: Visit, campaign_id: int) -> HTTPResponse:
    """Keep it, and go on."""
    found = draft(visit, campaign_id)
    form, weekdays, plan = timing.given(visit, found.plan)
    if form.errors:
        return _form(visit, found, form, weekdays, 422)
    saved = saved_or(
        visit,
        found,
        name=found.name,
        plan=plan,
        otherwise=lambda other: _form(visit, found, form, weekdays, 409, other),
    )
    if isinstance(saved, HTTPResponse):
        return saved
    at = f"/campaigns/{campaign_id}"
    return visit.go(f"{at}/check") if visit.field("do") == "next" else visit.go(f"{at}/when", notice="campaign_saved")


def _form(
    visit: Visit, found: Campaign, form: Filled, weekdays: tuple[int, ...], status: int, other: str = ""
) -> HTTPResponse:
    say = visit.tr.gettext
    events = [(BOUGHT, say(N_("the last purchase"))), (JOINED, say(N_("consent")))]
    names = contacts.field_names(visit.site.store)
    events += [(FIELD + name, say(N_("the date in “%(field)s”")) % {"field": name}) for name in names[:40]]
    kept = form.values["event"]
    if kept not in dict(events) and kept.startswith(FIELD):
        events.append((kept, kept.removeprefix(FIELD)))
    values: dict[str, Any] = {
        "weekdays": timing.weekday_names(visit),
        "form_weekdays": weekdays,
        "events": events,
        "texts": LETTERS[: len(found.plan.variants)],
    }
    return visit.page("campaigns/when.html", status, **frame(found, WHEN, form, other), **values)
