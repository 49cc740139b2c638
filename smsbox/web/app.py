"""Puts the page together: every screen behind the gate, static files beside them, the shield around all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

import bottle

from smsbox.config import WebConfig
from smsbox.web.assets import assets, takes_gzip
from smsbox.web.failures import refusal_page
from smsbox.web.guard.gate import Gate
from smsbox.web.guard.introduction import make_introduction
from smsbox.web.guard.shield import Environ, Shield, StartResponse, WsgiApp, encrypted_only
from smsbox.web.pages import (
    account,
    audit,
    calls,
    campaign_audience,
    campaign_check,
    campaign_text,
    campaign_when,
    campaigns,
    console,
    coupons,
    customer,
    customer_data,
    customer_import,
    customers,
    doctor,
    door,
    doubles,
    exports,
    happenings,
    help,
    inbox,
    join,
    language,
    modems,
    new_modem,
    newcomers,
    outbox,
    people,
    phone_code,
    problems,
    removal,
    reports,
    results,
    routing,
    send,
    settings,
    setup,
    shop,
    sources,
    status,
    sweeps,
    till,
    tokens,
    ussd,
    welcome,
    wizard,
    wizard_modem,
    wizard_sending,
)
from smsbox.web.routes import Route
from smsbox.web.server.serve import BODY_LIMIT
from smsbox.web.site import Site

PAGES = (
    *(setup, wizard_modem, wizard, wizard_sending),
    *(door, welcome, language, status, send, outbox, inbox, calls, modems, ussd, routing, doctor, help),
    *(exports, sweeps, problems, customer_import),
    *(account, phone_code, people, tokens, audit, new_modem, removal, settings, shop),
    *(console, happenings),
    *(campaigns, campaign_text, campaign_audience, campaign_when, campaign_check),
    *(results, reports),
    *(customers, customer, customer_data, doubles, sources, newcomers, join),
    *(till, coupons),
)
"""The screens: each module has `routes`."""

_LARGEST_ID = 2**63 - 1
_YEAR_S = 31_536_000


def all_routes() -> Iterator[Route]:
    """Every route of every screen."""
    for page in PAGES:
        yield from page.routes


def make_app(site: Site, web: WebConfig | None = None) -> WsgiApp:
    """The page as a WSGI application; `web`: for an address that is not in force yet."""
    web = web or site.config.web
    # bottle's own limit is lower, and one for all its applications
    bottle.BaseRequest.MEMFILE_MAX = BODY_LIMIT
    app = bottle.Bottle()
    app.config["catchall"] = False
    app.router.add_filter("id", lambda _: ("[1-9][0-9]{0,18}", _row_id, str))
    gate = Gate(site, all_routes())
    for route in all_routes():
        app.route(route.path, route.method, gate.guard(route))
    app.route("/static/<name>", "GET", _static)
    app.default_error_handler = lambda error: _refuse(gate, error)
    inner = _legible(app)
    if web.tls != "off":
        # a certificate that browsers know needs no introduction
        inner = encrypted_only(inner, _legible(make_introduction(gate)) if web.tls == "own" else None)
    return Shield(inner, listen=web.listen, hosts=web.hosts)


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
