"""My account: who I am here and what I may do, my password, my language, and where I am signed in."""

from __future__ import annotations

from bottle import HTTPResponse

from smsbox.i18n.marks import N_
from smsbox.i18n.translator import LANGUAGES
from smsbox.people import accounts, sessions, tries
from smsbox.people.passwords import LONGEST
from smsbox.people.rights import Right, role_called
from smsbox.people.second_factor import is_on, recovery_left
from smsbox.people.sessions import Person, Session
from smsbox.store.accounts import account
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.guard import throttle
from smsbox.web.pages.language import remember
from smsbox.web.people import new_password
from smsbox.web.people.agents import agent_name
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.SEE)

_FIELDS = {"old": LONGEST, **new_password.FIELDS}

WRONG = N_("This is not your present password.")


@routes.get("/account")
def show(visit: Visit) -> HTTPResponse:
    """The page."""
    return _page(visit, blank(_FIELDS), 200)


@routes.post("/account/password")
def change_password(visit: Visit) -> HTTPResponse:
    """Another password, when the old one is right; all other sessions end, this one goes on under a new cookie."""
    form, store, person = filled(visit, _FIELDS), visit.site.store, signed_in(visit)
    require(visit, form, *_FIELDS)
    new_password.check(visit, form, person.name)
    if form.errors:
        return _page(visit, form, 422)
    budget = tries.for_user(person.user_id)
    if throttle.told_to_wait(visit, form, budget):
        return _page(visit, form, 429)
    old, new = form.values["old"], form.values["password"]
    if not accounts.change_password(
        store, person.user_id, old, new, by=visit.actor, cookie=visit.cookie, now=visit.now
    ):
        form.wrong("old", visit.tr.gettext(WRONG))
        return _page(visit, form, 422)
    budget.refund(store)
    rotate(visit)
    return visit.go("/account", notice="password_changed")


@routes.post("/account/language")
def choose_language(visit: Visit) -> HTTPResponse:
    """The language of the page on every device; "" is that of the browser."""
    language = visit.field("language") if visit.field("language") in LANGUAGES else ""
    accounts.set_language(visit.site.store, signed_in(visit).user_id, language or None)
    remember(visit, language)
    return visit.go("/account", notice="noted")


@routes.post("/account/sessions/end")
def end_session(visit: Visit) -> HTTPResponse:
    """End one other session."""
    store = visit.site.store
    with store.write():
        place = sessions.end_one(store, signed_in(visit).user_id, visit.field("session"))
        if place is not None:
            visit.audit("account.session_ended", place.address)
    return visit.go("/account", notice="session_ended" if place else "as_before")


@routes.post("/account/sessions/end-others")
def end_others(visit: Visit) -> HTTPResponse:
    """End all sessions but this one."""
    store, person = visit.site.store, signed_in(visit)
    with store.write():
        ended = sessions.end_others(store, person.user_id, visit.cookie)
        if ended:
            visit.audit("account.sessions_ended", person.name, sessions=(ended + 1, 1))
    return visit.go("/account", notice="session_ended" if ended else "as_before")


def signed_in(visit: Visit) -> Person:
    """Who asks; the gate has let nobody else through."""
    assert visit.person is not None
    return visit.person


def named_sessions(visit: Visit, user_id: int) -> list[tuple[Session, str]]:
    """Where somebody is signed in, with the browser in words."""
    found = sessions.of(visit.site.store, user_id, visit.cookie, visit.now)
    return [(each, agent_name(visit.tr, each.place.agent)) for each in found]


def rotate(visit: Visit) -> None:
    """The session goes on under a new cookie: what somebody may have copied before opens nothing any more."""
    store = visit.site.store
    visit.keep_cookie(sessions.begin(store, signed_in(visit).user_id, visit.place, visit.cookie, visit.now))


def _page(visit: Visit, form: Filled, status: int) -> HTTPResponse:
    store, person = visit.site.store, signed_in(visit)
    found = account(store, person.user_id)
    assert found is not None
    return visit.page(
        "people/account.html",
        status,
        form=form,
        role=role_called(person.role),
        rights=[right for right in Right if person.may(right)],
        account=found,
        code_on=is_on(found),
        recovery_left=recovery_left(store, person.user_id),
        sessions=named_sessions(visit, person.user_id),
    )
