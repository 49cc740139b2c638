"""The page of the daemon: its listener, and a second one while a new address is on trial."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable

from smsbox.config import Config, WebConfig
from smsbox.web.app import make_app
from smsbox.web.gate import SIGNED_IN
from smsbox.web.serve import Server
from smsbox.web.shield import Environ, StartResponse, WsgiApp
from smsbox.web.site import Site

log = logging.getLogger(__name__)


class _Door:
    """An application that can be exchanged, and knows whether somebody signed in has come by."""

    def __init__(self, app: WsgiApp) -> None:
        self.app = app
        self.used = threading.Event()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        answer = self.app(environ, start_response)
        if environ.get(SIGNED_IN):
            self.used.set()
        return answer


class Page:
    """Serves `site`; bound on construction. Called by one thread at a time."""

    def __init__(self, site: Site, web: WebConfig, reserve: int) -> None:
        """Raises CannotListen."""
        self._site, self._reserve, self._web = site, reserve, web
        self._door = _Door(make_app(site, web))
        self._server = Server(self._door, web.listen, reserve=reserve)
        self._next: tuple[WebConfig, _Door, Server] | None = None
        self._started = False

    @property
    def alive(self) -> bool:
        """Whether it answers."""
        return self._server.alive

    def start(self) -> None:
        """Answer requests from now on."""
        self._started = True
        self._server.start()
        if self._next is not None:
            self._next[2].start()

    def stop(self, seconds: float) -> None:
        """Close it, requests under way get `seconds`."""
        self._server.stop(seconds)
        if self._next is not None:
            self._next[2].stop(seconds)

    def open(self, web: WebConfig) -> None:
        """Listen at a second address too. Raises CannotListen: nothing has changed."""
        door = _Door(make_app(self._site, web))
        server = Server(door, web.listen, reserve=self._reserve, beside=self._server)
        if self._started:
            server.start()
        self._next = (web, door, server)

    @property
    def reached(self) -> bool:
        """Whether somebody who is signed in has used the second address."""
        return self._next is not None and self._next[1].used.is_set()

    def stay(self) -> None:
        """Give up the second address."""
        if self._next is not None:
            _, _, server = self._next
            self._next = None
            server.stop(1.0)

    def move(self) -> None:
        """Give up the first address for the second."""
        if self._next is not None:
            old, (self._web, self._door, self._server) = self._server, self._next
            self._next = None
            log.info("the page is at %s now", self._web.listen)
            old.stop(1.0)

    def adopt(self, config: Config) -> None:
        """Be known under the names of `config` at the address it has."""
        if config.web.listen == self._web.listen and config.web != self._web:
            self._web = config.web
            self._door.app = make_app(self._site, config.web)
