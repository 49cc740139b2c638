"""Pure arithmetic of rates and quotas: given what a SIM has sent, how long until it may send the next segment.

Per minute and per hour are rolling windows, per day and per month are calendar days and months in the shop's time
zone, as plans count them. A limit of 0 is none.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from smsbox.clock import HOUR, MINUTE, SECOND, Micros, micros

_BACKOFF_S = (30, 120, 600, 1800, 3600)
_KEPT = 4096
"""Moments remembered for the rolling windows; beyond it the oldest count as older than they are only above 4096 an
hour.
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """`gap_s` seconds between segments, `spread` the share by which it varies at random (0.3: ±30 %), and quotas; 0:
    none.
    """

    gap_s: float = 0.0
    spread: float = 0.0
    per_minute: int = 0
    per_hour: int = 0
    per_day: int = 0
    per_month: int = 0


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Usage:
    """What one SIM has sent: moments within the last hour (ascending), and counts of the calendar day and month of
    `last_at`.
    """

    zone: ZoneInfo
    recent: tuple[Micros, ...] = ()
    last_at: Micros | None = None
    day: int = 0
    month: int = 0

    def add(self, now: Micros) -> Usage:
        """One more segment, claimed at `now`."""
        fresh = self.at(now)
        kept = fresh.recent[-_KEPT + 1 :]
        return replace(fresh, recent=(*kept, now), last_at=now, day=fresh.day + 1, month=fresh.month + 1)

    def without_last(self) -> Usage:
        """The last segment taken back: it was certainly not sent. The gap after it stays."""
        return replace(self, recent=self.recent[:-1], day=max(self.day - 1, 0), month=max(self.month - 1, 0))

    def at(self, now: Micros) -> Usage:
        """The same usage seen at `now`: what lies before the window, the day or the month is no longer counted.

        A clock that went back makes nothing older; moments ahead of it are counted as just now.
        """
        recent = self.recent
        if recent and recent[-1] > now:
            recent = tuple(min(moment, now) for moment in recent)
        recent = recent[bisect_right(recent, now - HOUR) :]
        if self.last_at is None or self.last_at >= now:
            return replace(self, recent=recent)
        then, today = _local(self.last_at, self.zone), _local(now, self.zone)
        same_month = (then.year, then.month) == (today.year, today.month)
        return replace(
            self,
            recent=recent,
            day=self.day if same_month and then.day == today.day else 0,
            month=self.month if same_month else 0,
        )


@dataclass(frozen=True, slots=True)
class Wait:
    """`seconds` until the next segment may go (0: now) because of `reason`; `left` per quota that is set, never below
    0.
    """

    seconds: float
    reason: str | None
    left: Mapping[str, int] = field(default_factory=dict)


def gap(limits: Limits, rng: random.Random) -> float:
    """Seconds to keep after a segment: drawn once per segment, so that asking twice does not change the answer."""
    return limits.gap_s * (1 + limits.spread * rng.uniform(-1, 1)) if limits.gap_s else 0.0


def next_moment(limits: Limits, usage: Usage, *, now: Micros, gap_s: float | None = None) -> Wait:
    """How long to wait before the next segment, and what is left of each quota.

    `gap_s` is what `gap` drew for the last segment (None: the plain gap). The longest of all waits is given, with its
    name: `gap`, `per_minute`, `per_hour`, `per_day`, `per_month`.
    """
    seen = usage.at(now)
    waits: list[tuple[float, str]] = []
    wanted = limits.gap_s if gap_s is None else gap_s
    if seen.last_at is not None and wanted > 0:
        # Of a clock that went back only one gap is waited for.
        waits.append((min(wanted - (now - seen.last_at) / SECOND, wanted), "gap"))
    left: dict[str, int] = {}
    for name, quota, window in (("per_minute", limits.per_minute, MINUTE), ("per_hour", limits.per_hour, HOUR)):
        if quota:
            waits.append((_rolling(seen.recent, quota, window, now), name))
            left[name] = max(quota - _within(seen.recent, now - window), 0)
    for name, quota, used in (("per_day", limits.per_day, seen.day), ("per_month", limits.per_month, seen.month)):
        if quota:
            left[name] = max(quota - used, 0)
            if used >= quota:
                waits.append(((_next_start(now, seen.zone, month=name == "per_month") - now) / SECOND, name))
    longest = max(waits, default=(0.0, ""))
    if longest[0] <= 0:
        return Wait(0.0, None, left)
    return Wait(longest[0], longest[1], left)


def backoff(attempt: int) -> float:
    """Seconds until another try after `attempt` failures in a row: half a minute, growing to an hour."""
    return float(_BACKOFF_S[min(max(attempt, 1), len(_BACKOFF_S)) - 1])


def _within(recent: Sequence[Micros], after: Micros) -> int:
    return len(recent) - bisect_right(recent, after)


def _rolling(recent: Sequence[Micros], quota: int, window: Micros, now: Micros) -> float:
    """Seconds until fewer than `quota` of `recent` lie within `window`."""
    if _within(recent, now - window) < quota:
        return 0.0
    return (recent[-quota] + window - now) / SECOND


def _local(at: Micros, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(at // SECOND, tz=zone)


def day_start(at: Micros, zone: ZoneInfo) -> Micros:
    """Local midnight before `at`."""
    return micros(_local(at, zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0))


def month_start(at: Micros, zone: ZoneInfo) -> Micros:
    """Local midnight of the first of the month of `at`."""
    return micros(_local(at, zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0))


def _next_start(now: Micros, zone: ZoneInfo, *, month: bool) -> Micros:
    local = _local(now, zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if month:
        return micros((local.replace(day=1) + timedelta(days=32)).replace(day=1))
    return micros(local + timedelta(days=1))
