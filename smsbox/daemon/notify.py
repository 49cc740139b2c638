"""Talks to the service manager: sd_notify(3) datagrams, silently nothing when no manager listens."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_EVERY_S = 20.0
"""A third of TimeoutStartSec in our unit."""
_MOST_S = 1800.0


def notify(*lines: str) -> bool:
    """Send `lines` (such as `READY=1`) to $NOTIFY_SOCKET; False when there is none or it does not answer."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return False
    if address.startswith("@"):
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
            channel.sendto("\n".join(lines).encode(), address)
    except OSError:
        return False
    return True


def watchdog_interval() -> float | None:
    """Half of WatchdogSec in seconds, as sd_watchdog_enabled(3) advises; None when the manager wants no pings."""
    text = os.environ.get("WATCHDOG_USEC", "")
    if not text.isdigit() or os.environ.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return None
    return int(text) / 2_000_000


@contextmanager
def patience(what: str) -> Iterator[None]:
    """As long as the block takes, half an hour at most, the manager is asked for more time: bringing a database of
    millions to a new schema takes a Raspberry Pi minutes, and being killed in between would have it begin again.
    """
    over = threading.Event()

    def ask() -> None:
        for _ in range(int(_MOST_S / _EVERY_S)):
            if over.wait(_EVERY_S):
                return
            notify(f"EXTEND_TIMEOUT_USEC={int(3 * _EVERY_S * 1_000_000)}", f"STATUS={what}")

    asking = threading.Thread(target=ask, name="patience", daemon=True)
    asking.start()
    try:
        yield
    finally:
        over.set()
        asking.join()
