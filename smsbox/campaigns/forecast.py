"""When a campaign would be through, honestly: by the modems that work, their limits a day, quiet hours, holidays and
what waits before it; pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smsbox import pacing
from smsbox.campaigns.occasions import day_of
from smsbox.clock import DAY, SECOND, Micros
from smsbox.config import Config, ModemConfig
from smsbox.outbox.forecast import seconds_each
from smsbox.pacing.calendar import day_end
from smsbox.pacing.reach import is_holiday

_LONGEST_DAYS = 370
_PERIOD: Micros = 30 * DAY


@dataclass(frozen=True, slots=True)
class Road:
    """What a campaign has before it: `modems` that work, segments that wait `ahead` of it, segments they have sent
    today (`sent_today`), and recipients `per_hour` (0: no limit) of `each` segments. `left` of the limits of a month or
    package (None: no such limit) until `renews_at`, then `of` once more.
    """

    modems: Sequence[ModemConfig]
    ahead: int = 0
    sent_today: int = 0
    per_hour: int = 0
    each: float = 1.0
    left: int | None = None
    renews_at: Micros | None = None
    of: int = 0

    @property
    def pace(self) -> float:
        """Segments a second, at best."""
        modems = sum(1 / seconds_each(modem) for modem in self.modems)
        return min(modems, self.per_hour * self.each / 3600) if self.per_hour else modems

    @property
    def room(self) -> int:
        """What of `left` is not taken by what waits ahead."""
        return max((self.left or 0) - self.ahead, 0)

    def short_of(self, segments: int, begins: Micros) -> bool:
        """Whether the limits of a month or package do not permit all of `segments`, begun at `begins`, in one go."""
        return self.left is not None and self.renews_at is not None and begins < self.renews_at and segments > self.room

    @property
    def per_day(self) -> int | None:
        """Segments a day by the limits of the modems, None: one of them has none."""
        limits = [modem.per_day for modem in self.modems]
        return sum(limits) if limits and all(limits) else None


def finish_at(road: Road, segments: int, config: Config, begins: Micros) -> Micros | None:
    """When the last of `segments` would leave, begun at `begins`; None: never, or not within a year."""
    zone, quiet, left = config.region.zone, config.sending.quiet, segments + road.ahead
    at, done_today, long_left, renews_at = begins, road.sent_today, road.left, road.renews_at
    if left <= 0:
        return begins
    if not road.modems or road.pace <= 0:
        return None
    for _ in range(_LONGEST_DAYS):
        ends = day_end(at, zone)
        if not is_holiday(day_of(at, zone), config.shop.holidays):
            if long_left is not None and renews_at is not None and at >= renews_at:
                long_left, renews_at = road.of, renews_at + _PERIOD
            caps = (None if road.per_day is None else max(road.per_day - done_today, 0), long_left)
            cap = min((each for each in caps if each is not None), default=None)
            done = pacing.finished(zone, quiet, at, int(left / road.pace * SECOND))
            if done <= ends and (cap is None or left <= cap):
                return done
            by_pace = int(_awake(config, at, ends) / SECOND * road.pace)
            gone = by_pace if cap is None else min(cap, by_pace)
            left, long_left = left - gone, None if long_left is None else long_left - gone
        at, done_today = ends, 0
    return None


def open_time(config: Config, begins: Micros, ends: Micros) -> Micros:
    """How much of that time advertising may leave from here: neither quiet hours nor a holiday."""
    found, at = 0, begins
    while at < ends:
        until = min(day_end(at, config.region.zone), ends)
        if not is_holiday(day_of(at, config.region.zone), config.shop.holidays):
            found += _awake(config, at, until)
        at = max(until, at + SECOND)
    return found


def _awake(config: Config, begins: Micros, ends: Micros) -> Micros:
    """How much of that time is not within quiet hours."""
    zone, quiet, awake, at = config.region.zone, config.sending.quiet, 0, begins
    while at < ends:
        at = pacing.next_allowed(zone, quiet, at)
        until = pacing.next_quiet(zone, quiet, at) if at < ends else None
        until = ends if until is None else min(until, ends)
        awake += max(until - at, 0)
        at = max(until, at + SECOND)
    return awake
