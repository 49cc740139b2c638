"""What a campaign says: the text with its fields, how customers read it, what it takes; and a test to own phones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bottle import HTTPResponse

from smsbox import coupons, wording
from smsbox.campaigns import lifecycle
from smsbox.campaigns import texts as faults
from smsbox.campaigns.plan import Plan
from smsbox.campaigns.rows import Campaign
from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.web import presses
from smsbox.web.campaigns import bricks, seen, testing, texts
from smsbox.web.campaigns.steps import LONGEST_NAME, TEXT, draft, frame, save, saved_or
from smsbox.web.campaigns.texts import Undo
from smsbox.web.forms import MISSING, Filled, filled
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit
from smsbox.wording import Severity

routes = Routes(Right.BULK)

_FIELDS = {"version": 18, "name": LONGEST_NAME, "series": 18, "topic": 80, "to": 40} | texts.FIELDS
NO_COUPON = N_("The text puts in a coupon: choose a series, or take it out of the text.")


@routes.get("/campaigns/<campaign_id:id>/text")
def show(visit: Visit, campaign_id: int) -> HTTPResponse:
    """The text as it is kept."""
    found = draft(visit, campaign_id)
    return _form(visit, found, _blank(found), found.plan, 200)


@routes.post("/campaigns/<campaign_id:id>/text")
def write(visit: Visit, campaign_id: int) -> HTTPResponse:
    """Keep it, whichever button was pressed; then do what the button says."""
    found = draft(visit, campaign_id)
    form = filled(visit, _FIELDS)
    undo, act = texts.changed(form.values), form.values["do"].partition(":")[0]
    plan = _plan_of(form, found.plan)
    name = form.values["name"].strip() or found.name
    if {"name", *texts.NAMES} & form.errors.keys():
        return _form(visit, found, form, plan, 422)
    saved = saved_or(
        visit, found, name=name, plan=plan, otherwise=lambda other: _form(visit, found, form, plan, 409, other)
    )
    if isinstance(saved, HTTPResponse):
        return saved
    form.values["version"] = str(saved.version)
    if act == "test":
        return _test(visit, saved, form)
    if undo is not None:
        return _form(visit, saved, form, plan, 200, undo=undo)
    if act in ("save", "next"):
        _check(visit, form, plan, written=act == "next")
        if form.errors:
            return _form(visit, saved, form, plan, 422)
    at = f"/campaigns/{campaign_id}"
    if act == "next":
        return visit.go(f"{at}/audience")
    return visit.go(f"{at}/text", notice="campaign_saved") if act == "save" else visit.go(f"{at}/text")


@routes.post("/campaigns/<campaign_id:id>/text/look")
def look(visit: Visit, campaign_id: int) -> HTTPResponse:
    """What is being written: kept, and shown as it would arrive. A part of a page, for the script."""
    found = draft(visit, campaign_id)
    form = filled(visit, _FIELDS)
    plan, other = _plan_of(form, found.plan), " ".join(each for told in form.errors.values() for each in told)
    if not form.errors:
        try:
            found = save(visit, found, name=form.values["name"].strip() or found.name, plan=plan, often=True)
        except lifecycle.ChangedMeanwhile:
            other = visit.tr.gettext(N_("Somebody else has changed this campaign meanwhile. Save yours to see it."))
        except lifecycle.IllegalMove:
            return visit.bare(205)
    return visit.page(
        "campaigns/looked.html",
        kept=not other,
        seen=seen.look(visit, plan),
        staff=_staff(visit),
        campaign=found,
        other=other,
    )


def _blank(found: Campaign) -> Filled:
    series = "" if found.plan.series_id is None else str(found.plan.series_id)
    values = {"version": str(found.version), "name": found.name, "topic": found.plan.topic or "", "series": series}
    return Filled({**dict.fromkeys(_FIELDS, ""), **values, **texts.shown(found.plan)})


def _plan_of(form: Filled, plan: Plan) -> Plan:
    """What the form makes of the plan."""
    series = form.values["series"]
    chosen = int(series) if series.isascii() and series.isdigit() and series != "0" else None
    topic = form.values["topic"].strip() or None
    return replace(plan, variants=texts.variants(form.values, plan), series_id=chosen, topic=topic)


def _check(visit: Visit, form: Filled, plan: Plan, *, written: bool) -> None:
    """What must be mended: each wrong is told at its text. `written`: there has to be one."""
    if not form.values["text"].strip() and (written or plan.variants):
        form.wrong("text", visit.tr.gettext(MISSING))
    names = texts.written(form.values)
    for place, each in faults.findings(visit.site.store, visit.site.config, plan):
        if each.severity is Severity.STOP and each.key != "empty":
            told = wording.told(visit.tr, each)
            form.wrong(names[place], f"{told.cause} {told.step}")
    if plan.series_id is None and not form.errors and testing.asks_for_coupon(plan):
        form.wrong("series", visit.tr.gettext(NO_COUPON))


def _test(visit: Visit, found: Campaign, form: Filled) -> HTTPResponse:
    at = f"/campaigns/{found.id}/text"
    if not form.errors and presses.again(visit, at, found.plan.variants, form.values["to"]):
        return visit.go(at, notice="as_before")
    try:
        sent = testing.send(visit, found, form.values["to"])
    except SmsboxError as error:
        told = explain(visit.tr, error.key, error.facts)
        form.wrong("to", f"{told.cause} {told.step}")
        return _form(visit, found, form, found.plan, 422)
    visit.site.ring()
    return visit.go(at, notice="campaign_tested", count=sent)


def _staff(visit: Visit) -> tuple[str, ...]:
    return visit.site.config.shop.staff


def _form(
    visit: Visit, found: Campaign, form: Filled, plan: Plan, status: int, other: str = "", undo: Undo | None = None
) -> HTTPResponse:
    site = visit.site
    shop = site.config.shop
    buttons = bricks.bricks(shop)
    values: dict[str, Any] = {
        "bricks": buttons,
        "fields": bricks.fields(site.store),
        "blocks": bricks.blocks(site.store),
        "example": bricks.example(shop),
        "blocks_used": any("{?" in form.values[name] for name in texts.NAMES),
        "texts": texts.fields_shown(form.values),
        "undo": undo,
        "once": presses.fresh(),
        "coupon_brick": buttons[2].text,
        "code_brick": buttons[3].text,
        "topics": [*shop.topics, *({form.values["topic"]} - {"", *shop.topics})],
        "shop_phone": shop.phone,
        "shop_language": shop.language,
        "footer": wording.footer_line(
            form.values["text"] or "ї", shop.language, plan.footer or shop.footer, shop.stop_words
        ),
        "series": [each for each in coupons.listed(site.store) if each.gives(visit.now)],
        "staff": _staff(visit),
        "seen": seen.look(visit, plan),
    }
    return visit.page("campaigns/text.html", status, **frame(found, TEXT, form, other), **values)
