"""Asks the root helper to reset a USB device; nothing else of smsbox needs a right for that."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable
from typing import Final as Constant

from smsbox.errors import SmsboxError

SOCKET = "/run/smsbox-usb.sock"
"""Where the helper is reached (systemd/smsbox-usb.socket); it is not there on a box that does without."""

AUTHORIZE: Constant = "authorize"
RESET: Constant = "reset"
POWER: Constant = "power"
VERBS: Constant = (AUTHORIZE, RESET, POWER)
"""From the mildest: the kernel lets go of the device and takes it back; a bus reset; its power taken for a moment."""

_PATIENCE: Constant = 60
"""Seconds; taking power away and giving it back is the longest."""


class ResetRefused(SmsboxError):
    """The helper did not reset the device. Facts: `verb`, `device` (bus path), `reason` (a word of the helper), `why`.

    `reason`: not_listed, no_device, too_often, not_installed, shares_hub, failed, bad_request, silent.
    """

    key = "usb.reset_refused"
    exit_code = 77


def available() -> bool:
    """Whether there is a helper this process may talk to."""
    try:
        return stat.S_ISSOCK(os.stat(SOCKET).st_mode) and os.access(SOCKET, os.W_OK)
    except OSError:
        return False


def ask(verb: str, bus_path: str, pulse: Callable[[], bool] = lambda: False) -> None:
    """Have the device at `bus_path` reset; returns when it is done. Raises ResetRefused.

    `pulse` is called once a second meanwhile; True gives up waiting, not the reset.
    """
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC) as line:
            line.settimeout(1.0)
            line.connect(SOCKET)
            line.sendall(f"{verb} {bus_path}\n".encode("ascii"))
            answer = _answer(line, pulse).decode("utf-8", "replace").strip()
    except OSError as trouble:
        why = trouble.strerror or str(trouble)
        raise ResetRefused(verb=verb, device=bus_path, reason="silent", why=why) from trouble
    word, _, rest = answer.partition(" ")
    if word != "ok":
        reason, _, why = rest.partition(" ")
        raise ResetRefused(verb=verb, device=bus_path, reason=reason or "silent", why=why)


def _answer(line: socket.socket, pulse: Callable[[], bool]) -> bytes:
    """What the helper says until it hangs up. Raises TimeoutError."""
    answer = b""
    for _ in range(_PATIENCE):
        try:
            data = line.recv(500)
        except TimeoutError:
            if pulse():
                raise
            continue
        answer += data
        if not data or answer.endswith(b"\n"):
            return answer
    raise TimeoutError("no answer")
