"""Asks whoever is behind a port who he is, and nothing else: no setting that lasts, no SIM, no PIN."""

from __future__ import annotations

from dataclasses import dataclass, replace

from smsbox.clock import Clock
from smsbox.modem import identity, setup
from smsbox.modem.link import Link, Pulse
from smsbox.modem.port import Port
from smsbox.modem.timeouts import Timeouts

_SECONDS = 1.0
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """Who answered: IMEI (27.007 5.4, "" when he does not say) and manufacturer; `modes`: lines of AT^GETPORTMODE."""

    imei: str
    manufacturer: str = ""
    modes: tuple[str, ...] = ()


def look(path: str, baudrate: int, clock: Clock, pulse: Pulse | None = None, *, modes: bool = False) -> Seen:
    """Ask the modem at `path`; about 3 s when nothing answers. `modes`: also how it orders its ports (Huawei).

    Raises PortMissing, PortBusy, PortRefused, NotAnswering, LinkLost, Restarted, GivenUp.
    """
    timeouts = replace(Timeouts(), at=_SECONDS, at_tries=_TRIES, identity=_SECONDS)
    port = Port(path, baudrate, timeouts.write, None)
    port.open()
    try:
        link = Link(port, clock, timeouts, pulse)
        setup.wake(link)
        setup.quieten(link)
        manufacturer, _, _, imei = identity.hardware(link)
        reply = link.ask("AT^GETPORTMODE", _SECONDS) if modes else None
        return Seen(imei, manufacturer, reply.lines if reply is not None and reply.ok else ())
    finally:
        port.close()


def imei_at(path: str, baudrate: int, clock: Clock) -> str:
    """The IMEI of the modem at `path`. Raises as `look`."""
    return look(path, baudrate, clock).imei
