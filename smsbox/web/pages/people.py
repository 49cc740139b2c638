"""The people who may use this box: inviting them, their roles, and what is done when somebody cannot get in."""

from __future__ import annotations

from dataclasses import dataclass

from bottle import HTTPError, HTTPResponse

from smsbox.i18n.explanations import explain
from smsbox.people import accounts, invitations, second_factor, sessions, tokens
from smsbox.people.accounts import Account, BadName, NameTaken
from smsbox.people.rights import Right, Role, role_called
from smsbox.store.accounts import account, everybody
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.pages.account import named_sessions, signed_in
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit
from smsbox.web.words import ACCOUNTS, Word

routes = Routes(Right.PEOPLE)

_FIELDS = {"name": 100, "role": 20}


@dataclass(frozen=True, slots=True)
class Line:
    """An account as the list shows it."""

    account: Account
    role: Role | None
    state: Word
    code_on: bool
    myself: bool


@routes.get("/users")
def index(visit: Visit) -> HTTPResponse:
    """The list, and the form for one more."""
    return _page(visit, blank(_FIELDS, role=Role.MANAGER.value), 200)


@routes.post("/users")
def invite(visit: Visit) -> HTTPResponse:
    """A new account; its one-time code is shown on the page that comes back, and nowhere else."""
    form = filled(visit, _FIELDS)
    require(visit, form, "name")
    role = role_called(form.values["role"])
    if role is None:
        raise HTTPError(400)
    if not form.errors:
        try:
            made, code = invitations.invite(visit.site.store, form.values["name"], role, by=visit.actor, now=visit.now)
            return _code(visit, made, code)
        except (BadName, NameTaken) as error:
            form.wrong("name", explain(visit.tr, error.key, error.facts).cause)
    return _page(visit, form, 422)


@routes.get("/users/<user_id:id>")
def detail(visit: Visit, user_id: int) -> HTTPResponse:
    """One of them."""
    line, store = _line(visit, _found(visit, user_id)), visit.site.store
    left = line.account.disabled_at is not None
    made = [each for each in tokens.listed(store) if each.made_by == line.account.name and each.lives(visit.now)]
    return visit.page(
        "people/user.html",
        line=line,
        roles=list(Role),
        sessions=named_sessions(visit, line.account.id),
        tokens=made if left else [],
    )


@routes.post("/users/<user_id:id>/role")
def set_role(visit: Visit, user_id: int) -> HTTPResponse:
    """Another role. Raises LastOwner."""
    role = role_called(visit.field("role"))
    if role is None:
        raise HTTPError(400)
    _found(visit, user_id)
    done = accounts.set_role(visit.site.store, user_id, role, by=visit.actor, now=visit.now)
    return _back(visit, user_id, done)


@routes.post("/users/<user_id:id>/disable")
def disable(visit: Visit, user_id: int) -> HTTPResponse:
    """Nobody gets in by this account any more. Raises LastOwner."""
    _found(visit, user_id)
    return _back(visit, user_id, accounts.disable(visit.site.store, user_id, by=visit.actor, now=visit.now))


@routes.post("/users/<user_id:id>/enable")
def enable(visit: Visit, user_id: int) -> HTTPResponse:
    """He may log in again."""
    _found(visit, user_id)
    return _back(visit, user_id, accounts.enable(visit.site.store, user_id, by=visit.actor, now=visit.now))


@routes.post("/users/<user_id:id>/code")
def new_code(visit: Visit, user_id: int) -> HTTPResponse:
    """A one-time code for somebody who cannot get in; his password is void from now on."""
    found = _found(visit, user_id)
    if found.id == signed_in(visit).user_id:
        return visit.go("/account")
    return _code(visit, found, invitations.renew(visit.site.store, user_id, by=visit.actor, now=visit.now))


@routes.post("/users/<user_id:id>/no-phone")
def reset_phone(visit: Visit, user_id: int) -> HTTPResponse:
    """His phone is gone: no code is asked of him any more."""
    found = _found(visit, user_id)
    if found.id == signed_in(visit).user_id:
        return visit.go("/account/code")
    done = second_factor.switch_off(visit.site.store, user_id, by=visit.actor, now=visit.now)
    return _back(visit, user_id, done)


@routes.post("/users/<user_id:id>/sign-out")
def sign_out(visit: Visit, user_id: int) -> HTTPResponse:
    """All his sessions end; the visitor's own one goes on."""
    found, store = _found(visit, user_id), visit.site.store
    with store.write():
        ended = sessions.end_others(store, user_id, visit.cookie)
        if ended:
            visit.audit("user.sessions_ended", found.name, sessions=(ended, 0))
    return _back(visit, user_id, bool(ended))


def _found(visit: Visit, user_id: int) -> Account:
    found = account(visit.site.store, user_id)
    if found is None:
        raise HTTPError(404)
    return found


def _back(visit: Visit, user_id: int, done: bool) -> HTTPResponse:
    """To the page again – or, when the visitor took his own right away, to one he may still see."""
    own = user_id == signed_in(visit).user_id
    return visit.go("/account" if own else f"/users/{user_id}", notice="noted" if done else "as_before")


def _line(visit: Visit, found: Account) -> Line:
    return Line(
        account=found,
        role=role_called(found.role),
        state=ACCOUNTS[accounts.state(found, visit.now)],
        code_on=second_factor.is_on(found),
        myself=found.id == signed_in(visit).user_id,
    )


def _page(visit: Visit, form: Filled, status: int) -> HTTPResponse:
    lines = [_line(visit, found) for found in everybody(visit.site.store)]
    return visit.page("people/list.html", status, form=form, lines=lines, roles=list(Role))


def _code(visit: Visit, found: Account, code: str) -> HTTPResponse:
    lasts = visit.now + invitations.LASTS
    return visit.page("people/invitation.html", account=found, code=code, lasts=lasts, host=_host(visit))


def _host(visit: Visit) -> str:
    """The address of the page as the visitor typed it; the shield has checked the name."""
    parts = visit.request.urlparts
    return f"{parts.scheme}://{parts.netloc}"
