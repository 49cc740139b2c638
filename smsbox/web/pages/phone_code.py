"""Codes from an app on the phone: switched on after one was shown to work, off with the password; recovery codes."""

from __future__ import annotations

from bottle import HTTPError, HTTPResponse

from smsbox.i18n.marks import N_
from smsbox.people import accounts, second_factor, tries
from smsbox.people.passwords import LONGEST
from smsbox.people.rights import Right
from smsbox.store.accounts import account
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.guard import throttle
from smsbox.web.pages.account import WRONG, rotate, signed_in
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.SEE)

_FIELDS = {"code": 40, "password": LONGEST}

WRONG_CODE = N_("This code is not the one. Take the one the phone shows now; its clock must be right.")


@routes.get("/account/code")
def show(visit: Visit) -> HTTPResponse:
    """How it is, and what can be done."""
    return _page(visit, blank(_FIELDS), 200)


@routes.post("/account/code/begin")
def begin(visit: Visit) -> HTTPResponse:
    """Make a secret; it does not count yet."""
    second_factor.begin(visit.site.store, signed_in(visit).user_id)
    return visit.go("/account/code")


@routes.post("/account/code/give-up")
def give_up(visit: Visit) -> HTTPResponse:
    """Forget a secret that was not confirmed."""
    second_factor.give_up(visit.site.store, signed_in(visit).user_id)
    return visit.go("/account/code")


@routes.get("/account/code/qr.svg")
def picture(visit: Visit) -> HTTPResponse:
    """The secret as a QR code, while it waits to be confirmed."""
    secret = second_factor.pending(visit.site.store, signed_in(visit).user_id)
    if not secret:
        raise HTTPError(404)
    answer = HTTPResponse(second_factor.qr_svg(secret, signed_in(visit).name), 200)
    for name, value in (("Content-Type", "image/svg+xml"), *visit.headers):
        answer.add_header(name, value)
    return answer


@routes.post("/account/code/confirm")
def confirm(visit: Visit) -> HTTPResponse:
    """With a right code it counts from now on, and the recovery codes are shown, this once."""
    form, store, person = filled(visit, _FIELDS), visit.site.store, signed_in(visit)
    require(visit, form, "code")
    if form.errors:
        return _page(visit, form, 422)
    budget = tries.for_user(person.user_id)
    if throttle.told_to_wait(visit, form, budget):
        return _page(visit, form, 429)
    codes = second_factor.confirm(
        store, person.user_id, form.values["code"], by=visit.actor, cookie=visit.cookie, now=visit.now
    )
    if codes is None:
        form.wrong("code", visit.tr.gettext(WRONG_CODE))
        return _page(visit, form, 422)
    budget.refund(store)
    return _codes(visit, codes)


@routes.post("/account/code/recovery")
def renew(visit: Visit) -> HTTPResponse:
    """Ten new recovery codes; asks the password."""
    form, refused = _password_asked(visit)
    if refused:
        return _page(visit, form, refused)
    person = signed_in(visit)
    return _codes(visit, second_factor.renew_recovery(visit.site.store, person.user_id, by=visit.actor, now=visit.now))


@routes.post("/account/code/off")
def switch_off(visit: Visit) -> HTTPResponse:
    """No code is asked any more; asks the password."""
    form, refused = _password_asked(visit)
    if refused:
        return _page(visit, form, refused)
    off = second_factor.switch_off(visit.site.store, signed_in(visit).user_id, by=visit.actor, now=visit.now)
    rotate(visit)
    return visit.go("/account/code", notice="code_off" if off else "as_before")


def _password_asked(visit: Visit) -> tuple[Filled, int]:
    """The form, and the status it is answered with when the password is not right; 0 when it is and a code is on."""
    form, store, person = filled(visit, _FIELDS), visit.site.store, signed_in(visit)
    found = account(store, person.user_id)
    if found is None or not second_factor.is_on(found):
        raise HTTPError(404)
    require(visit, form, "password")
    if form.errors:
        return form, 422
    budget = tries.for_user(person.user_id)
    if throttle.told_to_wait(visit, form, budget):
        return form, 429
    if not accounts.password_fits(store, person.user_id, form.values["password"]):
        form.wrong("password", visit.tr.gettext(WRONG))
        return form, 422
    budget.refund(store)
    return form, 0


def _codes(visit: Visit, codes: list[str]) -> HTTPResponse:
    rotate(visit)
    return visit.page("people/recovery.html", codes=codes)


def _page(visit: Visit, form: Filled, status: int) -> HTTPResponse:
    store, person = visit.site.store, signed_in(visit)
    found = account(store, person.user_id)
    assert found is not None
    secret = second_factor.pending(store, person.user_id)
    return visit.page(
        "people/phone_code.html",
        status,
        form=form,
        since=found.totp_since,
        uri=second_factor.uri(secret, person.name) if secret else "",
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        left=second_factor.recovery_left(store, person.user_id),
    )
