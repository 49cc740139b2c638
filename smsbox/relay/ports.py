"""Finds the port of a configured modem: the path as written, or the one where the wanted IMEI answers."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from glob import glob

from smsbox.clock import Clock
from smsbox.config.model import ModemConfig
from smsbox.modem.probe import imei_at
from smsbox.modem.troubles import LineError, PortMissing

log = logging.getLogger(__name__)

PATTERNS = ("/dev/serial/by-id/*", "/dev/ttyUSB*", "/dev/ttyACM*")


def candidates() -> list[str]:
    """Serial ports a modem could be at, stable names first."""
    return [path for pattern in PATTERNS for path in sorted(glob(pattern))]


def find_port(modem: ModemConfig, clock: Clock, paths: Iterable[str] | None = None) -> str:
    """The path to open; with an `imei` alone every free port is asked. Raises PortMissing when none has that modem."""
    if modem.port is not None:
        return modem.port
    for path in candidates() if paths is None else paths:
        try:
            found = imei_at(path, modem.baudrate, clock)
        except LineError as error:
            log.debug("no modem at %s: %s", path, error)
            continue
        if found == modem.imei:
            return path
    raise PortMissing(port=f"IMEI {modem.imei}")
