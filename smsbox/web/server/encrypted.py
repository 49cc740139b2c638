"""One client's encrypted octets: TLS between a socket that never blocks and a server that knows plain ones only.

No thread and no second socket: the server's own loop feeds what came and takes what is to go, so its limits (places,
seconds of silence) hold for handshakes too, and the client's address stays what it is.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable

_RECORD = 16 * 1024

Send = Callable[[memoryview], int]
"""Gives octets to the socket; how many it took. Raises OSError."""


class Encrypted:
    """TLS of one client. `receive` belongs to one thread, `send` may be called by another: both take the lock."""

    def __init__(self, context: ssl.SSLContext, send: Send) -> None:
        self._come, self._go = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._come, self._go, server_side=True)
        self._send, self._lock = send, threading.Lock()
        self._shaken = False
        self._left = b""
        """Encrypted octets the socket would not take yet."""
        self._owed = 0
        """Plain octets that are in `_left`, and not reported as sent."""
        self.over = False
        """The other side said that it sends no more."""

    @property
    def waiting(self) -> bool:
        """Whether something is to go that nobody asks about: pieces of the handshake."""
        return bool(self._left or self._go.pending) and not self._owed

    def receive(self, octets: bytes) -> bytes:
        """The plain octets in what came. Raises ssl.SSLError, OSError."""
        with self._lock:
            self._come.write(octets)
            try:
                return self._read()
            finally:
                self._push()

    def _read(self) -> bytes:
        found = []
        try:
            if not self._shaken:
                self._tls.do_handshake()
                self._shaken = True
            while piece := self._tls.read(_RECORD):
                found.append(piece)
            self.over = True
        except ssl.SSLWantReadError:
            pass
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            self.over = True
        return b"".join(found)

    def send(self, octets: bytes) -> int:
        """How many plain octets are on their way; 0: ask again with the same ones. Raises OSError."""
        with self._lock:
            if not self._owed:
                self._owed = self._tls.write(memoryview(octets)[:_RECORD])
            if not self._push():
                return 0
            sent, self._owed = self._owed, 0
            return sent

    def flush(self) -> None:
        """Send what waits. Raises OSError."""
        with self._lock:
            self._push()

    def farewell(self) -> None:
        """Tell the other side that this is the end, if that can be done at once (RFC 8446 6.1)."""
        if self._lock.acquire(blocking=False):
            try:
                if self._shaken and not self._left:
                    self._tls.unwrap()
            except (ssl.SSLError, OSError, ValueError):
                pass  # it waits for the other side's farewell, we do not
            finally:
                try:
                    self._push()
                except OSError:
                    pass  # gone already
                self._lock.release()

    def _push(self) -> bool:
        """Give to the socket what it takes; whether that was all."""
        self._left += self._go.read()
        try:
            while self._left:
                self._left = self._left[self._send(memoryview(self._left)) :]
        except BlockingIOError:
            return False
        return True
