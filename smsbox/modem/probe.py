"""Asks whoever is behind a port for the IMEI, and nothing else: no setting that lasts, no SIM, no PIN."""

from __future__ import annotations

from dataclasses import replace

from smsbox.clock import Clock
from smsbox.modem import identity, setup
from smsbox.modem.link import Link
from smsbox.modem.port import Port
from smsbox.modem.timeouts import Timeouts

_SECONDS = 1.0
_TRIES = 3


def imei_at(path: str, baudrate: int, clock: Clock) -> str:
    """The IMEI (27.007 5.4) of the modem at `path`, about 3 s at most when nothing answers.

    Raises PortMissing, PortBusy, PortRefused, NotAnswering, LinkLost, Restarted.
    """
    timeouts = replace(Timeouts(), at=_SECONDS, at_tries=_TRIES, identity=_SECONDS)
    port = Port(path, baudrate, timeouts.write, None)
    port.open()
    try:
        link = Link(port, clock, timeouts, None)
        setup.wake(link)
        setup.quieten(link)
        return identity.hardware(link)[3]
    finally:
        port.close()
