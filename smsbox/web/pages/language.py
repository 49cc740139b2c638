"""Switching the language; the choice stays in a cookie of its own."""

from __future__ import annotations

from bottle import HTTPResponse

from smsbox.i18n.translator import LANGUAGES
from smsbox.people.accounts import set_language
from smsbox.web.guard.gate import LANGUAGE_COOKIE
from smsbox.web.pages.door import own_path
from smsbox.web.routes import Access, Routes
from smsbox.web.visit import Visit

routes = Routes(Access.ANYONE)

_A_YEAR = 31_536_000
"""Seconds the choice is kept."""


@routes.post("/language")
def switch(visit: Visit) -> HTTPResponse:
    """Back to where the reader was, in another language."""
    language = visit.field("language")
    if language in LANGUAGES:
        if visit.person is not None:
            set_language(visit.site.store, visit.person.user_id, language)
        remember(visit, language)
    return visit.go(own_path(visit.field("back")))


def remember(visit: Visit, language: str) -> None:
    """Have the browser keep the choice, also for the page of the log-in; "" forgets it."""
    age = _A_YEAR if language else 0
    rest = f"Path=/; Max-Age={age}; HttpOnly; SameSite=Strict" + ("; Secure" if visit.encrypted else "")
    visit.headers.append(("Set-Cookie", f"{LANGUAGE_COOKIE}={language}; {rest}"))
