"""The invitation: whoever has a one-time code from the owner sets his own password here."""

from __future__ import annotations

from bottle import HTTPResponse

from smsbox.i18n.marks import N_
from smsbox.people import invitations, tries
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.guard import throttle
from smsbox.web.pages.door import enter
from smsbox.web.people import new_password
from smsbox.web.routes import Access, Routes
from smsbox.web.visit import Visit

routes = Routes(Access.ANYONE)

_FIELDS = {"name": 100, "code": 40, **new_password.FIELDS}

WRONG = N_("This name and code do not belong together, or the code is used up or older than seven days.")


@routes.get("/welcome")
def show(visit: Visit) -> HTTPResponse:
    """The form; the owner's link brings the name along, never the code."""
    return _form(visit, blank(_FIELDS, name=visit.query("name")[:100]), 200)


@routes.post("/welcome")
def join(visit: Visit) -> HTTPResponse:
    """Check the code, keep the password, and in."""
    form, store = filled(visit, _FIELDS), visit.site.store
    require(visit, form, *_FIELDS)
    new_password.check(visit, form, form.values["name"])
    if form.errors:
        return _form(visit, form, 422)
    name, code, password = (form.values[field] for field in ("name", "code", "password"))
    account = invitations.accept(store, name, code, password, address=visit.address, now=visit.now)
    if account is None:
        return _refused(visit, form)
    return enter(visit, account, "/", "joined")


def _refused(visit: Visit, form: Filled) -> HTTPResponse:
    """Only wrong codes are counted: 49 random bits are not guessed, and this is the last way in for whoever holds one,
    also while somebody else at his address keeps the count full.
    """
    if throttle.told_to_wait(visit, form, tries.for_secret("invitation", visit.address)):
        return _form(visit, form, 429)
    form.wrong("form", visit.tr.gettext(WRONG))
    return _form(visit, form, 401)


def _form(visit: Visit, form: Filled, status: int) -> HTTPResponse:
    return visit.page("people/welcome.html", status, form=form)
