"""The page of the daemon: its listener, and while a new address or encryption is on trial, both ways at once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smsbox.config import Config, WebConfig
from smsbox.web.app import make_app
from smsbox.web.guard.gate import SIGNED_IN
from smsbox.web.guard.shield import Environ, StartResponse, WsgiApp
from smsbox.web.server import certificate
from smsbox.web.server.serve import CannotListen, Server
from smsbox.web.site import Site

if TYPE_CHECKING:
    import ssl

log = logging.getLogger(__name__)

_DESCRIPTORS = 36
"""File descriptors the daemon needs without modems and visitors: database, pipes, sockets; counted on a run, and four
for conversations with modems.
"""
_DESCRIPTORS_OF_A_MODEM = 9
"""Its port, pyserial's and our pipes, and its thread's connection to the database."""

DEFAULT_LISTEN = ("127.0.0.1", 8080)


class _Way:
    """An application that knows whether somebody signed in has come by."""

    def __init__(self, app: WsgiApp) -> None:
        self.app = app
        self.used = threading.Event()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        answer = self.app(environ, start_response)
        if environ.get(SIGNED_IN):
            self.used.set()
        return answer


class _Door:
    """What one listener answers: `usual`, and by another scheme perhaps `other`, as long as one of both is on trial."""

    def __init__(self, usual: _Way) -> None:
        self.usual = usual
        self.other: tuple[str, _Way] | None = None

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        other = self.other
        way = other[1] if other is not None and other[0] == environ["wsgi.url_scheme"] else self.usual
        return way(environ, start_response)


@dataclass(slots=True)
class _Trial:
    """What is tried: `way` of `web`; with a listener of its own where the address is another."""

    web: WebConfig
    way: _Way
    tls: ssl.SSLContext | None
    door: _Door
    server: Server | None = None
    before: ssl.SSLContext | None = field(default=None)


class Page:
    """Serves `site`; bound on construction. Called by one thread at a time."""

    def __init__(self, site: Site, web: WebConfig, reserve: int) -> None:
        """Raises CannotListen."""
        self._site, self._reserve, self._web = site, reserve, web
        self._door = _Door(_Way(make_app(site, web)))
        self._server = Server(self._door, web.listen, reserve=reserve, tls=self._context(web))
        self._next: _Trial | None = None
        self._started = False

    @property
    def alive(self) -> bool:
        """Whether it answers."""
        return self._server.alive

    def start(self) -> None:
        """Answer requests from now on."""
        self._started = True
        self._server.start()
        if self._next is not None and self._next.server is not None:
            self._next.server.start()

    def stop(self, seconds: float) -> None:
        """Close it, requests under way get `seconds`."""
        self._server.stop(seconds)
        if self._next is not None and self._next.server is not None:
            self._next.server.stop(seconds)

    def open(self, web: WebConfig) -> None:
        """Be reached in a second way too. Raises CannotListen: nothing has changed."""
        tls, way = self._context(web), _Way(make_app(self._site, web))
        if web.listen == self._web.listen:
            self._next = self._beside(web, way, tls)
            return
        door = _Door(way)
        server = Server(door, web.listen, reserve=self._reserve, beside=self._server, tls=tls)
        if self._started:
            server.start()
        self._next = _Trial(web, way, tls, door, server)

    def _beside(self, web: WebConfig, way: _Way, tls: ssl.SSLContext | None) -> _Trial:
        """At the same port: encrypted and plain are told apart by their first octet, so both go on meanwhile."""
        trial = _Trial(web, way, tls, self._door, None, self._server.tls)
        self._door.other = (web.scheme, way)
        self._server.tls = tls or self._server.tls
        return trial

    @property
    def reached(self) -> bool:
        """Whether somebody who is signed in has come by the second way."""
        return self._next is not None and self._next.way.used.is_set()

    def stay(self) -> None:
        """Give up the second way."""
        trial, self._next = self._next, None
        if trial is None:
            return
        if trial.server is not None:
            trial.server.stop(1.0)
        else:
            self._server.tls, self._door.other = trial.before, None

    def move(self) -> None:
        """Give up the first way for the second."""
        trial, self._next = self._next, None
        if trial is None:
            return
        self._web = trial.web
        log.info("the page is at %s now", self._web.url)
        if trial.server is None:
            self._door.usual, self._door.other = trial.way, None
            self._server.tls = trial.tls
            return
        old, self._server, self._door = self._server, trial.server, trial.door
        old.stop(1.0)

    def adopt(self, config: Config) -> None:
        """Be known under the names of `config` at the address it has."""
        if config.web.reach == self._web.reach and config.web != self._web:
            self._web = config.web
            self._door.usual.app = make_app(self._site, config.web)

    def renew(self) -> None:
        """Read certificates again, which may have been renewed; the own one is made anew before it ends."""
        if self._next is None and self._server.tls is not None:
            self._server.tls = self._context(self._web)

    def _context(self, web: WebConfig) -> ssl.SSLContext | None:
        return certificate.context(web, self._site.config.store.directory)


def first_page(site: Site, config: Config, web: WebConfig) -> Page:
    """The page at `web`, where it was last; at the default address when one set on the page cannot be had any more,
    since messages must not stand still for that. Raises CannotListen.
    """
    reserve = _DESCRIPTORS + _DESCRIPTORS_OF_A_MODEM * len(config.modems)
    try:
        return Page(site, web, reserve)
    except CannotListen as error:
        set_here = [key for key in ("web.listen", "web.tls", "web.certificate", "web.key") if key in config.written]
        if not set_here or any(key in config.locked for key in set_here):
            raise
        log.error("%s; the page comes up at the default address", error)
        return Page(site, WebConfig(*DEFAULT_LISTEN, web.hosts), reserve)
