"""Logging in – password, then a code where one is asked – and out."""

from __future__ import annotations

import logging
import re

from bottle import HTTPResponse

from smsbox.i18n.marks import N_
from smsbox.people import accounts, audit, second_factor, sessions, tries
from smsbox.people.accounts import Account
from smsbox.people.audit import Actor
from smsbox.people.passwords import LONGEST, matches
from smsbox.people.rights import Right, may
from smsbox.store.accounts import everybody
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.guard import throttle
from smsbox.web.routes import Access, Routes
from smsbox.web.visit import Visit
from smsbox.web.wizard import way as wizard

routes = Routes(Access.ANYONE)

log = logging.getLogger(__name__)

_FIELDS = {"name": 100, "password": LONGEST, "next": 200}
_CODE = {"code": 40, "next": 200}
_OWN_PATH = re.compile(r"/(?:[A-Za-z0-9_-]+/?)*")

WRONG = N_("Name or password is wrong.")
WRONG_CODE = N_("This code is wrong or was used already.")


@routes.get("/login")
def show(visit: Visit) -> HTTPResponse:
    """The form; somebody who is in already goes on."""
    if visit.person is not None:
        return visit.go("/")
    # as long as nobody was invited, and the owner took the name he was offered, there is no choice
    alone = [each.name for each in everybody(visit.site.store)] == [accounts.OFFERED]
    return _form(visit, blank(_FIELDS, name=accounts.OFFERED if alone else "", next=visit.query("next")), 200)


@routes.post("/login")
def log_in(visit: Visit) -> HTTPResponse:
    """Check name and password, one check at a time; then the code, or a new session under a new cookie."""
    form = filled(visit, _FIELDS)
    require(visit, form, "name", "password")
    if form.errors:
        return _form(visit, form, 422)
    store, name = visit.site.store, form.values["name"]
    budget = tries.for_password(store, name, visit.browser, visit.address, visit.now)
    if throttle.told_to_wait(visit, form, budget):
        return _form(visit, form, 429)
    account = accounts.find(store, name)
    usable = account if account and account.disabled_at is None else None
    kept = usable.password_hash if usable else None
    if not matches(form.values["password"], kept, known=budget.known) or usable is None:
        # what nobody is called may be a password in the wrong field
        log.warning("wrong password for %r from %s", account.name if account else "nobody here", visit.address)
        if usable is not None and budget.is_used_up(store, visit.now):
            audit.note(store, _as(visit, usable), visit.now, "account.tries_used_up", usable.name)
        form.wrong("form", visit.tr.gettext(WRONG))
        return _form(visit, form, 401)
    budget.refund(store)
    return enter(visit, usable, own_path(form.values["next"]))


@routes.get("/login/code")
def ask_code(visit: Visit) -> HTTPResponse:
    """The second page, for whoever has just given a right password."""
    if sessions.half_behind(visit.site.store, visit.cookie, visit.now) is None:
        return visit.go("/login")
    return _code_form(visit, blank(_CODE, next=visit.query("next")), 200)


@routes.post("/login/code")
def check_code(visit: Visit) -> HTTPResponse:
    """A code of the app, or one of the recovery codes."""
    form, store = filled(visit, _CODE), visit.site.store
    account = sessions.half_behind(store, visit.cookie, visit.now)
    if account is None:
        return visit.go("/login", notice="too_slow")
    require(visit, form, "code")
    if form.errors:
        return _code_form(visit, form, 422)
    budget = tries.for_code(store, account.id, visit.browser, visit.address, visit.now)
    # a recovery code is too long to be guessed: who holds one gets in while another one uses up the tries
    random = second_factor.is_recovery_code(form.values["code"])
    if not random and throttle.told_to_wait(visit, form, budget):
        return _code_form(visit, form, 429)
    with store.write():
        used = second_factor.fits(store, account.id, form.values["code"], visit.now)
        if used == "recovery":
            audit.note(store, _as(visit, account), visit.now, "account.recovery_code_used", account.name)
    if used is None:
        if random and throttle.told_to_wait(visit, form, budget):
            return _code_form(visit, form, 429)
        audit.note(store, _as(visit, account), visit.now, "account.wrong_code", account.name)
        form.wrong("code", visit.tr.gettext(WRONG_CODE))
        return _code_form(visit, form, 401)
    budget.refund(store)
    return sign_in(visit, account, own_path(form.values["next"]))


@routes.post("/logout", needs=Right.SEE)
def log_out(visit: Visit) -> HTTPResponse:
    """The session ends here and in the database."""
    sessions.end(visit.site.store, visit.cookie)
    visit.keep_cookie("", ends=True)
    return visit.go("/login")


def enter(visit: Visit, account: Account, path: str, notice: str = "") -> HTTPResponse:
    """In, for somebody whose password was right: to `path`, or to the page that asks his code."""
    if not second_factor.is_on(account):
        return sign_in(visit, account, path, notice)
    visit.keep_cookie(sessions.begin_half(visit.site.store, account.id, visit.cookie, visit.now))
    return visit.go("/login/code", next=path)


def sign_in(visit: Visit, account: Account, path: str, notice: str = "") -> HTTPResponse:
    """A new session under a new cookie, and on to `path`; the browser is known from now on."""
    store = visit.site.store
    with store.write():
        cookie = sessions.begin(store, account.id, visit.place, visit.cookie, visit.now)
        audit.note(store, _as(visit, account), visit.now, "account.log_in", account.name)
    visit.keep_cookie(cookie)
    visit.keep_browser(sessions.remember(store, account.id, visit.browser, visit.now))
    step = wizard.unfinished(visit.site) if path == "/" and may(account.role, Right.SETTINGS) else None
    path = step.path if step is not None else path
    return visit.go(path, notice=notice) if notice else visit.go(path)


def own_path(path: str) -> str:
    """`path` when it is one of this site, else the first page."""
    return path if _OWN_PATH.fullmatch(path) else "/"


def _as(visit: Visit, account: Account) -> Actor:
    return Actor(account.name, account.role, visit.address)


def _form(visit: Visit, form: Filled, status: int) -> HTTPResponse:
    return visit.page("login.html", status, form=form, next=own_path(form.values["next"]))


def _code_form(visit: Visit, form: Filled, status: int) -> HTTPResponse:
    return visit.page("people/code.html", status, form=form, next=own_path(form.values["next"]))
