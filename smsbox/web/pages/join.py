"""The form in the network of the shop: open to anyone there, so it tells nobody who is known here and costs little.

Whoever fills it in is asked by SMS and must answer yes there: a number typed by somebody else gets one question and no
more. What is done takes one transaction whether the number is known or not.
"""

from __future__ import annotations

import math

from bottle import HTTPError, HTTPResponse

from smsbox.clock import DAY
from smsbox.i18n.explanations import explain
from smsbox.i18n.marks import N_
from smsbox.outbox.destinations import may_reach
from smsbox.people.tries import Budget, visitor_key
from smsbox.sms import msisdn
from smsbox.subscription import growth, sources, terms
from smsbox.subscription.joining import ask
from smsbox.subscription.sources import Source, SourceKind
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.routes import Access, Routes
from smsbox.web.visit import Visit

routes = Routes(Access.ANYONE)

_FIELDS = {"number": 40, "agreed": 3}
FROM_ONE = 20
"""Numbers one address may send in a quarter of an hour: a tablet at the counter is one address."""
FROM_ALL = 60

_WAIT = N_("Too many numbers were sent in a short time. Try again in %(span)s.")
_FULL = N_("Today nobody more can be asked this way. Please tell somebody of the shop.")
_AWAY = N_("SMS cannot be sent to this number from here.")
_LANDLINE = N_("No SMS reaches a landline. Type a mobile number.")
_TICK = N_("Without your consent nothing is sent.")


@routes.get("/join/<source_id:id>")
def show(visit: Visit, source_id: int) -> HTTPResponse:
    """The form, or thanks for having filled it in."""
    return _page(visit, _open(visit, source_id), blank(_FIELDS), 200, sent=visit.query("sent") == "yes")


@routes.post("/join/<source_id:id>")
def send(visit: Visit, source_id: int) -> HTTPResponse:
    """Ask that number by SMS, unless it has been asked, agreed or left: which of it, nobody here is told."""
    source, form = _open(visit, source_id), filled(visit, _FIELDS)
    require(visit, form, "number")
    if form.values["agreed"] != "yes":
        form.wrong("agreed", visit.tr.gettext(_TICK))
    if form.errors:
        return _page(visit, source, form, 422)
    try:
        number = msisdn.parse(form.values["number"], visit.site.config.region.country)
    except msisdn.BadNumber as error:
        told = explain(visit.tr, error.key, error.facts)
        form.wrong("number", f"{told.cause} {told.step}")
        return _page(visit, source, form, 422)
    if not may_reach(number, visit.site.config.allow_any) or msisdn.is_landline(number):
        form.wrong("number", visit.tr.gettext(_LANDLINE if msisdn.is_landline(number) else _AWAY))
        return _page(visit, source, form, 422)
    if not _asked(visit, source, form, number):
        return _page(visit, source, form, 429)
    visit.site.ring()
    return visit.go(f"/join/{source.id}", sent="yes")


def _asked(visit: Visit, source: Source, form: Filled, number: str) -> bool:
    """Ask, as far as anybody may be asked now; False when not, and the form says so."""
    store, config = visit.site.store, visit.site.config
    with store.write():
        budget = Budget(((f"join:{visitor_key(visit.address)}", FROM_ONE), ("join", FROM_ALL)))
        wait = math.ceil(budget.spend(store, visit.now))
        if wait:
            visit.headers.append(("Retry-After", str(wait)))
            form.wrong("form", visit.tr.gettext(_WAIT) % {"span": visit.tr.span(wait)})
        elif growth.asked_by_form(store, visit.now - DAY) >= config.shop.form_per_day:
            form.wrong("form", visit.tr.gettext(_FULL))
        else:
            words = source.words or terms.ticked(visit.language, config.shop)
            ask(
                *(store, config, number, source),
                now=visit.now,
                how="form",
                evidence=f"{visit.address}: {words}",
                language=visit.language,
            )
    return not form.errors


def _open(visit: Visit, source_id: int) -> Source:
    source = sources.get(visit.site.store, source_id)
    if source is None or source.kind is not SourceKind.FORM or source.closed_at is not None:
        raise HTTPError(404)
    return source


def _page(visit: Visit, source: Source, form: Filled, status: int, *, sent: bool = False) -> HTTPResponse:
    shop = visit.site.config.shop
    words = source.words or terms.ticked(visit.language, shop)
    return visit.page("sources/join.html", status, source=source, form=form, words=words, shop=shop, sent=sent)
