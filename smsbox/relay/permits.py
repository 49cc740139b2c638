"""Decides whether a SIM may send now and what: every reason to hold, in one order, with what is told about it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from smsbox import pacing
from smsbox.clock import Micros
from smsbox.outbox import MessageClass
from smsbox.relay.outgoing import Outgoing
from smsbox.relay.radio import Radio
from smsbox.relay.surroundings import Surroundings
from smsbox.store import seats

LOOK = 5.0
"""Seconds after which pauses and accepted SIMs are read again although no doorbell rang."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Why less than everything may go: key of an explanation with its facts; `wait_s` until it is worth asking again.

    `kinds`: the classes that go all the same; () none.
    """

    reason: str
    facts: Mapping[str, object] = field(default_factory=dict)
    wait_s: float = field(default=LOOK, compare=False)
    kinds: tuple[MessageClass, ...] = ()


@dataclass(frozen=True, slots=True)
class Permit:
    """What a SIM may do now: nothing before `wait_s` seconds have passed, then `kinds` (None: all).

    `hold` is what to show, None while nothing is wrong; `left` what the quotas leave, in segments.
    """

    wait_s: float
    kinds: Sequence[MessageClass] | None
    hold: Hold | None
    left: Mapping[str, int]


class Permits:
    """The permits of one SIM in one modem, for one session."""

    def __init__(self, around: Surroundings, radio: Radio, outgoing: Outgoing, sim_id: int) -> None:
        self._around = around
        self._store, self._clock = around.store, around.clock
        self._radio, self._outgoing = radio, outgoing
        self._sim_id = sim_id
        modem = around.modem
        self._limits = pacing.Limits(
            modem.gap, modem.spread, modem.per_minute, modem.per_hour, modem.per_day, modem.per_month
        )
        now = self._clock.now()
        self._usage = pacing.load(self._store, sim_id, now=now, zone=around.config.region.zone)
        self._random = random.Random()
        self._gap_until = 0.0
        self._by_people: Hold | None = None
        self._look_at = 0.0

    # ── what happened

    def look_again(self) -> None:
        """A doorbell rang: people may have paused, resumed or accepted something."""
        self._look_at = 0.0

    def claimed(self, now: Micros) -> None:
        """One more segment was claimed."""
        self._usage = self._usage.add(now)

    def submitted(self, *, sent: bool) -> None:
        """It went to the modem, or certainly did not; the gap begins."""
        if not sent:
            self._usage = self._usage.without_last()
        self._gap_until = self._clock.boottime() + pacing.gap(self._limits, self._random)

    # ── what may happen

    def ask(self) -> Permit:
        """What the SIM may do now. Raises StoreTrouble."""
        boot = self._clock.boottime()
        pace = pacing.next_moment(self._limits, self._usage, now=self._clock.now(), gap_s=0.0)
        hold = self._forbidden(boot) or self._paced(pace)
        wait = max(self._gap_until - boot, 0.0)
        if hold is not None and not hold.kinds:
            wait = max(wait, hold.wait_s)
        return Permit(wait, hold.kinds or None if hold is not None else None, hold, dict(pace.left))

    def _forbidden(self, boot: float) -> Hold | None:
        """What stands against sending, whatever the quotas say: people, the radio, refusals."""
        if boot >= self._look_at:
            self._by_people = self._what_people_say()
            self._look_at = boot + LOOK
        if self._by_people is not None:
            return self._by_people
        if not self._radio.can_send:
            return Hold("relay.not_registered", {"registration": self._radio.state})
        if self._radio.roaming and self._around.modem.roaming == "stop":
            return Hold("relay.roaming", {"operator": self._radio.operator or ""})
        if self._outgoing.rest_until > boot:
            return Hold(
                self._outgoing.rest_key, {"why": self._outgoing.rest_reason}, wait_s=self._outgoing.rest_until - boot
            )
        return None

    def _what_people_say(self) -> Hold | None:
        name = self._around.modem.name
        pause = seats.paused(self._store, name)
        if pause is not None:
            return Hold("relay.paused", {"by": pause.by_whom or "", "why": pause.why or "", "name": name})
        seated = seats.seated(self._store, name)
        if seated is not None and seated != self._sim_id:
            return Hold("relay.sim_swapped", {"name": name})
        return None

    @staticmethod
    def _paced(pace: pacing.Wait) -> Hold | None:
        if pace.seconds <= 0:
            return None
        return Hold("relay.limit_reached", {"limit": pace.reason}, wait_s=pace.seconds)
