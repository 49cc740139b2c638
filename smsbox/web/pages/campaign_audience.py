"""For whom a campaign is: conditions with a count beside them, audiences kept by name, everybody only on purpose."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bottle import HTTPResponse

from smsbox import contacts, coupons
from smsbox.campaigns import audiences, lifecycle, rows
from smsbox.campaigns.audiences import Audience, BadName
from smsbox.campaigns.rows import Campaign
from smsbox.contacts import Wanted
from smsbox.i18n.explanations import explain
from smsbox.i18n.languages import LANGUAGES
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.subscription import sources
from smsbox.web.campaigns import counted, spoken
from smsbox.web.campaigns.conditions import Typed, shown, typed, wanted_of
from smsbox.web.campaigns.some import some
from smsbox.web.campaigns.spoken import OPERATIONS
from smsbox.web.campaigns.steps import AUDIENCE, chosen, draft, frame, save, saved_or
from smsbox.web.customers.words import PERMISSIONS
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.BULK)

MOST_TAGS, MOST_CAMPAIGNS, SPARE = 40, 30, 1
_ROW = re.compile("[1-9][0-9]{0,17}")
NOBODY = N_("Say for whom it is: set a condition, or tick “everybody” below.")
BY_WHICH_NAME = N_("Give these conditions a name to keep them by.")
TAKEN = N_("Another audience is called so. Choose another name, or tick that these conditions take its place.")
NOTHING_TO_KEEP = N_("There are no conditions to keep yet.")


@routes.get("/campaigns/<campaign_id:id>/audience")
def show(visit: Visit, campaign_id: int) -> HTTPResponse:
    """The conditions as they are kept."""
    found = draft(visit, campaign_id)
    return _form(visit, found, shown(visit, found.plan.audience), found, 200)


@routes.post("/campaigns/<campaign_id:id>/audience")
def choose(visit: Visit, campaign_id: int) -> HTTPResponse:
    """Keep the conditions; then do what the button says."""
    found = draft(visit, campaign_id)
    given = typed(visit)
    act, at = visit.field("do"), f"/campaigns/{campaign_id}"
    if act == "take":
        return _take(visit, found, given)
    plan = replace(found.plan, audience=wanted_of(visit, given))
    if given.form.errors:
        return _form(visit, found, given, replace(found, plan=plan), 422)
    saved = saved_or(
        visit,
        found,
        name=found.name,
        plan=plan,
        otherwise=lambda other: _form(visit, found, given, replace(found, plan=plan), 409, other),
    )
    if isinstance(saved, HTTPResponse):
        return saved
    if act in _KEPT:
        return _KEPT[act](visit, saved, given)
    if act == "look":
        counted.count(visit, plan, further=True)
    if act != "next":
        return visit.go(f"{at}/audience", notice="campaign_saved") if act == "save" else visit.go(f"{at}/audience")
    if not chosen(plan):
        given.form.wrong("everyone", visit.tr.gettext(NOBODY))
        return _form(visit, saved, given, saved, 422)
    return visit.go(f"{at}/when")


@routes.post("/campaigns/<campaign_id:id>/audience/look")
def look(visit: Visit, campaign_id: int) -> HTTPResponse:
    """What is being chosen: kept, and counted. A part of a page, for the script."""
    found = draft(visit, campaign_id)
    given, other = typed(visit), ""
    plan = replace(found.plan, audience=wanted_of(visit, given))
    if not given.form.errors:
        try:
            found = save(visit, found, name=found.name, plan=plan, often=True)
        except lifecycle.ChangedMeanwhile:
            other = visit.tr.gettext(N_("Somebody else has changed this campaign meanwhile. Save yours to see it."))
        except lifecycle.IllegalMove:
            return visit.bare(205)
    kept = not (given.form.errors or other)
    seen = counted.count(visit, plan, further=True)
    return visit.page("campaigns/counted_look.html", counted=seen, campaign=found, other=other, kept=kept)


def _named(visit: Visit, given: Typed) -> Audience | None:
    """The kept audience that is chosen in the form."""
    return {str(each.id): each for each in audiences.saved(visit.site.store)}.get(given.form.values["taken"])


def _take(visit: Visit, found: Campaign, given: Typed) -> HTTPResponse:
    """Put a kept audience in place of the conditions."""
    kept, at = _named(visit, given), f"/campaigns/{found.id}/audience"
    if kept is None:
        return visit.go(at)
    plan = replace(found.plan, audience=kept.wanted)
    saved = saved_or(
        visit,
        found,
        name=found.name,
        plan=plan,
        otherwise=lambda other: _form(visit, found, shown(visit, kept.wanted), replace(found, plan=plan), 409, other),
    )
    return saved if isinstance(saved, HTTPResponse) else visit.go(at)


def _forget(visit: Visit, found: Campaign, given: Typed) -> HTTPResponse:
    """Keep it no more, once somebody has seen what it is and means it."""
    kept, store = _named(visit, given), visit.site.store
    if kept is not None and not visit.chosen("sure"):
        return _form(visit, found, given, found, 200, going=kept)
    if kept is not None:
        with store.write():
            audiences.forget(store, kept.id)
            visit.audit("campaign.audience_forgotten", kept.name)
    return visit.go(f"/campaigns/{found.id}/audience", notice="audience_forgotten")


def _rename(visit: Visit, found: Campaign, given: Typed) -> HTTPResponse:
    """Give a kept audience the name that stands in the form."""
    kept, store = _named(visit, given), visit.site.store
    try:
        if kept is not None:
            with store.write():
                renamed = audiences.rename(store, kept.id, given.form.values["new_name"], now=visit.now)
                visit.audit("campaign.audience_renamed", kept.name, name=(kept.name, renamed.name))
    except BadName as error:
        told = explain(visit.tr, error.key, error.facts)
        given.form.wrong("new_name", f"{told.cause} {told.step}")
        return _form(visit, found, given, found, 422)
    return visit.go(f"/campaigns/{found.id}/audience", notice="audience_renamed")


def _keep(visit: Visit, found: Campaign, given: Typed) -> HTTPResponse:
    """Keep the conditions by a name; in place of others only on purpose."""
    name, store = given.form.values["audience_name"].strip(), visit.site.store
    other = audiences.named(store, name)
    if found.plan.audience.empty:
        given.form.wrong("audience_name", visit.tr.gettext(NOTHING_TO_KEEP))
    elif not name:
        given.form.wrong("audience_name", visit.tr.gettext(BY_WHICH_NAME))
    elif other is not None and other.wanted != found.plan.audience and not visit.chosen("replace"):
        given.form.wrong("audience_name", visit.tr.gettext(TAKEN))
    if given.form.errors:
        return _form(visit, found, given, found, 422, taken=other is not None)
    with store.write():
        kept = audiences.save(store, name, found.plan.audience, by=visit.actor.name, now=visit.now)
        visit.audit("campaign.audience_kept", kept.name)
    return visit.go(f"/campaigns/{found.id}/audience", notice="audience_kept")


_KEPT = {"keep": _keep, "rename": _rename, "forget": _forget}


def _form(
    visit: Visit,
    found: Campaign,
    given: Typed,
    as_chosen: Campaign,
    status: int,
    other: str = "",
    *,
    going: Audience | None = None,
    taken: bool = False,
) -> HTTPResponse:
    store = visit.site.store
    given.form.values["version"] = visit.field("version") if other else str(found.version)
    known_tags = contacts.tags(store)
    values: dict[str, Any] = {
        "given": given,
        "anybody": bool(some(visit, Wanted(), 1)),
        "states": list(contacts.State),
        "permissions": [(int(each), word.text) for each, word in PERMISSIONS.items()],
        "topics": list(dict.fromkeys([*visit.site.config.shop.topics, *given.several.get("topic", ())])),
        "series": coupons.listed(store),
        "tags": known_tags[:MOST_TAGS] + [each for each in _tags_of(given) if each not in known_tags[:MOST_TAGS]],
        "many_tags": len(known_tags) > MOST_TAGS,
        "names": contacts.field_names(store),
        "tests": [*given.tests, *[("", "=", "")] * SPARE],
        "known_values": {name: contacts.values_of(store, name, 30) for name, _, _ in given.tests},
        "operations": OPERATIONS,
        "languages": LANGUAGES,
        "sources": sources.listed(store),
        "campaigns": [each for each in rows.recent(store, MOST_CAMPAIGNS) if each.launched_at is not None],
        "saved": audiences.saved(store),
        "going": going,
        "going_words": [] if going is None else spoken.told(visit, going.wanted),
        "name_taken": taken,
        "counted": counted.count(visit, as_chosen.plan),
    }
    return visit.page("campaigns/audience.html", status, **frame(found, AUDIENCE, given.form, other), **values)


def _tags_of(given: Typed) -> list[str]:
    return [tag for name in ("any_tag", "all_tag", "no_tag") for tag in given.several.get(name, ())]
