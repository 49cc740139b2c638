"""Runs the page on waitress in a thread of its own, with limits that keep slow or greedy clients from blocking it."""

from __future__ import annotations

import threading

from waitress.server import create_server

from smsbox.errors import SmsboxError
from smsbox.web.shield import WsgiApp

BODY_LIMIT = 256 * 1024
"""Octets a request body may have; more is answered 413."""

_HEADER_LIMIT = 32 * 1024
_CHANNEL_SECONDS = 20
_CONNECTIONS = 400
_THREADS = 4


class CannotListen(SmsboxError):
    """The address of the page cannot be used. Facts: `listen`, `problem` (the system's words)."""

    key = "web.cannot_listen"
    exit_code = 78


class Server:
    """One listening socket. It is bound on construction; `port` tells which one when `listen` asked for port 0."""

    def __init__(self, app: WsgiApp, listen: str) -> None:
        """Raises CannotListen."""
        try:
            self._server = create_server(
                app,
                listen=listen,
                threads=_THREADS,
                connection_limit=_CONNECTIONS,
                channel_timeout=_CHANNEL_SECONDS,
                cleanup_interval=5,
                max_request_body_size=BODY_LIMIT,
                max_request_header_size=_HEADER_LIMIT,
                ident="smsbox",
                clear_untrusted_proxy_headers=True,
            )
        except (OSError, ValueError) as error:
            raise CannotListen(listen=listen, problem=str(error)) from error
        self._thread = threading.Thread(target=self._server.run, name="page", daemon=True)

    @property
    def port(self) -> int:
        """The TCP port in use."""
        return int(self._server.effective_port)

    @property
    def alive(self) -> bool:
        """Whether the thread that accepts requests still runs."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Answer requests from now on."""
        self._thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        """Close the socket and wait for the requests under way, at most `seconds`."""
        self._server.close()
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=seconds)
        if self._thread.is_alive():
            self._server.pull_trigger()
            self._thread.join(seconds)
