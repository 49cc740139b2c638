"""Campaigns for programs: what a person has written and is to approve, begun, paused, followed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from smsbox import campaigns
from smsbox.campaigns import Campaign, State, lifecycle, results, turned, words
from smsbox.campaigns.preflight import Report, preflight
from smsbox.campaigns.takes import working
from smsbox.clock import Micros, iso
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import translator
from smsbox.objects.campaigns import campaign_json, parts_of, report_json, result_json
from smsbox.people import audit
from smsbox.people.rights import Right
from smsbox.programs import stop
from smsbox.web.api import paging
from smsbox.web.api.operation import Answer, Call, Operations
from smsbox.web.api.shapes import campaigns as shapes

_PATIENCE = 5.0
"""Seconds that are counted at most; then what is not counted is reckoned, and `sure` is false."""

operations = Operations(N_("Campaigns"), N_("Offers to many, written on the page, begun from anywhere."), Right.READ)


def _looked(call: Call, campaign_id: int) -> Report:
    """What it comes to, counted as long as a person would wait for it."""
    site, boottime = call.site, call.site.clock.boottime
    until, modems = boottime() + _PATIENCE, working(site.config, site.modem_statuses())
    found = campaigns.get(site.store, campaign_id)
    return preflight(
        site.store, site.config, found.plan, call.now, modems, campaign=found, go_on=lambda: boottime() < until
    )


@operations.get("/campaigns", N_("List campaigns"), shapes.Campaigns, query=shapes.WantedCampaigns)
def index(call: Call) -> Answer:
    """A page of them, the newest first."""
    given, limit = call.query, call.query["limit"]
    states = [State[given["state"].upper()]] if "state" in given else []
    found = campaigns.recent(call.site.store, limit + 1, states=states, before=given.get("before"))
    older = found[limit - 1].id if len(found) > limit else None
    return Answer(
        200, {"campaigns": [_object(call, each) for each in found[:limit]], "next": paging.turned(call, older)}
    )


@operations.get("/campaigns/<campaign_id:id>", N_("One campaign"), shapes.Campaign)
def show(call: Call, campaign_id: int) -> Answer:
    """How it stands."""
    return Answer(200, _object(call, campaigns.get(call.site.store, campaign_id)))


@operations.get("/campaigns/<campaign_id:id>/check", N_("What a campaign comes to before it begins"), shapes.Report)
def check(call: Call, campaign_id: int) -> Answer:
    """Whom it reaches, what it takes, what speaks against it."""
    report = _looked(call, campaign_id)
    tr, zone = translator(call.language), call.site.zone
    content = report_json(report, _moment(call))
    for row, each in zip(content["checks"], report.checks, strict=True):
        told = words.check(tr, each, zone, call.now)
        row |= {"message": told.cause, "step": told.step}
    return Answer(200, content)


@operations.post(
    "/campaigns/<campaign_id:id>/launch",
    N_("Begin a campaign"),
    shapes.Campaign,
    body=shapes.ToLaunch,
    look=_looked,
    needs=Right.BULK,
    told=N_("Approved, and begun now or at its moment: exactly the version that was named."),
)
def launch(call: Call, campaign_id: int) -> Answer:
    """Approve a draft and begin. Raises ChangedMeanwhile, AgainstAdvice, IllegalMove, BadPlan, Stopped."""
    store, version, by = call.site.store, call.body["version"], call.token.name
    report: Report = call.looked
    with store.write():
        stop.check(store)
        found = campaigns.get(store, campaign_id)
        if found.state is State.DRAFT:
            version = lifecycle.approve(store, found.id, version, by=by, now=call.now).version
        how: dict[str, Any] = {"by": by, "now": call.now, "stops": report.stops, "override": call.body["because"]}
        begun = lifecycle.launch(store, call.site.config, found.id, version, **how)
        told: dict[str, Any] = {"people": (None, report.counts.may_get)}
        told |= {"against the advice": (None, begun.override)} if begun.override else {}
        audit.note(store, call.actor, call.now, "campaign.launched", f"{begun.id} {begun.name}", told)
    return Answer(200, _object(call, begun))


@operations.post("/campaigns/<campaign_id:id>/pause", N_("Pause a campaign"), shapes.Campaign, needs=Right.BULK)
def pause(call: Call, campaign_id: int) -> Answer:
    """Nothing more of it leaves until it goes on. Raises NoCampaign, IllegalMove."""
    return _steered(
        call, "campaign.pause", lambda by: lifecycle.pause(call.site.store, campaign_id, now=call.now, by=by)
    )


@operations.post("/campaigns/<campaign_id:id>/resume", N_("Go on with a campaign"), shapes.Campaign, needs=Right.BULK)
def resume(call: Call, campaign_id: int) -> Answer:
    """Exactly where it was. Raises NoCampaign, IllegalMove, Stopped."""
    site = call.site

    def go_on(by: str) -> Campaign:
        stop.check(site.store)
        return lifecycle.resume(site.store, site.config, campaign_id, now=call.now, by=by)

    return _steered(call, "campaign.resume", go_on)


@operations.get("/campaigns/<campaign_id:id>/results", N_("What came of a campaign"), shapes.Results)
def result(call: Call, campaign_id: int) -> Answer:
    """Counted now."""
    store = call.site.store
    found = turned.counted_now(store, campaigns.get(store, campaign_id), call.now)
    priced = results.prices(store, call.site.config)
    groups = [result_json(who, variant, count, results.cost(count, priced)) for who, variant, count in parts_of(found)]
    return Answer(200, {"groups": groups})


def _steered(call: Call, what: str, act: Callable[[str], Campaign]) -> Answer:
    store = call.site.store
    with store.write():
        done = act(call.token.name)
        audit.note(store, call.actor, call.now, what, f"{done.id} {done.name}")
    return Answer(200, _object(call, done))


def _moment(call: Call) -> Callable[[Micros | None], str | None]:
    zone = call.site.zone
    return lambda at: None if at is None else iso(at, zone)


def _object(call: Call, found: Campaign) -> dict[str, Any]:
    return campaign_json(found, _moment(call))
