"""The first start: with the one-time code from the console somebody makes this box his own."""

from __future__ import annotations

from bottle import HTTPResponse

from smsbox.i18n.marks import N_
from smsbox.people import audit, tries
from smsbox.people.accounts import OFFERED, BadName, proper_name
from smsbox.people.audit import Actor
from smsbox.people.passwords import hash_password
from smsbox.people.rights import Role
from smsbox.store import accounts
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.guard import setup_code, throttle
from smsbox.web.pages.door import sign_in
from smsbox.web.people import new_password
from smsbox.web.routes import Access, Routes
from smsbox.web.visit import Visit
from smsbox.web.wizard import frame as wizard_frame
from smsbox.web.wizard import way as wizard

routes = Routes(Access.FIRST_START)

_FIELDS = {"code": 40, "name": 100, **new_password.FIELDS}

WRONG_CODE = N_("This is not the code of this box. It changes when its file is deleted and smsbox starts again.")
NO_NAME = N_("This cannot be a name.")


@routes.get("/setup")
def show(visit: Visit) -> HTTPResponse:
    """The form."""
    return _form(visit, blank(_FIELDS, name=OFFERED), 200)


@routes.post("/setup")
def set_owner(visit: Visit) -> HTTPResponse:
    """Check the code, keep the password, sign the new owner in; the code alone leads to the form of the password."""
    if visit.request.forms.get("password") is None:
        return _code_alone(visit)
    form = filled(visit, _FIELDS)
    require(visit, form, *_FIELDS)
    new_password.check(visit, form, form.values["name"])
    name = _name(visit, form)
    if form.errors:
        return _form(visit, form, 422)
    store = visit.site.store
    if not setup_code.code_fits(store, form.values["code"]):
        return _refused(visit, form)
    kept = hash_password(form.values["password"])
    try:
        with store.write():
            user_id = accounts.create_owner(store, name=name, password_hash=kept, now=visit.now)
            by = Actor(name, Role.OWNER.value, visit.address)
            audit.note(store, by, visit.now, "user.owner_made", name)
    except accounts.OwnerExists:
        return visit.go("/login")
    setup_code.forget_file(visit.site.config.store.directory)
    owner = accounts.account(store, user_id)
    assert owner is not None
    if wizard.read(visit.site) is None:
        wizard.write(visit.site, wizard.Progress(), visit.now)
    ahead = wizard.unfinished(visit.site)
    where, notice = ("/", "welcome_in") if ahead is None else (ahead.path, "welcome")
    return sign_in(visit, owner, where, notice)


def _code_alone(visit: Visit) -> HTTPResponse:
    """A right code is sent along with the password, and checked again with it: nothing is remembered here."""
    form = blank(_FIELDS, name=OFFERED)
    form.values["code"] = filled(visit, {"code": 40}).values["code"]
    if not setup_code.code_fits(visit.site.store, form.values["code"]):
        return _refused(visit, form)
    return _form(visit, form, 200, code_known=True)


def _refused(visit: Visit, form: Filled) -> HTTPResponse:
    """Only wrong codes are counted, as those of invitations: whoever holds the right one gets in, whatever others at
    his address do.
    """
    if throttle.told_to_wait(visit, form, tries.for_secret("setup", visit.address)):
        return _form(visit, form, 429)
    form.wrong("code", visit.tr.gettext(WRONG_CODE))
    return _form(visit, form, 422)


def _name(visit: Visit, form: Filled) -> str:
    """The name as it is kept; the form says when it is none."""
    try:
        return proper_name(form.values["name"])
    except BadName:
        if "name" not in form.errors:
            form.wrong("name", visit.tr.gettext(NO_NAME))
        return ""


def _form(visit: Visit, form: Filled, status: int, *, code_known: bool | None = None) -> HTTPResponse:
    if code_known is None:
        code_known = status == 422 and "code" not in form.errors
    path = visit.site.config.store.directory / setup_code.FILE_NAME
    frame = wizard_frame.first_frame(wizard.OWNER)
    return visit.page("wizard/owner.html", status, form=form, code_file=path, code_known=code_known, **frame)
