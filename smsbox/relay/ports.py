"""Finds the port of a configured modem: the path as written, or the one where the wanted IMEI answers."""

from __future__ import annotations

import logging
from glob import glob

from smsbox.clock import SystemClock
from smsbox.config.model import ModemConfig
from smsbox.modem.line import GsmLine
from smsbox.modem.troubles import LineError, PortMissing

log = logging.getLogger(__name__)

PATTERNS = ("/dev/serial/by-id/*", "/dev/ttyUSB*", "/dev/ttyACM*")


def find_port(modem: ModemConfig) -> str:
    """The path to open. Raises PortMissing when no port answers with the IMEI (or IMEI and port are both unknown)."""
    if modem.port is not None:
        return modem.port
    for path in _candidates():
        if _imei_behind(path, modem.baudrate) == modem.imei:
            return path
    raise PortMissing(port=f"IMEI {modem.imei}")


def _candidates() -> list[str]:
    """Serial ports a modem could be at, stable names first."""
    return [path for pattern in PATTERNS for path in sorted(glob(pattern))]


def _imei_behind(path: str, baudrate: int) -> str | None:
    """The IMEI of the modem at `path`, None when nothing answers or another relay holds it."""
    line = GsmLine(path, baudrate, clock=SystemClock())
    try:
        return line.probe_imei()
    except LineError as error:
        log.debug("no modem at %s: %s", path, error)
        return None
    finally:
        line.close()
