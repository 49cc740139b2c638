"""Owns the TCP ports of tests: below those the kernel hands out by itself, so that none is taken before it is used."""

from __future__ import annotations

import os
import socket
from itertools import count

_FIRST, _MANY = 20000, 12000
_STRIDE = 977
"""Processes of one run have neighbouring ids and begin far from each other."""

_places = count(os.getpid() * _STRIDE)


def free_port() -> int:
    """A TCP port of 127.0.0.1 nobody listens on, never the same twice in one process. Raises AssertionError."""
    for _ in range(_MANY):
        port = _FIRST + next(_places) % _MANY
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no free port")
