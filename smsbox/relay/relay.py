"""One modem's thread: opens the line, serves it until it is lost, and opens it again, for ever."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Mapping
from typing import Any

from smsbox import events, inbox, pacing
from smsbox.clock import Clock, Micros
from smsbox.config import Config
from smsbox.config.model import ModemConfig
from smsbox.errors import SmsboxError
from smsbox.modem.identity import Identity
from smsbox.modem.line import GsmLine
from smsbox.modem.sim import PinMemory
from smsbox.modem.troubles import GivenUp, LineError
from smsbox.relay import service_centre
from smsbox.relay.errands import PATIENCE, Errands, Outcome
from smsbox.relay.incoming import Incoming
from smsbox.relay.outgoing import Outgoing
from smsbox.relay.ports import Ports
from smsbox.relay.recovery import Recovery
from smsbox.relay.routes import Routes
from smsbox.relay.seating import seat
from smsbox.relay.session import Session
from smsbox.relay.status import DOWN, STARTING, ModemStatus, StatusBoard
from smsbox.relay.surroundings import Surroundings
from smsbox.relay.ussd_forms import UssdForms
from smsbox.store import Store, StoreTrouble

log = logging.getLogger(__name__)

PINS = "pins.json"
"""File in the store's directory with hashes of the PINs each SIM has taken or refused: a restart forgets no try."""

STOP_GRACE = 7.0
"""Seconds a segment under way may still take for its result once the daemon stops."""

_AFTER_A_MISTAKE = 5.0
_DEAF_TO_BELLS = 5.0
"""Seconds of a pause in which nobody is heard who rings; later a person may just have mended what was wrong."""

_UNKNOWN_WHEN_DOWN: Mapping[str, Any] = dict.fromkeys(
    ("rssi", "dbm", "registration", "technology", "kinds", "next_send_at")
)
"""What the last session said of the radio and of what may be sent is no longer true."""


