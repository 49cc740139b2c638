"""What one modem's radio last said: registration and signal, asked at intervals, corrected by what it says unasked."""

from __future__ import annotations

from smsbox.clock import Clock
from smsbox.modem.line import GsmLine
from smsbox.modem.registration import Registration, RegistrationState, Signal
from smsbox.modem.urc import RegistrationChanged, Urc

ASK = 30.0
"""Seconds between two looks at a radio that works."""

ASK_WHEN_LOST = 3.0


class Radio:
    """The state of the radio; `due_at` (boot-clock seconds) tells when it should be asked again."""

    def __init__(self, line: GsmLine, clock: Clock) -> None:
        self._line = line
        self._clock = clock
        self._registration = Registration(RegistrationState.UNKNOWN, can_send=False, roaming=False)
        self._signal = Signal(None, None, None)
        self.due_at = 0.0

    @property
    def can_send(self) -> bool:
        """Whether SMS can pass at all."""
        return self._registration.can_send

    @property
    def state(self) -> str:
        """The registration in one word."""
        return self._registration.state.value

    @property
    def roaming(self) -> bool:
        """Whether the SIM is in a foreign network."""
        return self._registration.roaming

    @property
    def operator(self) -> str | None:
        """The network, as the modem names it."""
        return self._registration.operator

    @property
    def technology(self) -> str | None:
        """The access technology in words (27.007 7.2 <AcT>)."""
        return self._registration.technology

    @property
    def rssi(self) -> int | None:
        """Field strength 0..31 (27.007 8.5), None when unknown."""
        return self._signal.rssi

    def note(self, urc: Urc) -> None:
        """A registration change told unasked: ask for the whole picture at once."""
        if isinstance(urc, RegistrationChanged):
            self.due_at = 0.0

    def note_signal(self, rssi: int | None) -> None:
        """Field strength told unasked (27.007 8.5 scale)."""
        if rssi is not None:
            self._signal = Signal(rssi, -113 + 2 * rssi, None)

    def refresh(self) -> bool:
        """Ask when it is due; whether anything was asked. Raises LineError."""
        now = self._clock.boottime()
        if now < self.due_at:
            return False
        self._registration = self._line.registration()
        self._signal = self._line.signal_report()
        self.due_at = self._clock.boottime() + (ASK if self.can_send else ASK_WHEN_LOST)
        return True

    def as_fields(self) -> dict[str, object]:
        """The fields of a ModemStatus this room knows."""
        storage = self._line.storage
        return {
            "registration": self.state,
            "technology": self._registration.technology,
            "operator": self._registration.operator,
            "rssi": self._signal.rssi,
            "dbm": self._signal.dbm,
            "storage": storage.memory if storage else None,
            "storage_used": storage.used if storage else None,
            "storage_capacity": storage.capacity if storage else None,
        }
