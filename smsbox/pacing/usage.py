"""What one SIM has sent, as far as limits look at it; pure, and the same whether counted live or loaded."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from smsbox.clock import HOUR, Micros
from smsbox.pacing.calendar import day_start, month_start, package_start

_KEPT = 4096
"""Moments remembered for the rolling windows; beyond it the oldest count as older than they are only above 4096 an
hour.
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What the operator says is left of the package now (all sent since its answer taken off), until it is renewed."""

    left: int
    until: Micros


@dataclass(frozen=True, slots=True)
class Usage:
    """What one SIM has sent: moments within the last hour (ascending), and counts of the calendar day, month and
    package of `last_at`.

    `package_day` 1..31 is the day on which the package is renewed, `first_seen_at` when the SIM was first seen (None:
    long ago), `told` what the operator says, which counts more than `package`.
    """

    zone: ZoneInfo
    recent: tuple[Micros, ...] = ()
    last_at: Micros | None = None
    day: int = 0
    month: int = 0
    package: int = 0
    package_day: int = 1
    first_seen_at: Micros | None = None
    told: Told | None = None

    def add(self, now: Micros) -> Usage:
        """One more segment, claimed at `now`."""
        fresh = self.at(now)
        kept = fresh.recent[-_KEPT + 1 :]
        return replace(fresh._counting(1), recent=(*kept, now), last_at=now)

    def without_last(self) -> Usage:
        """The last segment taken back: it was certainly not sent. The gap after it stays."""
        return replace(self._counting(-1), recent=self.recent[:-1])

    def with_told(self, told: Told | None) -> Usage:
        """The same with another word of the operator, None for none."""
        return replace(self, told=told)

    def at(self, now: Micros) -> Usage:
        """The same usage seen at `now`: what lies before the window, the day, the month or the package is no longer
        counted.

        A clock that went back makes nothing older; moments ahead of it are counted as just now.
        """
        recent = self.recent
        if recent and recent[-1] > now:
            recent = tuple(min(moment, now) for moment in recent)
        recent = recent[bisect_right(recent, now - HOUR) :]
        told = self.told if self.told is not None and now < self.told.until else None
        last_at = self.last_at
        if last_at is None or last_at >= now:
            return replace(self, recent=recent, told=told)
        if last_at >= day_start(now, self.zone):
            return replace(self, recent=recent, told=told)
        return replace(
            self,
            recent=recent,
            told=told,
            day=0,
            month=self.month if last_at >= month_start(now, self.zone) else 0,
            package=self.package if last_at >= package_start(now, self.zone, self.package_day) else 0,
        )

    def _counting(self, more: int) -> Usage:
        """With `more` segments in all counters."""
        return replace(
            self,
            day=max(self.day + more, 0),
            month=max(self.month + more, 0),
            package=max(self.package + more, 0),
            told=None if self.told is None else replace(self.told, left=self.told.left - more),
        )
