"""One HTTP call to an address that was judged in the moment of the call; for processes of their own, never the daemon.

The connection goes to the very IP address that was judged, under the name it was asked by (Host, TLS). Nothing is
followed, and of what is answered only the beginning is read.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsbox.hooks.addresses import Target, reached

if TYPE_CHECKING:
    from ssl import SSLContext

SILENCE = 10.0
"""Seconds to wait for a connection, and for each answer."""
WHOLE = 20.0
"""Seconds for one call, however slowly its answer drips."""
_MOST_ADDRESSES = 3
_READ, _REST = 2048, 2.0
_AGENT = "smsbox"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: its status, and where it was not taken the beginning of what is said of that."""

    status: int
    text: str

    @property
    def good(self) -> bool:
        """Whether it was taken. Where it was moved to (3xx) is not followed."""
        return 200 <= self.status < 300


def call(
    url: str,
    *,
    method: str = "POST",
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    networks: Sequence[str] = (),
    authority: str | None = None,
    silence: float = SILENCE,
    whole: float = WHOLE,
) -> Answer:
    """Call `url`. `authority`: a file of certificates to trust instead of the system's.

    Raises BadAddress; else what the library raises: ssl.SSLCertVerificationError, TimeoutError, OSError,
    http.client.HTTPException.
    """
    target, addresses = reached(url, networks)
    line = _connected(target, addresses, silence)
    late, handle = threading.Event(), line.dup()  # TLS takes the first one over
    limit = threading.Timer(whole, _cut, (handle, late))
    limit.daemon = True
    limit.start()
    try:
        answer = _spoken(target, line, method, body, {"User-Agent": _AGENT, **(headers or {})}, authority)
        if late.is_set():
            raise TimeoutError
        return answer
    except (OSError, http.client.HTTPException) as broken:
        if late.is_set():
            raise TimeoutError from broken
        raise
    finally:
        limit.cancel()
        line.close()
        handle.close()


def _connected(target: Target, addresses: Sequence[str], silence: float) -> socket.socket:
    last: OSError = TimeoutError()
    for address in addresses[:_MOST_ADDRESSES]:
        try:
            return socket.create_connection((address, target.port), timeout=silence)
        except OSError as broken:
            last = broken
    raise last


def _spoken(
    target: Target, line: socket.socket, method: str, body: bytes, headers: Mapping[str, str], authority: str | None
) -> Answer:
    if target.scheme == "https":
        context = _trusted(authority)
        talk: http.client.HTTPConnection = http.client.HTTPSConnection(target.host, target.port, context=context)
        talk.sock = context.wrap_socket(line, server_hostname=target.host)
    else:
        talk = http.client.HTTPConnection(target.host, target.port)
        talk.sock = line
    wire = talk.sock
    try:
        talk.request(method, target.path, body if method == "POST" else None, dict(headers))
        answer = talk.getresponse()
        return Answer(answer.status, "" if 200 <= answer.status < 300 else _beginning(wire, answer))
    finally:
        talk.close()


def _beginning(wire: socket.socket, answer: http.client.HTTPResponse) -> str:
    """Why it was not taken, for people to read; as far as it comes at once."""
    with contextlib.suppress(OSError, http.client.HTTPException):
        wire.settimeout(_REST)
        return answer.read(_READ).decode("utf-8", "replace")
    return ""


def _trusted(authority: str | None) -> SSLContext:
    import ssl  # 4 MB that plain HTTP does without

    return ssl.create_default_context(cafile=authority)


def _cut(line: socket.socket, late: threading.Event) -> None:
    late.set()
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
