"""Coupons at the till of a program: looked at and redeemed, each once however many tills try."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from smsbox import coupons
from smsbox.clock import iso
from smsbox.coupons import CouponRefused, Good, Redeemed, Refused
from smsbox.coupons.worth import hundredths
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import translator
from smsbox.objects.coupons import answer_json
from smsbox.people import audit
from smsbox.people.rights import Right
from smsbox.web.api import wrong
from smsbox.web.api.fields import Fault
from smsbox.web.api.operation import Answer, Call, Operations
from smsbox.web.api.shapes.coupons import Code, Coupon, ToRedeem
from smsbox.web.api.wrong import BadFields

operations = Operations(N_("Coupons"), N_("Codes that customers show at the till."), Right.WRITE)


@operations.post("/coupons/check", N_("Would a code count?"), Coupon, body=Code)
def check(call: Call) -> Answer:
    """Look at it; nothing changes."""
    return Answer(200, _object(call, coupons.look(call.site.store, call.body["code"], call.now)))


@operations.post(
    "/coupons/redeem",
    N_("Redeem a code"),
    Coupon,
    body=ToRedeem,
    told=N_("It counts, and counts no more. A code that does not count is 409, and 404 where nobody made it."),
    may_be_missing=True,
)
def redeem(call: Call) -> Answer:
    """Redeem it, once. Under the same Idempotency-Key the same answer comes again, also that it does not count."""
    store, paid = call.site.store, call.body["paid"]
    worth = None if paid is None else hundredths(paid)
    if paid is not None and worth is None:
        raise BadFields({"paid": [Fault("pattern", {"example": "250, 249.90"})]})
    with store.write():
        done = coupons.redeem(store, call.body["code"], call.now, call.token.name, "api", worth)
        if isinstance(done, Redeemed):
            audit.note(store, call.actor, call.now, "coupon.redeemed", done.coupon.written)
        else:
            audit.note(store, call.actor, call.now, "coupon.refused", done.code, {"why": (None, done.reason)})
    return _refused(call, done) if isinstance(done, Refused) else Answer(200, _object(call, done))


def _refused(call: Call, seen: Refused) -> Answer:
    """As an answer, not raised: it stays under its Idempotency-Key, and in the audit log."""
    tr = translator(call.language)
    why = coupons.refusal(tr, seen, call.site.zone, call.now)
    error = CouponRefused(code=seen.code, reason=seen.reason, cause=why.cause, step=why.step)
    found = wrong.answer(tr, error)
    return replace(found, status=404) if seen.coupon is None else found


def _object(call: Call, seen: Good | Redeemed | Refused) -> dict[str, Any]:
    zone, tr = call.site.zone, translator(call.language)
    why = coupons.refusal(tr, seen, zone, call.now) if isinstance(seen, Refused) else None
    told = {"message": why.cause if why else "", "step": why.step if why else ""}
    found = answer_json(seen, lambda at: None if at is None else iso(at, zone))
    if Right.READ not in call.token.rights:
        found.pop("number", None)  # a till need not know whose it is
    return {**found, **told}
