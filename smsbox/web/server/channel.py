"""One client of the page, and what he may take from the others: a place, memory, a thread, and for how long.

A server of a small box is not stopped by many requests but by clients who begin something and do not go on: half a
header, half a body, answers nobody reads. Whoever is silent longest gives up his place when another one comes; bodies
under way share one amount of memory; an answer that nobody takes is cut off.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError

from smsbox.web.server.uploads import TICKETS

if TYPE_CHECKING:
    from smsbox.web.server.encrypted import Encrypted
    from smsbox.web.server.serve import Server

STANDING = 3
"""Sockets waitress counts as connections: two listeners (localhost is two addresses) and its wake-up pipe."""
LEAVING = 2
"""Clients that were asked to go and have not gone yet, at most."""

MOST_BODIES = 8 * 1024 * 1024
"""Octets of request bodies there may be at a time, of all clients together."""
_SMALL = 16 * 1024
"""Bodies up to here are not counted: all places together could not fill the memory with them."""
_HANDSHAKE = 0x16
"""The first octet of every TLS connection (RFC 8446 5.1, handshake); no HTTP request begins so."""
_AHEAD = 2
"""Requests one client may have under way: the one that is answered, and the one he sends when he has the answer."""


class _StrictParser(HTTPRequestParser):
    """Refuses what proxies and servers read differently: a body with a length and chunks at once (RFC 9112 6.1)."""

    adj: Any
    brings_file = False
    """Whoever sends it was given a ticket for a file: it lies on the disk, not in the memory all clients share."""

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Content-Length together with Transfer-Encoding")
        if TICKETS.admits(self.command, self.path):
            self.adj, self.brings_file = TICKETS.widened(self.adj), True


class _SecretParser(_StrictParser):
    """A request that came encrypted."""

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        self.url_scheme = "https"


class Channel(HTTPChannel):
    """A client, in clear or encrypted. What is not said otherwise is called by the loop of the server alone."""

    parser_class = _StrictParser
    _secret: Encrypted | None

    def __init__(self, page: Server, server: Any, sock: Any, addr: Any, adj: Any, map: dict[int, Any]) -> None:
        self._page, self._new, self._secret, self._map = page, True, None, map
        self._last = False
        """He is answered what is under way, and then no more."""
        super().__init__(server, sock, addr, adj, map=map)
        self.requests_lock = threading.RLock()
        clients = self._clients()
        if len(clients) > adj.connection_limit - STANDING - LEAVING:
            _longest_silent(each for each in clients if each is not self)

    def _clients(self) -> list[Channel]:
        return [each for each in self._map.values() if isinstance(each, Channel) and not each.will_close]

    # ── what comes

    def recv(self, buffer_size: int) -> bytes:
        """What came, decrypted; b"" with `connected` still true: nothing of use yet."""
        octets: bytes = super().recv(buffer_size)
        if self._new and octets:
            self._new = False
            if self._page.tls is not None and octets[0] == _HANDSHAKE:
                from smsbox.web.server.encrypted import Encrypted  # and ssl: 1.2 MB that a plain page does not need

                self._secret, self.parser_class = Encrypted(self._page.tls, self.socket.send), _SecretParser
        if self._secret is None or not octets:
            return octets
        try:
            octets = self._secret.receive(octets)
        except OSError:  # no TLS we speak, or gone
            self.handle_close()
            return b""
        if self._secret.over and not octets:
            self.handle_close()
        return octets

    def handle_read(self) -> None:
        """As waitress does it, but that a part of a handshake is no word of the client, nor his end."""
        try:
            octets = self.recv(self.adj.recv_bytes)
        except OSError:
            self.handle_close()
            return
        if octets:
            self.last_activity = time.time()
            self.received(octets)

    def received(self, data: bytes) -> bool:
        """As waitress does it, for so many requests at once as a browser sends and so large a body as there is room."""
        with self.requests_lock:  # all the while: what is too much must not be answered before it is counted
            taken = bool(super().received(data))
            ahead = self.requests[1:] if len(self.requests) > _AHEAD else []
            if ahead:
                self._last = True
                del self.requests[1:]
        for each in ahead:
            each.close()
        if self._body > _SMALL and not self.will_close:
            self._page.large.add(self)
            self._share()
        return taken

    @property
    def _body(self) -> int:
        """Octets of bodies that came and are not worked off, complete or not."""
        mine = [*self.requests, *([self.request] if self.request is not None else [])]
        return sum(each.body_bytes_received for each in mine if not each.brings_file)

    def _share(self) -> None:
        """Who is in the middle of a body and silent longest gives it up, else this client."""
        bodies = {each: octets for each in self._page.large if (octets := each._body) > _SMALL and not each.will_close}
        while sum(bodies.values()) > MOST_BODIES:
            gone = _longest_silent(each for each in bodies if each is not self) or self
            gone.cut()
            bodies.pop(gone)
        self._page.large.intersection_update(bodies)

    # ── what goes

    def service(self) -> None:
        """Answer a request; in one of the threads for that."""
        super().service()
        if self._last:
            self.close_when_flushed = True
            self.server.pull_trigger()

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Encrypted where the client speaks so."""
        if self._secret is None:
            return int(super().send(data, do_close))
        try:
            return self._secret.send(data)
        except OSError:
            if do_close:
                self.handle_close()
            return 0

    def writable(self) -> bool:
        """Also when a piece of the handshake waits. Asked once a round: who takes nothing is noticed here."""
        handshake = self._secret is not None and self._secret.waiting
        if self.total_outbufs_len or handshake:
            stalled = time.time() - self.last_activity > self.adj.channel_timeout
            if stalled or self.will_close:
                self.cut()
        return bool(super().writable() or handshake)

    def handle_write(self) -> None:
        """That piece first."""
        if self._secret is not None and self._secret.waiting:
            try:
                self._secret.flush()
            except OSError:
                self.will_close = True
        super().handle_write()

    # ── the end

    def cut(self) -> None:
        """The end, whatever is to go yet: a socket that is full for good would never be heard of again."""
        self.will_close = True
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)

    def handle_close(self) -> None:
        """Not without a farewell."""
        self._page.large.discard(self)
        if self._secret is not None and self.connected:
            self._secret.farewell()
        super().handle_close()


def _longest_silent(clients: Any) -> Channel | None:
    """Ask the one of `clients` to go who is silent longest and waits for no answer; None when there is none."""
    silent = [each for each in clients if not each.requests]
    found: Channel | None = min(silent, key=lambda each: each.last_activity, default=None)
    if found is not None:
        found.will_close = True
    return found