class Relay(threading.Thread):
    """Moves claimed segments to one modem and arrivals from it; a fault of the modem never ends the thread."""

    def __init__(
        self,
        modem: ModemConfig,
        config: Config,
        store: Store,
        clock: Clock,
        *,
        board: StatusBoard,
        routes: Routes,
        owner: str,
        beat: Callable[[], None],
        clock_trusted: Callable[[], bool],
        witness: Callable[[Micros, Micros], None],
        ports: Ports | None = None,
        received: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(name=f"relay {modem.name}", daemon=True)
        self._store = store
        self._clock = clock
        self._board = board
        self._beat = beat
        self._pin_memory = PinMemory(config.store.directory / PINS)
        self._bell = threading.Lock()
        self._wake_writer: int | None
        wake_reader, self._wake_writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self.errands = Errands(modem.name, clock, self.wake)
        """What other threads want of the modem."""
        self._ussd_forms = UssdForms(store, clock)
        self._stopping = threading.Event()
        self._stop_at = float("inf")
        outgoing = Outgoing(store, clock, modem.name)
        self._around = Surroundings(
            modem=modem,
            config=config,
            store=store,
            clock=clock,
            board=board,
            routes=routes,
            owner=owner,
            outgoing=outgoing,
            incoming=Incoming(store),
            errands=self.errands,
            stopping=self._stopping,
            wake_fd=wake_reader,
            beat=self._beat_at_work,
            clock_trusted=clock_trusted,
            witness=witness,
            resynced=lambda: self._recovery.resynced(),
            received=received,
        )
        now = clock.now()
        board.post(ModemStatus(name=modem.name, port=modem.port or "", state=STARTING, since=now, at=now))
        self._recovery = Recovery(
            *(modem, store, clock, board),
            ports=ports if ports is not None else Ports([modem]),
            pulse=self._pulse_between,
            grievances=outgoing.grievances,
        )

    @property
    def modem(self) -> ModemConfig:
        """Its settings in force."""
        return self._around.modem

    # ── called by other threads

    def wake(self) -> None:
        """Something was queued: look at once."""
        with self._bell:
            if self._wake_writer is None:
                return
            try:
                os.write(self._wake_writer, b"w")
            except BlockingIOError:
                pass  # enough wake-ups are waiting already

    def close(self) -> None:
        """The thread has ended: give back what it was rung by."""
        with self._bell:
            if self._wake_writer is not None:
                os.close(self._wake_writer)
                os.close(self._around.wake_fd)
            self._wake_writer = None

    def adopt(self, modem: ModemConfig, config: Config) -> None:
        """Have these settings count from the next segment on; where the modem is and how it is opened stay as is."""
        self._around.fresh = (modem, config)
        self.wake()

    def errand(self, run: Callable[[GsmLine], Outcome], *, timeout_s: float = PATIENCE) -> Outcome:
        """Have `run` done with the line, between two segments, and return its result, or raise its error.

        Raises ModemBusy, ModemDown: nothing was done. Raises ErrandUnfinished: it was begun.
        """
        return self.errands.ask(run, timeout_s=timeout_s)

    def stop(self) -> None:
        """Claim nothing more; a segment under way gets STOP_GRACE seconds for its result."""
        self._stop_at = self._clock.boottime() + STOP_GRACE
        self._stopping.set()
        self.wake()

    # ── the thread

    def run(self) -> None:
        while not self._stopping.is_set():
            self._beat()
            try:
                self._serve_one_session()
            except LineError as error:
                if self._stopping.is_set():
                    break
                self._sleep(self._recovery.handle(error, self._report_down))
            except SmsboxError as error:
                log.error("modem %s: %s", self.modem.name, error)
                self._report_down(error)
                self._sleep(_AFTER_A_MISTAKE)
            except Exception:  # a mistake of ours must not end the thread
                log.exception("modem %s: unexpected error, starting the line anew", self.modem.name)
                self._sleep(_AFTER_A_MISTAKE)
        self.errands.line_lost(GivenUp(command="-"))
        self._store.forget_connection()

    def _serve_one_session(self) -> None:
        """From opening the port until it is lost or the daemon stops."""
        if (fresh := self._around.fresh) is not None:
            self._around.take_up(fresh)
            self._around.taken_up(fresh)
        self._recovery.adopt(self.modem)
        line = self._line_at(self._recovery.find())
        try:
            identity = line.connect(self.modem.read_pin())
            self._recovery.connected(identity)
            sim_id = seat(self._store, self.modem, identity, self._clock.now())
            service_centre.put_right(line, self.modem.smsc)
            self._introduce(line.identity, sim_id)
            self._around.routes.introduce(self.modem, sim_id, identity.imsi, self._beat)
            Session(self._around, line, sim_id).serve()
        finally:
            line.close()
            self._recovery.closed()

    def _line_at(self, port: str) -> GsmLine:
        self._board.change(self.modem.name, self._clock.now(), port=port)
        line = GsmLine(port, self.modem.baudrate, clock=self._clock, pulse=self._pulse, pin_memory=self._pin_memory)
        line.ussd_forms = self._ussd_forms
        return line

    def _pulse(self) -> bool:
        """Once a second while the line waits: shows that we live; True when it is time to give up waiting."""
        self._beat()
        self._recovery.look()
        return self._clock.boottime() > self._stop_at or (self.errands.running and self._stopping.is_set())

    def _pulse_between(self) -> bool:
        """The same while no session runs: nothing is under way that would be worth waiting for."""
        self._beat()
        return self._stopping.is_set()

    def _beat_at_work(self) -> None:
        """Between two rounds of a session. Raises NeedsRecovery when the modem has been without network for long."""
        self._beat()
        self._recovery.look()
        self._recovery.complain()

    def _introduce(self, identity: Identity, sim_id: int) -> None:
        now = self._clock.now()
        received, exact = inbox.last_received(self._store, sim_id)
        self._board.change(
            self.modem.name,
            now,
            manufacturer=identity.manufacturer,
            model=identity.model,
            imei=identity.imei,
            imsi=identity.imsi,
            iccid=identity.iccid,
            smsc=identity.smsc,
            sim_id=sim_id,
            last_sent_at=pacing.last_sent(self._store, sim_id),
            last_received_at=received if exact else None,
        )
        log.info("modem %s: %s %s answers", self.modem.name, identity.manufacturer, identity.model)

    def _report_down(self, error: SmsboxError) -> None:
        self.errands.line_lost(error)
        before = self._board.get(self.modem.name)
        now = self._clock.now()
        if (before.state, before.reason) == (DOWN, error.key):
            return
        log.warning("modem %s is down: %s", self.modem.name, error)
        facts = dict(error.facts)
        self._board.change(self.modem.name, now, state=DOWN, reason=error.key, facts=facts, **_UNKNOWN_WHEN_DOWN)
        try:
            events.append(self._store, "modem.down", now=now, modem=self.modem.name, reason=error.key)
        except StoreTrouble as trouble:
            log.error("modem %s: this could not be written to the events: %s", self.modem.name, trouble)

    def _sleep(self, seconds: float) -> None:
        """Wait without ceasing to beat; a stop ends it at once, a bell after a while."""
        begun = self._clock.boottime()
        while not self._stopping.is_set():
            self._beat()
            passed = self._clock.boottime() - begun
            if passed >= seconds or (passed > _DEAF_TO_BELLS and self._rung()):
                return
            self._stopping.wait(min(1.0, seconds - passed))

    def _rung(self) -> bool:
        """Whether somebody rang since this was last asked."""
        try:
            return bool(os.read(self._around.wake_fd, 4096))
        except BlockingIOError:
            return False
