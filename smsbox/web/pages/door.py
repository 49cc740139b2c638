"""Logging in and out."""

from __future__ import annotations

import re

from bottle import HTTPResponse

from smsbox.i18n.marks import N_
from smsbox.store import accounts
from smsbox.web import sessions, throttle
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.passwords import LONGEST, matches
from smsbox.web.routes import Access, Routes
from smsbox.web.visit import Visit

routes = Routes(Access.ANYONE)

_FIELDS = {"name": 100, "password": LONGEST, "next": 200}
_OWN_PATH = re.compile(r"/(?:[A-Za-z0-9_-]+/?)*")

WRONG = N_("Name or password is wrong.")


@routes.get("/login")
def show(visit: Visit) -> HTTPResponse:
    """The form; somebody who is in already goes on."""
    if visit.person is not None:
        return visit.go("/")
    return _form(visit, blank(_FIELDS, name="owner", next=visit.query("next")), 200)


@routes.post("/login")
def log_in(visit: Visit) -> HTTPResponse:
    """Check name and password, one check at a time; a new session under a new cookie."""
    form = filled(visit, _FIELDS)
    require(visit, form, "name", "password")
    if form.errors:
        return _form(visit, form, 422)
    store = visit.site.store
    if throttle.told_to_wait(visit, form):
        return _form(visit, form, 429)
    account = accounts.find_user(store, form.values["name"].strip())
    if not matches(form.values["password"], account.password_hash if account else None) or account is None:
        throttle.failed(store, visit.address, visit.now)
        form.wrong("form", visit.tr.gettext(WRONG))
        return _form(visit, form, 401)
    throttle.succeeded(store, visit.address)
    visit.keep_cookie(sessions.open_session(store, account.id, visit.cookie, visit.now))
    return visit.go(own_path(form.values["next"]))


@routes.post("/logout", access=Access.SIGNED_IN)
def log_out(visit: Visit) -> HTTPResponse:
    """The session ends here and in the database."""
    sessions.close_session(visit.site.store, visit.cookie)
    visit.keep_cookie("", ends=True)
    return visit.go("/login")


def own_path(path: str) -> str:
    """`path` when it is one of this site, else the first page."""
    return path if _OWN_PATH.fullmatch(path) else "/"


def _form(visit: Visit, form: Filled, status: int) -> HTTPResponse:
    return visit.page("login.html", status, form=form, next=own_path(form.values["next"]))
