"""Whether somebody may be written to: by where he stands, what he got lately, and what time it is there; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from smsbox.clock import DAY, DaySpan, Micros
from smsbox.config import Config
from smsbox.consent.standing import Standing, State
from smsbox.pacing import reach

UTC = ZoneInfo("UTC")

REFUSALS = (
    *("consent", "asked", "declined", "left", "suppressed"),
    *("prefers_call", "topic", "frequency", "cap", "no_hours"),
)
"""Why somebody may not be written to: nobody knows that he agreed; he has not answered yet; he said no, or left; his
number is on the list; he wants to be called; his own topics, his own frequency; the cap of the shop; the hours he
wants never come.
"""

LATER = ("quiet", "holiday", "hours")
"""Why not now: `Verdict.until` says when. "hours" are his own."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of the shop: `cap` messages in `cap_days`, none in `quiet` hours and on `holidays` (`MM-DD`,
    `YYYY-MM-DD`); `zone` where nothing better is known of somebody.
    """

    cap: int = 1
    cap_days: int = 14
    quiet: DaySpan | None = None
    holidays: tuple[str, ...] = ()
    zone: ZoneInfo = UTC

    @classmethod
    def of(cls, config: Config) -> Rules:
        """As they are configured."""
        shop = config.shop
        return cls(shop.cap, shop.cap_days, config.sending.quiet, shop.holidays, config.region.zone)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` None: yes. With `until`: not before then; without: no, and `again` tells when time alone would make it a
    yes (cap and frequency), as far as that is known.
    """

    reason: str | None = None
    until: Micros | None = None
    again: Micros | None = None

    @property
    def allowed(self) -> bool:
        """Whether he may be written to now."""
        return self.reason is None

    @property
    def refused(self) -> bool:
        """Whether waiting for `until` would not help."""
        return self.reason is not None and self.until is None


_ALLOWED = Verdict()
_STATES = {
    State.UNKNOWN: "consent",
    State.ASKED: "asked",
    State.DECLINED: "declined",
    State.LEFT: "left",
}


def judge(
    standing: Standing,
    written: Sequence[Micros],
    *,
    topic: str | None = None,
    now: Micros,
    rules: Rules,
    zone: ZoneInfo | None = None,
) -> Verdict:
    """Whether advertising about `topic` may leave for him at `now`.

    `written`: when advertising left for him, or is going to, in any order. `zone`: where he is, None: where the shop
    is. Whoever named topics is not written to about others, nor about none in particular.
    """
    reason = _never(standing, topic)
    if reason is not None:
        return Verdict(reason)
    for why, most, days in (("frequency", 1, standing.every_days), ("cap", rules.cap, rules.cap_days)):
        again = None if days is None else _full(written, most, days * DAY, now)
        if again is not None:
            return Verdict(why, again=again)
    return _now_or_later(standing, now, rules, zone or rules.zone)


def _never(standing: Standing, topic: str | None) -> str | None:
    if standing.state is not State.AGREED:
        return _STATES[standing.state] if standing.state is not State.UNKNOWN or not standing.marked else "suppressed"
    if standing.suppressed:
        return "suppressed"
    if standing.prefers_call:
        return "prefers_call"
    wanted = standing.topics
    if wanted is not None and (topic is None or topic.casefold() not in {each.casefold() for each in wanted}):
        return "topic"
    return None


def _full(written: Sequence[Micros], most: int, span: Micros, now: Micros) -> Micros | None:
    """When the next place is free, where `most` within `span` are taken; None while there is one."""
    near = sorted(at for at in written if abs(now - at) < span)
    return None if len(near) < most else near[len(near) - most] + span


def _now_or_later(standing: Standing, now: Micros, rules: Rules, zone: ZoneInfo) -> Verdict:
    place = reach.Place(zone, rules.quiet, standing.hours, rules.holidays)
    why = reach.closed(place, now)
    if why is None:
        return _ALLOWED
    until = reach.next_open(place, now)
    return Verdict("no_hours") if until is None else Verdict(why, until)
