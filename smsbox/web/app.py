"""Puts the page together: the screens behind the gate, static files beside them, the shield around all of it."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import Any
from urllib.parse import quote

import bottle

from smsbox.config import WebConfig
from smsbox.web.assets import assets, takes_gzip
from smsbox.web.doors.places import DOORS, lay
from smsbox.web.failures import refusal_page
from smsbox.web.guard.gate import Gate
from smsbox.web.guard.introduction import make_introduction
from smsbox.web.guard.shield import Environ, Shield, StartResponse, WsgiApp, encrypted_only
from smsbox.web.routes import place_of
from smsbox.web.screens import SCREENS, routes_at
from smsbox.web.server.serve import BODY_LIMIT
from smsbox.web.site import Site

_LARGEST_ID = 2**63 - 1
_YEAR_S = 31_536_000


def make_app(site: Site, web: WebConfig | None = None) -> WsgiApp:
    """The page as a WSGI application; `web`: for an address that is not in force yet."""
    web = web or site.config.web
    # bottle's own limit is lower, and one for all its applications
    bottle.BaseRequest.MEMFILE_MAX = BODY_LIMIT
    gate = Gate(site, routes_at)
    inner = _legible(_Places(gate, site))
    if web.tls != "off":
        # a certificate that browsers know needs no introduction
        inner = encrypted_only(inner, _legible(make_introduction(gate)) if web.tls == "own" else None)
    return Shield(inner, listen=web.listen, hosts=web.hosts)


class _Places:
    """The page, by places: the application of each is made when somebody goes there first."""

    def __init__(self, gate: Gate, site: Site) -> None:
        self._gate, self._site = gate, site
        self._elsewhere = self._made("")
        self._elsewhere.route("/static/<name>", "GET", _static)
        self._known: dict[str, bottle.Bottle] = {}
        self._making = Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        place = place_of(environ["PATH_INFO"])
        if place in DOORS:
            start_response = self._counted(place, start_response)
        answer: Iterable[bytes] = self._at(place)(environ, start_response)
        return answer

    def _counted(self, place: str, start_response: StartResponse) -> StartResponse:
        def start(status: str, *more: Any) -> Any:
            self._site.counts.answered(place, status)
            return start_response(status, *more)

        return start

    def _at(self, place: str) -> bottle.Bottle:
        if place not in SCREENS and place not in DOORS:
            return self._elsewhere
        with self._making:
            if place not in self._known:
                self._known[place] = self._made(place)
            return self._known[place]

    def _made(self, place: str) -> bottle.Bottle:
        app = bottle.Bottle()
        app.config["catchall"] = False
        app.router.add_filter("id", lambda _: ("[1-9][0-9]{0,18}", _row_id, str))
        if place in DOORS:
            lay(app, place, self._site)
            return app
        for route in routes_at(place):
            app.route(route.path, route.method, self._gate.guard(route))
        app.default_error_handler = lambda error: _refuse(self._gate, error)
        return app


def _legible(inner: WsgiApp) -> WsgiApp:
    """What is no UTF-8 stays percent-encoded in an address, where Bottle would drop it and answer for what is left, and
    becomes U+FFFD in a header, which Bottle would refuse to read.
    """

    def call(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        octets = environ.get("PATH_INFO", "").encode("latin-1")
        try:
            octets.decode()
        except UnicodeDecodeError:
            environ["PATH_INFO"] = quote(octets)
        for name, value in environ.items():
            if name.startswith("HTTP_") and not value.isascii():
                environ[name] = value.encode("latin-1").decode("utf-8", "replace").encode().decode("latin-1")
        return inner(environ, start_response)

    return call


def _refuse(gate: Gate, error: bottle.HTTPError) -> bottle.HTTPResponse:
    """A page of our own for what Bottle refuses; 405 keeps the list of methods (RFC 9110 15.5.6)."""
    visit = gate.visit(bottle.request)
    allowed = error.get_header("Allow")
    if allowed:
        visit.headers.append(("Allow", allowed))
    return refusal_page(visit, error.status_code)


def _row_id(text: str) -> int:
    number = int(text)
    if number > _LARGEST_ID:
        raise bottle.HTTPError(404)
    return number


def _static(name: str) -> bottle.HTTPResponse:
    asset = assets().get(name)
    if asset is None:
        raise bottle.HTTPError(404)
    packed = takes_gzip(bottle.request.get_header("Accept-Encoding", ""))
    tag = f'"{asset.digest}-gzip"' if packed else f'"{asset.digest}"'
    headers = {"Content-Type": asset.content_type, "ETag": tag, "Vary": "Accept-Encoding"}
    # an address with the digest in it never changes its content
    lasting = bottle.request.query.get("v") == asset.digest
    headers["Cache-Control"] = f"public, max-age={_YEAR_S}, immutable" if lasting else "no-cache"
    if bottle.request.get_header("If-None-Match") == tag:
        return bottle.HTTPResponse(b"", 304, headers)
    if packed:
        headers["Content-Encoding"] = "gzip"
    return bottle.HTTPResponse(asset.packed if packed else asset.body, 200, headers)
