"""Brings one modem back: has the measures taken that its ladder names, one at a time, and tells and counts each."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from smsbox import events
from smsbox.clock import HOUR, SECOND, Clock, Micros
from smsbox.config.model import ModemConfig
from smsbox.errors import SmsboxError
from smsbox.modem.identity import Identity
from smsbox.modem.link import Pulse
from smsbox.modem.troubles import GivenUp, LineError, NotAnswering
from smsbox.recovery import ladder as steps
from smsbox.recovery import records
from smsbox.recovery.grievances import Grievances
from smsbox.recovery.ladder import RESETS, Ladder, Rung, Step
from smsbox.recovery.records import Memory
from smsbox.recovery.troubles import PATIENT, Trouble, trouble_of
from smsbox.relay import diagnosis
from smsbox.relay.measures import Measures, Patient
from smsbox.relay.ports import Ports
from smsbox.relay.status import HOLDING, READY, StatusBoard
from smsbox.relay.troubles import NeedsRecovery
from smsbox.store import Store, StoreTrouble

log = logging.getLogger(__name__)

HAPPENED = "modem.recovery"
"""The event of every measure (`rung`, `tries`, `reason`) and of its success (`rung`, `helped`, `seconds`)."""

_NO_NETWORK = "relay.not_registered"


class Recovery:
    """The ladder of one modem in the hands of its relay; called by the relay's thread only."""

    def __init__(
        self,
        modem: ModemConfig,
        store: Store,
        clock: Clock,
        board: StatusBoard,
        *,
        ports: Ports,
        pulse: Pulse,
        grievances: Grievances,
    ) -> None:
        self._modem, self._store, self._clock, self._board = modem, store, clock, board
        self._ports, self._pulse, self._grievances = ports, pulse, grievances
        self._measures = Measures(modem, ports, clock, pulse)
        self.memory = self._load()
        self._maker = ""
        self._path = ""
        self._served = False
        self._spared = False
        """Whether a reset was left out since it last worked, because it stirred: not a second time."""
        self._worked_from: float | None = None
        self._looked_at = 0.0
        self._trouble: Trouble | None = None
        self._open_since: Micros | None = None
        """When the measure was taken whose success is awaited."""
        if self.memory.ladder.rung is not None:
            self._show(self.memory.ladder)

    def _load(self) -> Memory:
        name = self._modem.name
        try:
            memory = records.load(self._store, name)
        except StoreTrouble as trouble:
            log.error("modem %s: what is known of its recovery cannot be read: %s", name, trouble)
            memory = Memory()
        if memory.usb:
            self._ports.homes[name] = memory.usb
        return replace(memory, ladder=steps.started(memory.ladder, self._clock.now()))

    def adopt(self, modem: ModemConfig) -> None:
        """These settings of the modem count from here on."""
        self._modem = modem
        self._measures.adopt(modem)

    # ── a session

    def find(self) -> str:
        """The port to open now, held for this relay. Raises LineError."""
        self._served, self._worked_from, self._path = False, None, self._modem.port or ""
        memory = self.memory
        self._path = self._ports.find(self._modem, self._clock, imei=memory.imei, last=memory.port, pulse=self._pulse)
        self._ports.hold(self._modem.name, self._path)
        return self._path

    def connected(self, identity: Identity) -> None:
        """The line is open. Raises WrongModem when it is not our modem that answers."""
        self._ports.check(self._modem, self._path, identity.imei, self._clock)
        self._served, self._spared, self._maker = True, False, identity.manufacturer
        owner = self._ports.tree.owner_of(self._path)
        home = (owner[0].bus_path, owner[0].ids) if owner else ("", "")
        now_known = replace(
            self.memory, imei=identity.imei or self.memory.imei, port=self._path, usb=home[0], ids=home[1]
        )
        if now_known != self.memory:
            self.memory = now_known
            self._save()
        self._ports.homes[self._modem.name] = home[0]

    def closed(self) -> None:
        """The line is closed."""
        self._ports.release(self._modem.name)

    def complain(self) -> None:
        """Raise NeedsRecovery when the session should end because the modem does not do its work."""
        reason = self._grievances.complaint(self._clock.boottime())
        if reason is not None:
            raise NeedsRecovery(reason=reason)

    def look(self) -> None:
        """Called all the time during a session: notices that the modem is at work again, and that it stays so."""
        now = self._clock.boottime()
        if now - self._looked_at < 1.0:
            return
        self._looked_at = now
        status = self._board.get(self._modem.name)
        if status.state == READY or (status.state == HOLDING and status.reason == _NO_NETWORK):
            self._grievances.network(registered=status.state == READY, boot=now)
        if not self._works():
            self._worked_from = None
            return
        if self._worked_from is None:
            self._worked_from = now
            self._came_back()
        if self.memory.ladder.since and now - self._worked_from >= steps.STEADY:
            self.memory = replace(self.memory, ladder=steps.steady(self.memory.ladder))
            self._trouble = None
            self._save()
            self._show(None)

    def _works(self) -> bool:
        """Whether the modem could send; after trouble with its work: whether it has sent, or had nothing to send."""
        status = self._board.get(self._modem.name)
        if status.state not in (READY, HOLDING) or status.reason == _NO_NETWORK:
            return False
        since = self._open_since
        if self._trouble is Trouble.WORK and since is not None:
            return (status.last_sent_at or 0) > since or self._clock.now() - since > HOUR
        return True

    def _came_back(self) -> None:
        """At work again after a measure: count it, and tell of it unless it was no more than opening the port."""
        since, self._open_since = self._open_since, None
        rung = self.memory.ladder.rung or Rung.REOPEN
        if since is None:
            return
        now = self._clock.now()
        seconds = round((now - self.memory.ladder.since) / SECOND)
        self._count(rung, helped=1)
        if rung is Rung.REOPEN:
            return
        log.info("modem %s: back after %d s, last measure: %s", self._modem.name, seconds, rung.value)
        self._happened(rung=rung.value, helped=True, seconds=seconds)
        self._show(self.memory.ladder, helped=True)

    def resynced(self) -> None:
        """The line was out of step and is clean again: the mildest rung helped."""
        self._count(Rung.RESYNC, tried=1, helped=1)

    # ── trouble

    def handle(self, error: LineError, report: Callable[[SmsboxError], None]) -> float:
        """Tell by `report` what is wrong, do what the ladder says; seconds to wait before the line is opened again.

        The port is closed. When the daemon stops meanwhile everything is left as it is.
        """
        try:
            error = self._really(error)
            report(error)
            return self._recover(error)
        except GivenUp:
            return 0.0

    def _really(self, error: LineError) -> LineError:
        """What is behind `error`: another error, or a complaint for which the session was ended. Raises GivenUp."""
        if trouble_of(error.key, error.facts) is Trouble.LOST and self._grievances.due:
            return NeedsRecovery(reason=self._grievances.complaint(self._clock.boottime()))
        worked_here = self.memory.port == self._path and bool(self._path)
        ports, clock, usb = self._ports, self._clock, self.memory.usb
        return diagnosis.name(error, self._modem, ports, clock, usb=usb, worked_here=worked_here, pulse=self._pulse)

    def _recover(self, error: LineError) -> float:
        trouble = trouble_of(error.key, error.facts)
        if trouble is Trouble.STICK:
            self.memory = replace(self.memory, usb=str(error.facts.get("bus") or self.memory.usb))
        if self._served and trouble is Trouble.SILENT:
            self._count(Rung.RESYNC, tried=1)
        self._trouble, worked = trouble, self._worked()
        self._served, self._worked_from = False, None
        while True:
            step = self._next(error, trouble, worked)
            # A modem that gave no sign of life during a measure was asked often enough: the next may follow at once.
            if self._take(step, error, deaf=error.key == NotAnswering.key):
                return step.wait_s
            worked = 0.0

    def _next(self, error: LineError, trouble: Trouble, worked: float) -> Step:
        patient, allowed = error.key in PATIENT, self._measures.possible(self.memory.usb)
        return steps.next_step(
            self.memory.ladder, trouble, allowed, self._clock.now(), worked_s=worked, patient=patient
        )

    def _take(self, step: Step, error: LineError, *, deaf: bool) -> bool:
        """Take the measure of `step`; whether the line is to be opened now. `deaf`: nothing at all answers."""
        asked = deaf and step.rung in RESETS and not self._spared
        if asked and self._measures.stirs(self._patient):
            self._spared = True
            self._reopen(self._clock.now())
            return True
        self.memory = replace(self.memory, ladder=step.ladder)
        if step.rung is Rung.REOPEN:
            self._reopen(self._clock.now())
            return True
        return self._climb(step, error, asked=asked) is not False or not deaf

    @property
    def _patient(self) -> Patient:
        return Patient(self._path, self._maker, self.memory.usb)

    def _worked(self) -> float:
        """Seconds the last session worked; a line that was open at all worked a little."""
        worked = self._clock.boottime() - self._worked_from if self._worked_from is not None else 0.0
        return max(worked, 0.001) if self._served else 0.0

    def _reopen(self, now: Micros) -> None:
        """Counted once until the modem is back: it goes on for as long as that takes."""
        if self._open_since is None:
            log.info("modem %s: the port is opened again", self._modem.name)
            self._open_since = now
            self._count(Rung.REOPEN, tried=1)

    def _climb(self, step: Step, error: LineError, *, asked: bool) -> bool | None:
        """Take a measure: whether it showed an effect; None when there was none to take."""
        name, rung, now = self._modem.name, step.rung, self._clock.now()
        if rung is Rung.ALARM:
            log.error("modem %s: nothing has brought it back (%s)", name, error.key)
        else:
            log.warning("modem %s: %s, attempt %d (%s)", name, rung.value, step.tries, error.key)
        self._open_since = now
        self._happened(rung=rung.value, tries=step.tries, reason=error.key)
        self._count(rung, tried=1)
        self._show(step.ladder)
        self._save()
        if rung not in RESETS:
            return None
        done = self._measures.take(rung, step.tries, self._patient, asked=asked)
        ladder = steps.untaken(step.ladder) if done is None else step.ladder
        ladder = steps.taken(ladder, self._clock.now(), effect=bool(done))
        self.memory = replace(self.memory, ladder=ladder)
        self._save()
        return done

    # ── telling

    def _show(self, ladder: Ladder | None, *, helped: bool = False) -> None:
        shown: dict[str, object] | None = None
        if ladder is not None and ladder.rung is not None:
            next_at = ladder.not_before or None
            shown = {"rung": ladder.rung.value, "tries": ladder.tries, "helped": helped, "next_at": next_at}
        self._board.change(self._modem.name, self._clock.now(), recovery=shown)

    def _happened(self, **facts: Any) -> None:
        self._write(lambda now: events.append(self._store, HAPPENED, now=now, modem=self._modem.name, **facts))

    def _count(self, rung: Rung, *, tried: int = 0, helped: int = 0) -> None:
        self._write(lambda now: records.count(self._store, self._modem.name, rung, now, tried=tried, helped=helped))

    def _save(self) -> None:
        self._write(lambda now: records.save(self._store, self._modem.name, self.memory, now))

    def _write(self, write: Callable[[Micros], None]) -> None:
        """The modem matters more than the record of its troubles."""
        try:
            write(self._clock.now())
        except StoreTrouble as trouble:
            log.error("modem %s: its recovery could not be written down: %s", self._modem.name, trouble)
