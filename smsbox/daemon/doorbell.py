"""The daemon's side of the doorbell: a socket by which commands wake the relays and ask how the modems are."""

from __future__ import annotations

import json
import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

log = logging.getLogger(__name__)

_REQUEST_LIMIT = 1024
_CLIENT_SECONDS = 2.0
_AFTER_TROUBLE_S = 1.0


class Doorbell(threading.Thread):
    """Answers one short request per connection: `wake` → `ok`, `modems` → one JSON object a line.

    A request that is a JSON object begins a conversation with a modem: it is handed on with the connection to `talk`.
    """

    def __init__(
        self,
        path: Path,
        *,
        wake: Callable[[], None],
        statuses: Callable[[], list[dict]],
        talk: Callable[[socket.socket, bytes], None] | None = None,
    ) -> None:
        super().__init__(name="doorbell", daemon=True)
        self._path = path
        self._wake = wake
        self._statuses = statuses
        self._talk = talk
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
        self._stopping = False

    def open(self) -> None:
        """Bind the socket; the owner lock is held, so a file left behind is nobody's. Raises OSError."""
        self._path.unlink(missing_ok=True)
        old = os.umask(0o117)
        try:
            self._listener.bind(os.fspath(self._path))
        finally:
            os.umask(old)
        self._listener.listen(16)

    def run(self) -> None:
        while not self._stopping:
            try:
                client, _ = self._listener.accept()
            except OSError:
                if self._stopping:
                    return
                # No descriptor left, most likely: they come back, and without a doorbell commands are only slower.
                log.exception("the doorbell cannot accept")
                time.sleep(_AFTER_TROUBLE_S)
                continue
            self._answer(client)

    def _answer(self, client: socket.socket) -> None:
        client.settimeout(_CLIENT_SECONDS)
        try:
            request = client.recv(_REQUEST_LIMIT).strip()
            if request.startswith(b"{") and self._talk is not None:
                self._talk(client.dup(), request)
            elif request == b"wake":
                self._wake()
                client.sendall(b"ok\n")
            elif request == b"modems":
                lines = "".join(json.dumps(status, ensure_ascii=False) + "\n" for status in self._statuses())
                client.sendall(lines.encode())
            else:
                client.sendall(b"unknown request\n")
        except OSError as error:
            log.debug("a doorbell client went away: %s", error)
        finally:
            client.close()

    def close(self) -> None:
        """Stop answering and remove the socket file."""
        self._stopping = True
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._listener.close()
        self._path.unlink(missing_ok=True)
