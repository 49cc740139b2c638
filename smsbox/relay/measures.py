"""The measures that reset a modem – by command, or over USB – and whether one may be taken without harm to another."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from smsbox.clock import Clock
from smsbox.config.model import ModemConfig
from smsbox.modem import revive
from smsbox.modem.link import Pulse
from smsbox.modem.troubles import GivenUp, LineError
from smsbox.recovery.ladder import Rung
from smsbox.relay.ports import Ports
from smsbox.usb import reset

log = logging.getLogger(__name__)

_USB_VERBS = dict(enumerate(reset.VERBS, start=1))
_BY_COMMAND = {"off": (), "gentle": (Rung.RADIO,), "full": (Rung.RADIO, Rung.REBOOT)}
"""What the setting `recovery` allows without USB."""


@dataclass(frozen=True, slots=True)
class Patient:
    """Where the modem was last: its port, its maker, its bus path ("" for what is not known)."""

    port: str
    maker: str
    usb: str


class Measures:
    """What can be done to one modem; its port is closed meanwhile. Called by its relay's thread only."""

    def __init__(self, modem: ModemConfig, ports: Ports, clock: Clock, pulse: Pulse) -> None:
        self._modem, self._ports, self._clock, self._pulse = modem, ports, clock, pulse

    def adopt(self, modem: ModemConfig) -> None:
        """These settings of the modem count from here on."""
        self._modem = modem

    def possible(self, usb: str) -> tuple[Rung, ...]:
        """The resets this modem may get: as configured, USB where there is a helper and a device at `usb`."""
        allowed = _BY_COMMAND[self._modem.recovery]
        if self._modem.recovery == "full" and reset.available() and self._ports.tree.device(usb):
            return (*allowed, Rung.USB)
        return allowed

    def stirs(self, patient: Patient) -> bool:
        """Whether a modem that was deaf shows life, so that it needs no reset. Raises GivenUp."""
        port, baudrate = patient.port, self._modem.baudrate
        return bool(self._at_port(port, lambda: revive.stirs(port, baudrate, self._clock, self._pulse)))

    def take(self, rung: Rung, tries: int, patient: Patient, *, asked: bool = False) -> bool | None:
        """Take measure `rung`, attempt `tries`; True when it showed an effect, None when it could not be taken.

        `asked`: `stirs` has just said no. Raises GivenUp when the daemon stops meanwhile.
        """
        if rung is Rung.USB:
            return self._over_usb(_USB_VERBS[tries], patient.usb)
        port, baudrate, clock, pulse = patient.port, self._modem.baudrate, self._clock, self._pulse
        if rung is Rung.RADIO:
            return self._at_port(port, lambda: revive.radio_cycle(port, baudrate, clock, pulse, asked=asked).effect)
        maker = patient.maker
        return self._at_port(port, lambda: revive.reboot(port, baudrate, clock, maker, pulse, asked=asked).effect)

    def _at_port(self, port: str, do: Callable[[], bool]) -> bool | None:
        """What `do` says, with the port held for it; None when that could not be done."""
        try:
            self._ports.hold(self._modem.name, port)
            return do()
        except GivenUp:
            raise
        except LineError as error:
            log.info("modem %s: %s", self._modem.name, error)
            return None
        finally:
            self._ports.release(self._modem.name)

    def _over_usb(self, verb: str, usb: str) -> bool | None:
        device = self._ports.tree.device(usb)
        if device is None:
            return None
        # A reset of the device, or of the power of its hub, would take healthy modems down with it.
        others = self._ports.neighbours(self._modem.name, device, hub=verb == reset.POWER)
        if others:
            log.info("modem %s: no %s of %s, %s works there", self._modem.name, verb, usb, ", ".join(others))
            return None
        try:
            reset.ask(verb, usb, self._pulse)
        except reset.ResetRefused as refused:
            log.warning("modem %s: %s", self._modem.name, refused)
            return None
        return True
