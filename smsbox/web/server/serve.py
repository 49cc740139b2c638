"""Runs the page on waitress in a thread of its own, with limits that keep slow or greedy clients from blocking it."""

from __future__ import annotations

import logging
import resource
import socket
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

from waitress import wasyncore
from waitress.server import create_server

from smsbox.errors import SmsboxError
from smsbox.web.guard.shield import WsgiApp
from smsbox.web.server.channel import LEAVING, STANDING, Channel

if TYPE_CHECKING:
    import ssl

BODY_LIMIT = 256 * 1024
"""Octets a request body may have; more is answered 413, by a page that says what to do instead."""

_READ_LIMIT = 4 * BODY_LIMIT
"""Octets that are read for that page's sake; more is refused in one bare line before it comes."""

_HEADER_LIMIT = 32 * 1024
_ON_THE_WAY = 1024 * 1024
"""Octets of an answer that are kept for a client; waitress also keeps as many that he has already, 16 MB else."""
_CHANNEL_SECONDS = 20
_THREADS = 4
_MOST_CLIENTS = 400
_WAITING = 128
_FEWEST_CLIENTS = 4


class CannotListen(SmsboxError):
    """The address of the page cannot be used. Facts: `listen`, `problem` (the system's words)."""

    key = "web.cannot_listen"
    exit_code = 78


def _places(reserve: int) -> int:
    """How many clients there may be at a time, so that `reserve` descriptors of this process stay free of them."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if limit == resource.RLIM_INFINITY:
        return _MOST_CLIENTS
    return max(_FEWEST_CLIENTS, min(_MOST_CLIENTS, limit - reserve))


class Server:
    """One listening socket. It is bound on construction; `port` tells which one when `listen` asked for port 0."""

    def __init__(
        self,
        app: WsgiApp,
        listen: str,
        *,
        reserve: int = 64,
        beside: Server | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """`reserve`: file descriptors that clients must leave to everything else here. `beside`: a server of ours that
        goes on meanwhile, maybe at the same port of fewer addresses. Raises CannotListen.
        """
        self.tls = tls
        """With it both are understood at the same port, `wsgi.url_scheme` tells which; may be exchanged at any time."""
        self.large: set[Channel] = set()
        """Clients in the middle of a large body."""
        self._sockets: dict[int, Any] = {}
        try:
            where = {"listen": listen} if beside is None else {"sockets": beside.sharing(listen)}
            self._server = create_server(
                app,
                map=self._sockets,
                **where,
                threads=_THREADS,
                connection_limit=_places(reserve) + STANDING + LEAVING,
                channel_request_lookahead=1,  # so that who hangs up is noticed while his file is being made
                channel_timeout=_CHANNEL_SECONDS,
                cleanup_interval=_CHANNEL_SECONDS // 4,
                outbuf_high_watermark=_ON_THE_WAY,
                max_request_body_size=_READ_LIMIT,
                max_request_header_size=_HEADER_LIMIT,
                asyncore_use_poll=True,
                ident="smsbox",
                clear_untrusted_proxy_headers=True,
            )
        except (OSError, ValueError) as error:
            raise CannotListen(listen=listen, problem=str(error)) from error
        for each in self._listeners():
            each.channel_class = partial(Channel, self)
        # a warning for each request that waits for another would let anybody fill the log
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        self.port = int(self._listeners()[0].effective_port)
        self._thread = threading.Thread(target=self._server.run, name="page", daemon=True)

    def sharing(self, listen: str) -> list[socket.socket]:
        """Sockets bound to `listen`, also where that takes in what this server listens on. Raises OSError.

        Linux lets a second socket have a port when both allow it (socket(7), SO_REUSEPORT): 0.0.0.0 beside 127.0.0.1.
        """
        host, _, port = listen.rpartition(":")
        found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for each in self._listeners():
            each.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        opened: list[socket.socket] = []
        try:
            for family, kind, protocol, _, address in dict.fromkeys(found):
                opened.append(socket.socket(family, kind | socket.SOCK_CLOEXEC, protocol))
                opened[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                opened[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                if family == socket.AF_INET6:
                    opened[-1].setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                opened[-1].bind(address)
                opened[-1].listen(_WAITING)  # the port is looked at once more here
        except OSError:
            for each in opened:
                each.close()
            raise
        finally:
            for each in self._listeners():
                each.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 0)
        for each in opened:  # nobody else may join them
            each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 0)
        return opened

    @property
    def alive(self) -> bool:
        """Whether the thread that accepts requests still runs."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Answer requests from now on."""
        self._thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        """Let the requests under way finish, at most `seconds`, then close everything."""
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=seconds)
        if self._thread.is_alive():
            # the loop ends by itself when nothing is left to watch; only its own thread may take things away
            self._listeners()[0].trigger.pull_trigger(self._close_all)
            self._thread.join(seconds)
        else:
            self._close_all()

    def _listeners(self) -> list[Any]:
        """The listening sockets: one, or one for each address `listen` stands for (localhost: IPv4 and IPv6)."""
        return [each for each in list(self._sockets.values()) if hasattr(each, "effective_port")]

    def _close_all(self) -> None:
        wasyncore.close_all(self._sockets)
