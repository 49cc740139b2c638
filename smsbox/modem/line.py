"""The line to one real modem: what the relay calls, on one thread that owns the port.

`GsmLine` is python-gsmmodem's `GsmModem` over our own transport. Whatever it raises is a LineError; after any of them
the line is closed or must be connected again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final as Constant

from smsbox.clock import Clock
from smsbox.modem import identity, registration, setup, sim
from smsbox.modem.demux import LateResult
from smsbox.modem.handwork import Handwork
from smsbox.modem.identity import Identity
from smsbox.modem.library import LibraryModem
from smsbox.modem.link import Link, Pulse
from smsbox.modem.port import Port, Trace
from smsbox.modem.registration import Registration, Signal
from smsbox.modem.sim import PinMemory
from smsbox.modem.storage import Memories, Storage, StoredPdu
from smsbox.modem.submit import Outcome, Sender
from smsbox.modem.timeouts import Timeouts
from smsbox.modem.troubles import GivenUp, LineError, Restarted
from smsbox.modem.urc import StoredReport, StoredSms, Urc

_RESTARTS: Constant = 3
_NEEDS_GAP: Constant = ("telit",)
_DEFAULTS: Constant = Timeouts()
_NOBODY: Constant = Identity("", "", "", "", "", "", "")


class GsmLine(Handwork, LibraryModem):
    """One modem. Not thread-safe by design: exactly one thread calls it."""

    def __init__(
        self,
        port: str,
        baudrate: int = 115200,
        *,
        clock: Clock,
        timeouts: Timeouts = _DEFAULTS,
        trace: Trace | None = None,
        pulse: Pulse | None = None,
        pin_memory: PinMemory | None = None,
    ) -> None:
        """`port` a path (link, by-id, pty); `trace` gets ("tx"|"rx", bytes) with PINs masked.

        `pulse` is called at least once a second while the line waits (beat there); returning True makes it give up:
        `submit` then tells what is known, `wait` returns, everything else raises GivenUp.
        """
        super().__init__(port, baudrate)
        self._clock = clock
        self._timeouts = timeouts
        self._trace = trace
        self._pulse = pulse
        self._pins = pin_memory if pin_memory is not None else PinMemory()
        self.identity = _NOBODY
        self.indications = ""
        """The +CNMI setting in force, "" when the modem takes none: then only `stored` finds messages."""
        self._start_session()

    def _start_session(self) -> None:
        """Fresh state for a fresh port."""
        self._port = Port(self.port, self.baudrate, self._timeouts.write, self._trace)
        self._link = Link(self._port, self._clock, self._timeouts, self._pulse)
        self._memories = Memories(self._link)
        self._sender = Sender(self._link, self._renew)
        self._unsupported: set[str] = set()
        self._smscNumber = None

    # opening and closing

    def connect(self, pin: str | None = None, waitingForModemToStartInSeconds: float = 0) -> Identity:
        """Open the port and bring the modem to where it sends and receives; closes an open line first.

        Raises PortMissing, PortBusy, PortRefused, NotAnswering, PinNeeded, PinWrong, PukNeeded, SimMissing, SimFailure,
        LinkLost, CommandTimeout, Restarted, GivenUp; the port is closed then.
        """
        self.close()
        before = self._link.demux
        self._start_session()
        self._link.demux.inherit(before)
        self._port.open()
        try:
            self.identity = self._set_up_patiently(pin)
        except LineError:
            self.close()
            raise
        self.alive = True
        return self.identity

    def _set_up_patiently(self, pin: str | None) -> Identity:
        """Set up; a modem that starts anew meanwhile (it was just plugged in) gets another go."""
        for _ in range(_RESTARTS):
            try:
                return self._set_up(pin)
            except Restarted:
                self._link.demux.forget_restart()
                self._clock.sleep(self._timeouts.retry)
                self._link.beat()
        return self._set_up(pin)

    def _set_up(self, pin: str | None) -> Identity:
        link = self._link
        link.demux.forget_restart()
        setup.wake(link)
        setup.quieten(link)
        manufacturer, model, revision, imei = identity.hardware(link)
        setup.full_function(link)
        sim.unlock(link, pin, self._pins, lambda: identity.iccid(link) or imei or self.port)
        setup.await_messages(link)
        setup.message_format(link)
        self._memories.choose()
        self.indications = setup.indications(link)
        setup.calls_and_radio(link)
        whole = Identity(
            manufacturer,
            model,
            revision,
            imei,
            identity.imsi(link),
            identity.iccid(link),
            identity.smsc(link),
            identity.own_numbers(link),
        )
        self._sender.fresh_session(
            needs_gap=any(name in manufacturer.lower() for name in _NEEDS_GAP),
            result_timeout=self._timeouts.result_for(manufacturer),
        )
        link.demux.forget_restart()
        return whole

    def _renew(self) -> None:
        """Set again what a modem forgets in a hidden reset. Raises Restarted when the SIM is another one now."""
        link = self._link
        marker = link.demux.restarted or "settings lost"
        link.demux.forget_restart()
        setup.quieten(link)
        setup.message_format(link)
        self._memories.choose()
        self.indications = setup.indications(link)
        now = identity.imsi(link)
        if now and self.identity.imsi and now != self.identity.imsi:
            link.demux.restarted = marker
            raise Restarted(marker=marker)
        link.demux.forget_restart()

    def close(self) -> None:
        """Close the port; never raises, may be repeated."""
        self.alive = False
        self._port.close()

    # sending

    def submit(self, tpdu: bytes, *, more: bool) -> Outcome:
        """Send one SMS-SUBMIT TPDU (without SMSC octets); `more`: the next one follows at once. Never raises LineError.

        The caller has committed "sending" before; Accepted, Refused and NotStarted are certain, InDoubt is not.
        """
        return self._sender.submit(tpdu, more=more)

    def expect_late(self) -> None:
        """Tell the line that a segment given up before it was opened may still be answered on it."""
        self._sender.expect_late()

    @property
    def dirty(self) -> bool:
        """Whether an answer is outstanding; every command cleans up before itself."""
        return self._link.dirty

    def resync(self) -> None:
        """Clean a dirty line now. Raises NotAnswering, LinkLost, Restarted, GivenUp."""
        self._link.drain()
        if self._link.dirty:
            self._link.resync()

    @property
    def late(self) -> list[LateResult]:
        """Results of segments in doubt that came after all, oldest first."""
        return list(self._link.demux.late)

    def take_late_results(self) -> list[LateResult]:
        """`late`, and forget them."""
        late, self._link.demux.late = self._link.demux.late, []
        return late

    # receiving

    def wait(self, timeout: float, wake_fd: int | None = None) -> list[Urc]:
        """Events as soon as there is one; [] when `wake_fd` is readable (the caller empties it) or after `timeout` s.

        Raises LinkLost, NotAnswering, Restarted – once the events that came before are handed out.
        """
        demux = self._link.demux
        if not demux.events:
            try:
                self._idle(self._clock.boottime() + timeout, wake_fd)
            except GivenUp:
                pass  # the caller asked for its thread back; it looks for itself why
            except LineError:
                if not demux.events:
                    raise
        events, demux.events = demux.events, []
        for event in events:
            if isinstance(event, (StoredSms, StoredReport)):
                self._memories.reported(event.memory)
        return events

    def _idle(self, deadline: float, wake_fd: int | None) -> None:
        """Wait, and confirm PDU mode now and then, which also finds out a modem that went deaf."""
        link, sender = self._link, self._sender
        while not link.idle(min(deadline, sender.format_due), wake_fd):
            if self._clock.boottime() >= deadline:
                return
            if link.demux.restarted:
                raise Restarted(marker=link.demux.restarted)
            self._ready()
            sender.confirm_format()

    def _ready(self) -> None:
        """A line in PDU mode with its settings in force. Raises Restarted and what commands raise."""
        self._link.drain()
        if self._link.forgetful and not self._link.demux.restarted:
            self._renew()
        if self._link.refused:
            self._sender.confirm_format()

    def stored(self, freeing: Sequence[int] = ()) -> list[StoredPdu]:
        """Everything in the modem's message memory (AT+CMGL=4), own drafts (stat 2, 3) included.

        Deletes nothing but the slots `freeing` of the memory in use, just before; those listed again were not freed.
        Raises CommandTimeout, LinkLost, Restarted, NotAnswering, GivenUp.
        """
        self._ready()
        self._sender.vouch()
        return self._memories.stored(freeing)

    def read_slot(self, memory: str, index: int) -> StoredPdu | None:
        """One slot of `memory` ("" = the one in use); None when it is empty. Raises as `stored`."""
        self._ready()
        self._memories.reported(memory)
        return self._memories.read(memory, index)

    def delete_slot(self, memory: str, index: int) -> bool:
        """Free one slot; False when the modem would not: the message will come again. Raises LinkLost, Restarted."""
        self._ready()
        return self._memories.delete(memory, index)

    def delete_slots_together(self, memory: str, indices: Sequence[int]) -> bool:
        """Free several slots in one go; after a False read them before deleting again. Raises LinkLost, Restarted."""
        self._ready()
        return self._memories.delete_together(memory, indices)

    @property
    def storage(self) -> Storage:
        """The memory in use as last counted (at connect, by `stored`)."""
        return self._memories.state

    # the radio and the rest

    def signal_report(self) -> Signal:
        """Field strength now. Raises LinkLost, Restarted, NotAnswering."""
        return registration.signal(self._link)

    def registration(self) -> Registration:
        """Network registration now, in whichever domain SMS can pass. Raises LinkLost, Restarted, NotAnswering."""
        return registration.registration(self._link, self._unsupported)

    def clock_reading(self) -> datetime | None:
        """The modem's clock in UTC; None when it has none or tells no zone. Raises LinkLost, Restarted."""
        return registration.network_time(self._link)

    def read_smsc(self) -> str:
        """The service centre's number now, "" when none is set; `identity` follows."""
        self.identity = replace(self.identity, smsc=identity.smsc(self._link))
        return self.identity.smsc

    def refuse_call(self) -> None:
        """Hang up on whoever rings (27.007 6.5 +CHUP, else V.250 ATH)."""
        reply = self._link.ask("AT+CHUP", self._timeouts.command)
        if reply is None or not reply.ok:
            self._link.ask("ATH", self._timeouts.command)

    @property
    def ownNumber(self) -> str | None:
        """The first number the SIM believes to be its own."""
        return self.identity.own_numbers[0] if self.identity.own_numbers else None

    def __repr__(self) -> str:
        return f"GsmLine({self.port!r})"
