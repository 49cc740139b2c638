"""The till: one field for the code, one answer that nobody overlooks, and the field is ready for the next."""

from __future__ import annotations

from dataclasses import dataclass

from bottle import HTTPResponse

from smsbox import contacts, coupons
from smsbox.coupons import Coupon, Good, Redeemed, Refused, Series, State
from smsbox.coupons.worth import hundredths
from smsbox.i18n.explained import Explained
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.sms.msisdn import BadNumber, parse
from smsbox.web import presses
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.WRITE)

PATH = "/coupons/redeem"
_FIELDS = {"code": 60, "paid": 20}
NO_SUM = N_("Write the sum like 250 or 249.90, or leave it empty.")
_TO_CORRECT = ("unknown", "check")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is shown in large letters: whether the code counts (None: it would), `why` not, and about which coupon."""

    counts: bool | None
    code: str
    why: Explained | None
    coupon: Coupon | None
    series: Series | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What a customer could redeem now, found by his number."""

    number: str
    name: str
    good: tuple[tuple[Coupon, Series], ...]


@routes.get(PATH)
def desk(visit: Visit) -> HTTPResponse:
    """The empty field, or one filled in by a link; after a redemption what came of it."""
    done = visit.query("done")
    found = coupons.find(visit.site.store, done[:60]) if done else None
    verdict = None
    if found is not None and found.state is State.REDEEMED:
        verdict = _verdict(visit, Redeemed(found, coupons.one(visit.site.store, found.series_id)))
    return _page(visit, blank(_FIELDS, code=visit.query("code")[:60]), verdict, 200)


@routes.post(PATH)
def redeem(visit: Visit) -> HTTPResponse:
    """Redeem the code, or only look at it; for a telephone number show what its owner holds."""
    form, press = filled(visit, _FIELDS), presses.given(visit)
    require(visit, form, "code")
    paid = hundredths(form.values["paid"]) if form.values["paid"].strip() else None
    if form.values["paid"].strip() and paid is None:
        form.wrong("paid", visit.tr.gettext(NO_SUM))
    if form.errors:
        return _page(visit, form, None, 422)
    store, code = visit.site.store, form.values["code"]
    number = _number_typed(visit, code)
    if number is not None:
        form.values["code"] = ""
        return _page(visit, form, None, 200, _held(visit, number))
    if visit.field("do") == "look":
        return _page(visit, form, _verdict(visit, coupons.look(store, code, visit.now)), 200)
    with store.write():
        done = coupons.redeem(store, code, visit.now, visit.actor.name, "page", paid, press)
        written = done.coupon.written if isinstance(done, Redeemed) else done.code
        what = "coupon.redeemed" if isinstance(done, Redeemed) else "coupon.refused"
        visit.audit(what, written, **({} if isinstance(done, Redeemed) else {"why": (None, done.reason)}))
    if isinstance(done, Redeemed):
        return visit.go(PATH, done=done.coupon.code)
    if done.reason not in _TO_CORRECT:
        form = blank(_FIELDS)
    return _page(visit, form, _verdict(visit, done), 422)


def _number_typed(visit: Visit, typed: str) -> str | None:
    """The customer's number, where that was typed instead of a code he has not at hand."""
    if coupons.find(visit.site.store, typed) is not None:
        return None
    try:
        return parse(typed, visit.site.config.region.country)
    except BadNumber:
        return None


def _held(visit: Visit, number: str) -> Held:
    store = visit.site.store
    found = (coupons.look(store, each.code, visit.now) for each in coupons.of_number(store, number))
    good = tuple((each.coupon, each.series) for each in found if isinstance(each, Good))
    who = contacts.by_number(store, number)
    return Held(number, who.name if who is not None else "", good)


def _verdict(visit: Visit, seen: Good | Redeemed | Refused) -> Verdict:
    store = visit.site.store
    who = contacts.by_number(store, seen.coupon.number) if seen.coupon is not None and seen.coupon.number else None
    name = who.name if who is not None else ""
    if isinstance(seen, Refused):
        why = coupons.refusal(visit.tr, seen, visit.zone, visit.now)
        return Verdict(False, seen.code, why, seen.coupon, seen.series, name)
    return Verdict(isinstance(seen, Redeemed) or None, seen.coupon.written, None, seen.coupon, seen.series, name)


def _page(visit: Visit, form: Filled, verdict: Verdict | None, status: int, held: Held | None = None) -> HTTPResponse:
    marks = [presses.fresh() for _ in range(1 + len(held.good if held else ()))]
    return visit.page("coupons/redeem.html", status, form=form, verdict=verdict, held=held, marks=marks)
