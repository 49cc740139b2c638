"""My telephones for orders by SMS: noted here, proved by the phone itself; an owner sees those of all."""

from __future__ import annotations

from bottle import HTTPResponse

from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.people import phone_codes, phones
from smsbox.people.rights import Right
from smsbox.store.accounts import account
from smsbox.subscription import staff
from smsbox.subscription import staff_words as words
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.pages.account import signed_in
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.SEE)

_FIELDS = {"number": 40}


@routes.get("/account/phones")
def show(visit: Visit) -> HTTPResponse:
    """The list, and what can be ordered."""
    return _page(visit, blank(_FIELDS), 200)


@routes.post("/account/phones")
def add(visit: Visit) -> HTTPResponse:
    """Send a phone its code."""
    form, site = filled(visit, _FIELDS), visit.site
    require(visit, form, "number")
    user = account(site.store, signed_in(visit).user_id)
    if form.errors or user is None:
        return _page(visit, form, 422)
    try:
        staff.register(site.store, site.config, user, form.values["number"], by=visit.actor, now=visit.now)
    except SmsboxError as error:
        told = explain(visit.tr, error.key, error.facts)
        form.wrong("number", f"{told.cause} {told.step}".strip())
        return _page(visit, form, 422)
    site.ring()
    return visit.go("/account/phones", notice="phone_asked")


@routes.post("/account/phones/remove")
def remove(visit: Visit) -> HTTPResponse:
    """One of mine, or, for who manages people, anybody's."""
    person = signed_in(visit)
    whose = None if person.may(Right.PEOPLE) else person.user_id
    done = phones.remove(visit.site.store, visit.field("number")[:20], by=visit.actor, now=visit.now, user_id=whose)
    return visit.go("/account/phones", notice="noted" if done else "as_before")


def _page(visit: Visit, form: Filled, status: int) -> HTTPResponse:
    person, store = signed_in(visit), visit.site.store
    others = [each for each in phones.everybodys(store) if each.user_id != person.user_id]
    return visit.page(
        "people/phones.html",
        status,
        form=form,
        own=phones.of_user(store, person.user_id),
        others=others if person.may(Right.PEOPLE) else [],
        commands=visit.tr.gettext(words.COMMANDS),
        lasts=phone_codes.LASTS // 60_000_000,
    )
