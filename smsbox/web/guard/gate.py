"""The gate in front of every page: finds out who asks, turns away who may not, checks form tokens, catches failures."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

import bottle

from smsbox.errors import SmsboxError
from smsbox.i18n.translator import LANGUAGES, negotiate
from smsbox.people.rights import Right
from smsbox.people.sessions import Person, person_behind
from smsbox.store import accounts
from smsbox.web.failures import failure_page, forbidden_page, refusal_page
from smsbox.web.guard import sessions
from smsbox.web.routes import Access, Directory, Route
from smsbox.web.server.uploads import takes_files
from smsbox.web.site import Site
from smsbox.web.visit import Visit

log = logging.getLogger(__name__)

MOST_FIELDS = 1000
"""Fields a form or an address may have; the largest of ours has sixty. Taking 100,000 apart takes seconds."""

LANGUAGE_COOKIE = "smsbox-language"
SIGNED_IN = "smsbox.signed_in"
"""Key of a request's environment: somebody who is signed in has sent it."""


class Gate:
    """Makes a `Visit` of every request to `site`, whose places have the routes that `routes_at` gives."""

    def __init__(self, site: Site, routes_at: Callable[[str], Iterable[Route]]) -> None:
        self._site = site
        self._directory = Directory(routes_at)
        self._owned = False

    def guard(self, route: Route) -> Callable[..., bottle.HTTPResponse]:
        """The Bottle callback for `route`."""

        def call(**arguments: Any) -> bottle.HTTPResponse:
            visit = self.visit(bottle.request, polled=route.fragment)
            try:
                turned_away = self._turn_away(visit, route)
                return turned_away or route.handler(visit, **arguments)
            except bottle.HTTPResponse:
                raise
            except SmsboxError as error:
                return failure_page(visit, error)
            except Exception:
                # the visitor gets a page in his language, the log the traceback
                log.exception("%s %s failed", route.method, route.path)
                return refusal_page(visit, 500)

        return call

    def visit(self, request: bottle.BaseRequest, *, polled: bool = False) -> Visit:
        """Who asks, at which moment, in which language. `polled`: by the script of an open page, not by a person."""
        now = self._site.clock.now()
        encrypted = request.environ["wsgi.url_scheme"] == "https"
        cookie = sessions.proper(request.cookies.get(sessions.name_of(sessions.COOKIE, secure=encrypted)))
        person = person_behind(self._site.store, cookie, now, touch=not polled) if cookie else None
        if person is not None and not polled:
            request.environ[SIGNED_IN] = True
        language = self._language(request, person)
        visit = Visit(self._site, request, now, language, person, cookie or sessions.new_cookie(), self._directory)
        if cookie is None:
            visit.keep_cookie(visit.cookie)
        return visit

    def _language(self, request: bottle.BaseRequest, person: Person | None) -> str:
        if person is not None and person.language in LANGUAGES:
            return str(person.language)
        chosen = request.cookies.get(LANGUAGE_COOKIE)
        if chosen in LANGUAGES:
            return str(chosen)
        return negotiate(request.get_header("Accept-Language", ""), self._site.config.region.language)

    def _turn_away(self, visit: Visit, route: Route) -> bottle.HTTPResponse | None:
        """The answer to somebody who may not use `route` now; None for everybody else."""
        if route.needs is Access.FIRST_START and self._is_owned():
            return visit.go("/login")
        if isinstance(route.needs, Right) and visit.person is None:
            return self._to_the_door(visit, route)
        if _is_overfull(visit.request):
            return refusal_page(visit, 400)
        if route.method != "GET" and not sessions.token_fits(visit.cookie, visit.field("token")):
            return refusal_page(visit, 403)
        if isinstance(route.needs, Right) and not visit.may(route.needs):
            return visit.bare(403) if route.fragment else forbidden_page(visit, route.needs)
        return None

    def _to_the_door(self, visit: Visit, route: Route) -> bottle.HTTPResponse:
        if route.fragment:
            return visit.bare(401)
        if not self._is_owned():
            return visit.go("/setup", status=302)
        if route.method != "GET" or visit.path == "/":
            return visit.go("/login", status=302)
        return visit.go(f"/login?next={quote(visit.path)}", status=302)

    def _is_owned(self) -> bool:
        """Whether somebody has set a password; once so, it stays so."""
        if not self._owned:
            self._owned = accounts.has_owner(self._site.store)
        return self._owned


def _is_overfull(request: bottle.BaseRequest) -> bool:
    fields = request.query_string.count("&")
    if request.method != "GET" and not takes_files(request.path):
        body = request.body
        fields += body.read().count(b"&")
        body.seek(0)
    return fields > MOST_FIELDS
