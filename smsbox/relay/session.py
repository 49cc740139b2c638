"""One session of a relay: over an open line it sends, receives and watches the radio until the line is lost."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence

from smsbox import outbox
from smsbox.clock import Micros, micros
from smsbox.consent import Rules
from smsbox.modem.line import GsmLine
from smsbox.modem.submit import InDoubt, NotStarted, Refused
from smsbox.modem.troubles import CommandTimeout, LineError, NotAnswering, Restarted
from smsbox.modem.urc import PowerLost, Rebooted, Ring, SignalChanged, StorageFull, Urc, UssdAnswer
from smsbox.outbox import Claim, MessageClass
from smsbox.relay.calls import Calls
from smsbox.relay.diary import RadioDiary
from smsbox.relay.display import Display
from smsbox.relay.funds import Funds
from smsbox.relay.outgoing import LEASE
from smsbox.relay.permits import Permits
from smsbox.relay.pushes import Pushes
from smsbox.relay.radio import Radio
from smsbox.relay.routes import look_again
from smsbox.relay.surroundings import Surroundings
from smsbox.routing import Route
from smsbox.store import StoreTrouble

log = logging.getLogger(__name__)

IDLE_LOOK = 5.0
"""Seconds after which the queue is looked at although no doorbell rang."""

IDLE_LOOK_SHARED = 1.0
"""The same for a queue that other boxes fill, whose doorbells ring elsewhere."""

POLL = 20.0
"""Seconds after which the storage is listed although nothing was announced: doorbells get lost."""

POLL_IN_BURST = 60.0
"""The same while segment follows segment, and how long status reports may gather then."""

STORE_PAUSE = 5.0


class Session:
    """Serves one open line for one SIM."""

    def __init__(self, around: Surroundings, line: GsmLine, sim_id: int) -> None:
        self._around = around
        self._line = line
        self._sim_id = sim_id
        self._store, self._clock = around.store, around.clock
        self._outgoing, self._incoming = around.outgoing, around.incoming
        self._look_at = 0.0
        self._poll_at = 0.0
        self._idle_look = IDLE_LOOK if self._store.dialect.sole_owner else IDLE_LOOK_SHARED
        self._store_rests_until = 0.0
        self._calls = Calls(around, sim_id)
        self._pushes = Pushes(around, line.identity.manufacturer)
        self._display = Display(around)
        self._radio = Radio(line, self._clock)
        self._diary = RadioDiary(self._store, around.modem.name)
        self._funds = Funds(around, sim_id, line.identity.imsi)
        self._permits = Permits(around, self._radio, self._outgoing, sim_id, self._funds)
        self._route: Route | None = None
        self._outgoing.new_session(line, sim_id)
        self._incoming.new_session(sim_id)

    def serve(self) -> None:
        """Work until the daemon stops. Raises LineError when the line must be opened anew."""
        try:
            self._compare_clocks()
            while not self._around.stopping.is_set():
                self._around.beat()
                self._turn()
                self._listen()
        finally:
            self._keep_what_is_known()

    def _turn(self) -> None:
        """One round of everything that is due."""
        self._clean_line()
        if self._outgoing.reinitialise:
            raise Restarted(marker="refusals")
        self._receive()
        while not self._around.stopping.is_set():
            self._around.errands.serve(self._line, lambda: self._commit_and_claim(claiming=False))
            self._adopt()
            if self._radio.refresh():
                self._diary.keep(self._radio, self._clock.now())
                self._show()
            claim = self._commit_and_claim(claiming=not self._outgoing.reinitialise)
            if claim is None:
                break
            self._send(claim)
            self._hear(self._line.wait(0))
            # Committed with the next claim: a report that comes between two segments costs no flush of its own.
            self._fetch(in_burst=True)
        self._receive()
        if not self._around.stopping.is_set() and self._funds.ask_if_due(self._line):
            self._show()

    def _adopt(self) -> None:
        """Changed settings count from here on, between two segments, what is known of the last one on the disk."""
        fresh, around = self._around.fresh, self._around
        if fresh is None or not self._store_answers():
            return
        self._commit_and_claim(claiming=False)
        around.take_up(fresh)
        try:
            self._permits.adopt()
            self._funds.adopt()
            around.routes.introduce(around.modem, self._sim_id, self._line.identity.imsi, around.beat)
        except StoreTrouble as trouble:
            self._hold_for_store(trouble)
            return
        around.taken_up(fresh)
        self._look_at = 0.0
        log.info("modem %s: changed settings are in force", around.modem.name)

    def _listen(self) -> None:
        """Sleep until something happens or the next thing is due."""
        self._hear(self._line.wait(self._patience(), self._around.wake_fd))
        try:
            if os.read(self._around.wake_fd, 4096):
                self._look_at = 0.0
                self._permits.look_again()
        except BlockingIOError:
            pass

    def _patience(self) -> float:
        now = self._clock.boottime()
        due = min(self._look_at, self._poll_at, self._radio.due_at)
        if self._incoming.waiting or self._outgoing.unsettled:
            due = min(due, self._store_rests_until)
        return max(0.0, due - now)

    def _compare_clocks(self) -> None:
        """The network's time, if the modem knows it, is a witness for or against our own."""
        reading = self._line.clock_reading()
        if reading is not None:
            self._around.witness(micros(reading), self._clock.now())

    # ── hearing

    def _hear(self, urcs: list[Urc]) -> None:
        for urc in urcs:
            if self._incoming.hear(urc):
                continue
            match urc:
                case Rebooted(marker) | PowerLost(marker):
                    raise Restarted(marker=marker)
                case StorageFull():
                    self._incoming.look_everywhere()
                case Ring(number):
                    self._calls.refuse(self._line, number)
                case SignalChanged(rssi):
                    self._radio.note_signal(rssi)
                case UssdAnswer():
                    self._pushes.note(urc)
                case _:
                    self._radio.note(urc)
        self._outgoing.hear_late(self._line.take_late_results(), self._sim_id)

    def _clean_line(self) -> None:
        """After a timeout nothing is sent before the line answers cleanly; what comes late is settled first."""
        if self._line.dirty:
            self._line.resync()
            self._around.resynced()
            self._hear(self._line.wait(0))

    def _receive(self) -> None:
        """Fetch what is announced, commit it, free its slots."""
        self._fetch()
        while self._incoming.waiting and self._store_answers():
            before = self._incoming.waiting
            self._commit_and_claim(claiming=False)
            if self._incoming.waiting == before:
                return
            self._incoming.clear_slots(self._line, self._clock.now())

    def _fetch(self, *, in_burst: bool = False) -> None:
        """Free what is committed, then read what is announced (and at times what is not); in a burst, where every
        command costs air time, reports and their slots wait for the next listing.
        """
        incoming, now = self._incoming, self._clock.boottime()
        late = POLL_IN_BURST - POLL if in_burst else 0.0
        if now >= self._poll_at + late or (in_burst and incoming.enough(self._line.storage)):
            incoming.look_everywhere()
        incoming.clear_slots(self._line, self._clock.now(), reports=not in_burst)
        if not incoming.announced(reports=not in_burst):
            return
        try:
            if incoming.fetch(self._line, reports=not in_burst):
                self._poll_at = now + POLL
        except CommandTimeout as timeout:
            log.warning("modem %s: %s; stored messages stay where they are", self._around.modem.name, timeout)
            incoming.look_everywhere()
            self._poll_at = now + POLL

    # ── the one transaction

    def _commit_and_claim(self, *, claiming: bool = True) -> Claim | None:
        """Settle the last outcome, record arrivals, claim the next segment: one transaction, one flush to the disk."""
        wait, kinds = self._wait_before_claim() if claiming else (1.0, None)
        nothing_known = not self._outgoing.unsettled and not self._incoming.waiting
        if (nothing_known and wait > 0) or not self._store_answers():
            return None
        now, claim, fresh = self._clock.now(), None, 0
        durable = wait <= 0 or bool(self._incoming.waiting) or not self._outgoing.more_follows
        try:
            # The intent of a segment must be on the disk before its first byte; an outcome may follow within seconds:
            # without it the segment is found in doubt, not lost. Arrivals are deleted from the SIM next, so they must.
            with self._store.write(durable=durable):
                self._outgoing.record(now)
                fresh = self._incoming.record(now)
                if wait <= 0:
                    claim = self._claim(now, kinds)
        except StoreTrouble as trouble:
            self._hold_for_store(trouble)
            return None
        accepted = self._outgoing.committed()
        self._incoming.committed()
        if fresh:
            self._around.received()
        if claim is not None:
            self._permits.claimed(now)
        elif wait <= 0:
            self._look_at = self._clock.boottime() + look_again(self._route, self._idle_look)
        self._display.note_traffic(left=self._permits.left() if accepted else None, received=bool(fresh))
        return claim

    def _claim(self, now: Micros, kinds: Sequence[MessageClass] | None) -> Claim | None:
        self._route = self._around.routes.route(self._around.modem, self._sim_id, kinds, now)
        permitted = self._around.routes.permitted
        return outbox.claim(
            self._store,
            sim_id=self._sim_id,
            owner=self._around.owner,
            now=now,
            lease_until=now + LEASE,
            timed=self._around.clock_trusted(),
            kinds=kinds,
            allow=self._around.modem.allow if set(self._around.modem.allow) != set(permitted) else None,
            permitted=permitted,
            route=self._route,
            resting=outbox.resting(self._around.config, now),
            rules=Rules.of(self._around.config),
        )

    def _wait_before_claim(self) -> tuple[float, Sequence[MessageClass] | None]:
        """Seconds until a segment may be claimed, and of which classes; sets when to look again and shows why."""
        permit = self._permits.ask()
        if permit.wait_s > 0:
            self._look_at = self._clock.boottime() + min(permit.wait_s, IDLE_LOOK)
        if self._display.differs(permit):
            self._show()
        return permit.wait_s, permit.kinds

    def _send(self, claim: Claim) -> None:
        result = self._outgoing.submit(self._line, claim)
        self._permits.submitted(sent=not isinstance(result, NotStarted))
        if isinstance(result, Refused):
            self._radio.due_at = 0.0
        elif claim.report:
            self._incoming.expect_report()
        if isinstance(result, (NotStarted, InDoubt)) and result.line_lost:
            raise Restarted(marker=result.reason)
        if isinstance(result, NotStarted) and result.asked:
            raise NotAnswering(port=self._line.port)
        self._clean_line()

    # ── trouble

    def _store_answers(self) -> bool:
        return self._clock.boottime() >= self._store_rests_until

    def _hold_for_store(self, trouble: StoreTrouble) -> None:
        """The disk is full or broken: send nothing, leave arrivals on the SIM, try again soon."""
        log.error("modem %s: the database refuses: %s", self._around.modem.name, trouble)
        self._store_rests_until = self._look_at = self._clock.boottime() + STORE_PAUSE
        self._display.show_store_trouble(trouble)

    def _keep_what_is_known(self) -> None:
        """The session ends: what was heard and what came of segments is written now, or stays with the relay."""
        try:
            self._hear(self._line.wait(0))
        except LineError as error:
            log.debug("modem %s: nothing more to hear: %s", self._around.modem.name, error)
        if self._outgoing.unsettled or self._incoming.waiting:
            self._store_rests_until = 0.0
            self._commit_and_claim(claiming=False)

    def _show(self) -> None:
        self._display.show(self._permits.ask(), self._radio)
