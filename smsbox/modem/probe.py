"""Asks whoever is behind a port who he is and how his SIM is: no setting that lasts is made, no PIN entered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from smsbox.clock import Clock
from smsbox.modem import identity, setup, sim
from smsbox.modem.link import Link, Pulse
from smsbox.modem.port import Port
from smsbox.modem.timeouts import Timeouts
from smsbox.modem.troubles import CommandTimeout, SimFailure, SimMissing

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
    with _awake(path, baudrate, clock, pulse) as link:
        manufacturer, _, _, imei = identity.hardware(link)
        reply = link.ask("AT^GETPORTMODE", _SECONDS) if modes else None
        return Seen(imei, manufacturer, reply.lines if reply is not None and reply.ok else ())


@dataclass(frozen=True, slots=True)
class Portrait:
    """Who is behind a port: as `Seen`, with the model, and his SIM: `sim` as +CPIN? names it (27.007 8.3), "MISSING",
    "BROKEN", or "" when he does not say; `tries_left`: wrong PINs the SIM still forgives, None when nobody tells.
    """

    imei: str
    manufacturer: str = ""
    model: str = ""
    sim: str = ""
    tries_left: int | None = None


def portrait(path: str, baudrate: int, clock: Clock, pulse: Pulse | None = None) -> Portrait:
    """Ask the modem at `path` for all of that; about 3 s when nothing answers. Raises as `look`."""
    with _awake(path, baudrate, clock, pulse) as link:
        manufacturer, model, _, imei = identity.hardware(link)
        return Portrait(imei, manufacturer, model, *_sim_of(link))


@contextmanager
def _awake(path: str, baudrate: int, clock: Clock, pulse: Pulse | None) -> Iterator[Link]:
    """A line to a modem that was asked to be quiet, with little patience, until the end of the block."""
    timeouts = replace(Timeouts(), at=_SECONDS, at_tries=_TRIES, identity=_SECONDS, pin_state=3.0, sim_busy=4.0)
    port = Port(path, baudrate, timeouts.write, None)
    port.open()
    try:
        link = Link(port, clock, timeouts, pulse)
        setup.wake(link)
        setup.quieten(link)
        yield link
    finally:
        port.close()


def _sim_of(link: Link) -> tuple[str, int | None]:
    try:
        word = sim.lock_state(link).word
    except SimMissing:
        return "MISSING", None
    except SimFailure:
        return "BROKEN", None
    except CommandTimeout:
        return "", None
    return word, sim.tries_left(link) if word == "SIM PIN" else None
