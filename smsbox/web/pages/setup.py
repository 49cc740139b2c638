"""The first start: with the one-time code from the console somebody makes this box his own."""

from __future__ import annotations

from bottle import HTTPResponse

from smsbox.i18n.marks import N_
from smsbox.store import accounts
from smsbox.web import sessions, setup_code, throttle
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.passwords import LONGEST, SHORTEST, hash_password
from smsbox.web.routes import Access, Routes
from smsbox.web.visit import Visit

routes = Routes(Access.FIRST_START)

_FIELDS = {"code": 40, "name": 100, "password": LONGEST, "confirm": LONGEST}

WRONG_CODE = N_("This is not the code of this box. It changes when its file is deleted and smsbox starts again.")
TOO_SHORT = N_("Take at least %(num)s characters.")
NOT_THE_SAME = N_("The two passwords are not the same.")
GUESSABLE = N_("This is too easy to guess.")


@routes.get("/setup")
def show(visit: Visit) -> HTTPResponse:
    """The form."""
    return _form(visit, blank(_FIELDS, name="owner"), 200)


@routes.post("/setup")
def set_owner(visit: Visit) -> HTTPResponse:
    """Check the code, keep the password, sign the new owner in."""
    form = filled(visit, _FIELDS)
    require(visit, form, *_FIELDS)
    _check_password(visit, form)
    if form.errors:
        return _form(visit, form, 422)
    store = visit.site.store
    if throttle.told_to_wait(visit, form):
        return _form(visit, form, 429)
    if not setup_code.code_fits(store, form.values["code"]):
        throttle.failed(store, visit.address, visit.now)
        form.wrong("code", visit.tr.gettext(WRONG_CODE))
        return _form(visit, form, 422)
    kept = hash_password(form.values["password"])
    try:
        user_id = accounts.create_owner(store, name=form.values["name"].strip(), password_hash=kept, now=visit.now)
    except accounts.OwnerExists:
        return visit.go("/login")
    setup_code.forget_file(visit.site.config.store.directory)
    throttle.succeeded(store, visit.address)
    visit.keep_cookie(sessions.open_session(store, user_id, visit.cookie, visit.now))
    return visit.go("/", notice="welcome")


def _check_password(visit: Visit, form: Filled) -> None:
    password, say = form.values["password"], visit.tr.gettext
    if "password" in form.errors:
        return
    if len(password) < SHORTEST:
        form.wrong("password", say(TOO_SHORT) % {"num": visit.tr.number(SHORTEST)})
    elif len(set(password)) < 4 or password.strip().lower() in (
        "1234567890",
        "qwertyuiop",
        form.values["name"].lower(),
    ):
        form.wrong("password", say(GUESSABLE))
    elif password != form.values["confirm"] and "confirm" not in form.errors:
        form.wrong("confirm", say(NOT_THE_SAME))


def _form(visit: Visit, form: Filled, status: int) -> HTTPResponse:
    path = visit.site.config.store.directory / setup_code.FILE_NAME
    return visit.page("setup.html", status, form=form, code_file=path)
