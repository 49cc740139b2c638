"""The outermost WSGI layer: security headers on every response, no request from a foreign page or under a foreign name.

Host allow-list against DNS rebinding (421), Origin and content type against cross-site requests (403), and a plain
500 when everything inside failed. It stands outside of the framework so that nothing inside can forget it.
"""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import socket
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote, urlsplit

from smsbox.web.doors.places import is_programs
from smsbox.web.server.uploads import FORM_TYPE, takes_files

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]

log = logging.getLogger(__name__)

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""Content-Security-Policy: nothing inline, nothing from elsewhere."""

HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    # not no-referrer: with that, browsers send "Origin: null" with our own forms
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)

TOLD = "smsbox-told"
"""The cookie of a browser that was shown the introduction to the encrypted page."""

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FORM_TYPE = "application/x-www-form-urlencoded"
_WILDCARDS = frozenset({"", "0.0.0.0", "::"})


class Shield:
    """Wraps the page; `hosts` are the names it may be called by beside the ones that `listen` (host:port) implies."""

    def __init__(self, inner: WsgiApp, *, listen: str, hosts: Iterable[str]) -> None:
        self._inner = inner
        listen_host = host_name(listen) or ""
        self._wildcard = listen_host in _WILDCARDS
        self._hosts = {"localhost", "127.0.0.1", "::1", *(name.lower().strip("[]") for name in hosts)}
        if not self._wildcard:
            self._hosts.add(listen_host)
        if self._wildcard or not _is_loopback(listen_host):
            own = socket.gethostname().lower()
            self._hosts |= {own, f"{own.split('.')[0]}.local"}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        def guarded(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            return start_response(status, _with_security(headers), exc_info)

        refusal = self._refusal(environ)
        if refusal is not None:
            return _plain(guarded, *refusal)
        try:
            return self._inner(environ, guarded)
        except Exception:
            # the last fence: whatever broke inside, the visitor gets no traceback
            log.exception("a page failed")
            return _plain(guarded, "500 Internal Server Error", "Something went wrong. The log says more.")

    def _refusal(self, environ: Environ) -> tuple[str, str] | None:
        host = environ.get("HTTP_HOST", "")
        if not self._knows(host_name(host)):
            return "421 Misdirected Request", "This box is not known by that name. Add it to [web] hosts."
        if environ["REQUEST_METHOD"] in _SAFE_METHODS:
            return None
        if not _same_origin(environ, host):
            return "403 Forbidden", "This request came from another site."
        if is_programs(environ["PATH_INFO"]):
            return None  # a token opens there, no cookie; which forms are read there is said there
        content_type = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
        if content_type != _FORM_TYPE and not (content_type == FORM_TYPE and takes_files(environ["PATH_INFO"])):
            return "403 Forbidden", "Only the forms of this page are accepted."
        return None

    def _knows(self, name: str | None) -> bool:
        """A listener on all addresses may also be called by any private address, or by one this machine has: an address
        cannot be rebound by DNS.
        """
        if name is None:
            return False
        if name in self._hosts:
            return True
        if not self._wildcard:
            return False
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return address.is_private or address.is_loopback or address.is_link_local or _is_ours(name)


def encrypted_only(inner: WsgiApp, introduction: WsgiApp | None = None) -> WsgiApp:
    """Leads whoever comes unencrypted to the same address encrypted; what he sent along is not taken.

    Inside of the shield: the name he asked for is ours. Not for good (302): encryption may be switched off again.
    `introduction` is what a browser is shown instead that was not told yet why it is going to warn.
    """

    def call(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["wsgi.url_scheme"] == "https":
            return inner(environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _plain(start_response, "403 Forbidden", "This page is encrypted: open it with https://")
        if introduction is not None:
            if environ.get("PATH_INFO", "").startswith("/static/"):
                return inner(environ, start_response)
            if "text/html" in environ.get("HTTP_ACCEPT", "") and f"{TOLD}=1" not in environ.get("HTTP_COOKIE", ""):
                return introduction(environ, start_response)
        start_response("302 Found", [("Location", encrypted_address(environ)), ("Content-Length", "0")])
        return [b""]

    return call


def encrypted_address(environ: Environ) -> str:
    """Where the page that was asked for is to be had encrypted."""
    query = environ.get("QUERY_STRING", "")
    path = quote(environ.get("PATH_INFO", "") or "/", safe="/%", encoding="latin-1")
    return f"https://{environ['HTTP_HOST']}{path}{'?' if query else ''}{query}"


def host_name(host: str) -> str | None:
    """The name in `name:port`, lower case and without brackets; None when it is no host at all."""
    if not host or any(character in host for character in "/@\\ \t?#,"):
        return None
    if host.count(":") > 1 and not host.startswith("["):
        return None
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _is_ours(address: str) -> bool:
    """Whether this machine has that address now: only then a socket can be bound to it."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.bind((address, 0))
        return True
    return False


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def _same_origin(environ: Environ, host: str) -> bool:
    """Whether a form came from our own page. A browser that says nothing of it is held by the token and the cookie."""
    if environ.get("HTTP_SEC_FETCH_SITE", "same-origin") not in ("same-origin", "none"):
        return False
    origin = environ.get("HTTP_ORIGIN")
    # either scheme: behind a TLS proxy the browser says https and this server hears http
    return origin is None or origin.lower() in (f"http://{host}".lower(), f"https://{host}".lower())


def _with_security(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    present = {name.lower() for name, _ in headers}
    extra = [pair for pair in HEADERS if pair[0].lower() not in present]
    if "cache-control" not in present:
        extra.append(("Cache-Control", "no-store"))
    return [*headers, *extra]


def _plain(start_response: StartResponse, status: str, text: str) -> list[bytes]:
    body = f"{text}\n".encode()
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
