"""Resets by AT command for a modem that hardly answers: radio off and on, restart. Used on a port nobody has open.

Everything is written blindly and more than once if need be, since a modem in this state may obey without answering; a
port that dies meanwhile is what a restart looks like. Commands: 27.007 8.2 (+CFUN), else the vendors' manuals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final as Constant

from smsbox.clock import Clock
from smsbox.modem.at import Splitter, final_of
from smsbox.modem.link import ESC, Pulse
from smsbox.modem.port import DATA, Port
from smsbox.modem.timeouts import Timeouts
from smsbox.modem.troubles import GivenUp, LinkLost

ROUSE_S = 1.0
ANSWER_S = 2.0
CFUN_S = 10.0
"""+CFUN leaves the network before it answers, if the modem answers at all."""
RADIO_OFF_S = 5.0
"""Shorter, and the network does not notice."""
GOING_S = 3.0
"""After the OK to a restart: how long until the port dies."""

_REBOOTS: Constant = (
    ("huawei", "AT^RESET"),
    ("simcom", "AT+CRESET"),
    ("u-blox", "AT+CFUN=16"),
    ("ublox", "AT+CFUN=16"),
    ("telit", "AT#REBOOT"),
)
_ANY_REBOOT: Constant = "AT+CFUN=1,1"


@dataclass(frozen=True, slots=True)
class Revived:
    """What a reset showed: `answered` – the modem said something; `gone` – its port died, as at a restart."""

    answered: bool = False
    gone: bool = False

    @property
    def effect(self) -> bool:
        """Whether anything happened at all."""
        return self.answered or self.gone


def stirs(path: str, baudrate: int, clock: Clock, pulse: Pulse | None = None) -> bool:
    """Whether a modem that was deaf answers AT now, or its port dies as at a restart; two seconds when neither.

    Raises as `radio_cycle`.
    """
    return _Patient(path, baudrate, clock, pulse).treat(lambda patient: None).effect


def radio_cycle(path: str, baudrate: int, clock: Clock, pulse: Pulse | None = None, *, asked: bool = False) -> Revived:
    """AT+CFUN=4 (0 where 4 is unknown), five seconds, AT+CFUN=1; at most half a minute.

    `asked`: `stirs` has just said no.
    Raises PortMissing, PortBusy, PortRefused when the port does not open, GivenUp when `pulse` asks for it.
    """
    return _Patient(path, baudrate, clock, pulse).treat(_cycle, asked=asked)


def reboot(
    path: str,
    baudrate: int,
    clock: Clock,
    manufacturer: str = "",
    pulse: Pulse | None = None,
    *,
    asked: bool = False,
) -> Revived:
    """The restart command of the vendor, then the standard's; the port may vanish for 5 to 30 s afterwards.

    `asked` and what it raises: as `radio_cycle`.
    """
    patient = _Patient(path, baudrate, clock, pulse)
    return patient.treat(lambda patient: _restart(patient, manufacturer.lower()), asked=asked)


class _Patient:
    """The port of a modem in trouble, open for one treatment."""

    def __init__(self, path: str, baudrate: int, clock: Clock, pulse: Pulse | None) -> None:
        self._port = Port(path, baudrate, Timeouts().write, None)
        self._clock = clock
        self._pulse = pulse
        self._splitter = Splitter()
        self.answered = False

    def treat(self, treatment: Callable[[_Patient], None], *, asked: bool = False) -> Revived:
        """Wake it as far as it goes, unless that was tried just now, then the treatment."""
        self._port.open()
        gone = False
        try:
            self._port.write(ESC)  # a PDU may be awaited, and would swallow everything
            for _ in range(0 if asked else 2):
                self.say("AT", ROUSE_S)
            treatment(self)
        except LinkLost:
            gone = True
        finally:
            self._port.close()
        return Revived(self.answered, gone)

    def say(self, command: str, seconds: float) -> bool | None:
        """Write `command`; True for OK, False for an error, None for silence. Raises LinkLost, GivenUp."""
        self._listen(0.0)
        self._port.write(command.encode("ascii") + b"\r")
        return self._listen(seconds)

    def rest(self, seconds: float) -> None:
        """Wait, whatever it says meanwhile. Raises LinkLost, GivenUp."""
        until = self._clock.boottime() + seconds
        while self._clock.boottime() < until:
            self._listen(until - self._clock.boottime())

    def _listen(self, seconds: float) -> bool | None:
        """The first final result within `seconds`."""
        until = self._clock.boottime() + seconds
        while True:
            left = until - self._clock.boottime()
            if self._port.poll(min(max(left, 0.0), 1.0)) == DATA:
                finals = [final_of(line) for line in self._splitter.feed(self._port.read())]
                found = next((final for final in finals if final is not None), None)
                if found is not None:
                    self.answered = True
                    return found.ok
            if left <= 0:
                return None
            self._port.check_device()
            if self._pulse is not None and self._pulse():
                raise GivenUp(command="reset")


def _cycle(patient: _Patient) -> None:
    if patient.say("AT+CFUN=4", CFUN_S if patient.answered else ANSWER_S) is False:
        patient.say("AT+CFUN=0", CFUN_S)
    patient.rest(RADIO_OFF_S)
    patient.say("AT+CFUN=1", CFUN_S if patient.answered else ANSWER_S)


def _restart(patient: _Patient, maker: str) -> None:
    words = [command for name, command in _REBOOTS if name in maker]
    for command in (*words, _ANY_REBOOT):
        if patient.say(command, ANSWER_S):
            patient.rest(GOING_S)  # the port dies now, where a restart means that
            return
