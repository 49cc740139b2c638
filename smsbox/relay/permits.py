"""Decides whether a SIM may send now and what: every reason to hold, in one order, with what is told about it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from smsbox import pacing
from smsbox.clock import SECOND, Micros
from smsbox.money import MoneyStop
from smsbox.outbox import MessageClass
from smsbox.pacing.drift import Drift, Step, slowed
from smsbox.purse import Purse
from smsbox.relay.caution import Caution
from smsbox.relay.funds import Funds
from smsbox.relay.outgoing import Outgoing
from smsbox.relay.radio import Radio
from smsbox.relay.status import HOLDING, READY
from smsbox.relay.surroundings import Surroundings
from smsbox.store import seats

LOOK = 5.0
"""Seconds after which pauses and accepted SIMs are read again although no doorbell rang."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Why less than everything may go: key of an explanation with its facts; `wait_s` until it is worth asking again.

    `kinds`: the classes that go all the same; () none, None all of them, only slower.
    """

    reason: str
    facts: Mapping[str, object] = field(default_factory=dict)
    wait_s: float = field(default=LOOK, compare=False)
    kinds: tuple[MessageClass, ...] | None = ()


@dataclass(frozen=True, slots=True)
class Permit:
    """What a SIM may do now: nothing before `wait_s` seconds have passed, then `kinds` (None: all).

    `hold` is what to show, None while nothing is wrong; `left` what the quotas leave, in segments, `resets_at` when
    they leave more again; `drift` whether more fails than usual.
    """

    wait_s: float
    kinds: Sequence[MessageClass] | None
    hold: Hold | None
    left: Mapping[str, int]
    resets_at: Mapping[str, Micros] = field(default_factory=dict)
    drift: Drift = field(default_factory=Drift)

    def as_fields(self, now: Micros) -> dict[str, object]:
        """The fields of a ModemStatus this room knows."""
        hold = self.hold or Hold("", kinds=None)
        return {
            "state": READY if hold.kinds is None else HOLDING,
            "reason": hold.reason or None,
            "facts": dict(hold.facts),
            "kinds": None if hold.kinds is None else tuple(int(kind) for kind in hold.kinds),
            "limits_left": dict(self.left),
            "resets_at": dict(self.resets_at),
            "drift": _shown(self.drift),
            "next_send_at": now + int(self.wait_s * SECOND) if self.wait_s > 0 else None,
        }


class Permits:
    """The permits of one SIM in one modem, for one session."""

    def __init__(self, around: Surroundings, radio: Radio, outgoing: Outgoing, sim_id: int, funds: Funds) -> None:
        self._around = around
        self._store, self._clock = around.store, around.clock
        self._radio, self._outgoing = radio, outgoing
        self._sim_id = sim_id
        self._funds = funds
        self.adopt()
        self._drift = Drift()
        self._purse: Purse | None = None
        self._random = random.Random()
        self._gap_until = 0.0
        self._by_people: Hold | None = None
        self._look_at = 0.0

    def adopt(self) -> None:
        """The settings of the modem count as they are now. Raises StoreTrouble."""
        modem = self._around.modem
        usage = pacing.load(
            self._store,
            self._sim_id,
            now=self._clock.now(),
            zone=self._around.config.region.zone,
            package_day=modem.package_day,
        )
        self._usage, self._limits = usage, modem
        self._caution = Caution(self._store, self._sim_id, on=modem.caution == "on")

    # ── what happened

    def look_again(self) -> None:
        """A doorbell rang: people may have paused, resumed or accepted something."""
        self._look_at = 0.0

    def claimed(self, now: Micros) -> None:
        """One more segment was claimed."""
        self._funds.busy()
        self._usage = self._usage.add(now)

    def submitted(self, *, sent: bool) -> None:
        """It went to the modem, or certainly did not; the gap begins."""
        if not sent:
            self._usage = self._usage.without_last()
        limits = slowed(self._limits) if self._drift.step is Step.SLOW else self._limits
        self._gap_until = self._clock.boottime() + pacing.gap(limits, self._random)

    def left(self) -> dict[str, int]:
        """What the quotas leave after all that was claimed so far, in segments."""
        return dict(pacing.next_moment(self._limits, self._usage, now=self._clock.now(), gap_s=0.0).left)

    # ── what may happen

    def ask(self) -> Permit:
        """What the SIM may do now. Raises StoreTrouble."""
        boot, now = self._clock.boottime(), self._clock.now()
        self._drift = self._caution.drift(now)
        purse = self._funds.look(now)
        if purse is not self._purse:
            self._purse, self._usage = purse, self._usage.with_told(purse.told)
        pace = pacing.next_moment(self._limits, self._usage, now=now, gap_s=0.0)
        found = (self._forbidden(boot), self._wary(now), self._paced(pace), self._poor(purse.stop))
        holds = [hold for hold in found if hold is not None]
        wait = max([self._gap_until - boot, 0.0, *(hold.wait_s for hold in holds if hold.kinds == ())])
        told = sorted(holds, key=lambda hold: (hold.kinds != (), hold.kinds is None))
        return Permit(
            wait, _common(holds), told[0] if told else None, dict(pace.left), dict(pace.resets_at), self._drift
        )

    def _forbidden(self, boot: float) -> Hold | None:
        """What stands against sending, whatever the quotas say: people, the radio, refusals."""
        held_s = self._around.errands.held_for()
        if held_s is not None:
            return Hold("relay.console", wait_s=held_s)
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

    def _wary(self, now: Micros) -> Hold | None:
        """The SIM fails more than usual: it rests, or goes on slowly and says why."""
        if self._drift.key is None:
            return None
        if self._drift.holds and self._drift.until is not None:
            return Hold(self._drift.key, self._drift.facts, wait_s=max((self._drift.until - now) / SECOND, 1.0))
        return Hold(self._drift.key, self._drift.facts, kinds=None)

    @staticmethod
    def _paced(pace: pacing.Wait) -> Hold | None:
        if pace.seconds > 0:
            return Hold("pacing.limit", {"reason": pace.reason}, wait_s=pace.seconds)
        if pace.kinds is not None:
            kinds = tuple(MessageClass(kind) for kind in pace.kinds)
            return Hold("pacing.reserve", {"reason": pace.others_reason}, wait_s=pace.others_s, kinds=kinds)
        return None

    @staticmethod
    def _poor(stop: MoneyStop | None) -> Hold | None:
        if stop is None:
            return None
        told = {name: str(fact) if isinstance(fact, Decimal) else fact for name, fact in stop.facts.items()}
        return Hold(stop.key, told, kinds=tuple(MessageClass(kind) for kind in stop.kinds_left))


def _common(holds: Sequence[Hold]) -> tuple[MessageClass, ...] | None:
    """The classes that none of these holds back; None: all."""
    limited = [hold.kinds for hold in holds if hold.kinds]
    return tuple(kind for kind in MessageClass if all(kind in kinds for kinds in limited)) if limited else None


def _shown(drift: Drift) -> dict[str, object] | None:
    if drift.key is None:
        return None
    return {"key": drift.key, "facts": dict(drift.facts), "until": drift.until}
