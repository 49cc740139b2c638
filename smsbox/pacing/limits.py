"""Pure arithmetic of rates and quotas: given what a SIM has sent, how long until it may send what next.

Per minute and per hour are rolling windows; per day, month and package are counted from local midnights in the shop's
time zone, as plans count them. A limit of 0 is none. Limits defer, they never fail anything. They are the settings of a
modem as they are: `PaceConfig`. The day on which a package is renewed is that of the `Usage`.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from smsbox.clock import HOUR, MINUTE, SECOND, Micros
from smsbox.config import PaceConfig
from smsbox.pacing.calendar import day_end, local_date, month_end, package_end
from smsbox.pacing.usage import Usage

REPLIES: tuple[int, ...] = (0,)
"""The classes for which a reserve is kept, as numbers of `outbox.MessageClass`."""

FIRST_DAY = 20
"""Segments a new SIM may send on its first day of warming up."""

_LAST_DAYS = 500
"""Segments of the last days of warming up when no daily limit follows."""

_RESERVED = ("per_day", "per_month", "per_package")
_BACKOFF_S = (30, 120, 600, 1800, 3600)


NO_LIMITS = PaceConfig()


@dataclass(frozen=True, slots=True)
class Wait:
    """`seconds` until the next segment may go (0: now) because of `reason`; `left` per quota that is set, never below
    0.

    `kinds` are the classes that may go then, numbers of `outbox.MessageClass`; None: all. All others wait `others_s`
    seconds for the reserve of the quota `others_reason`. `resets_at`: when each quota of a day, month or package counts
    anew, and when a rolling one that is used up lets the next segment through.
    """

    seconds: float
    reason: str | None
    left: Mapping[str, int] = field(default_factory=dict)
    kinds: tuple[int, ...] | None = None
    others_s: float = 0.0
    others_reason: str | None = None
    resets_at: Mapping[str, Micros] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Quota:
    name: str
    left: int
    resets_at: Micros

    def wait_s(self, now: Micros) -> float:
        return (self.resets_at - now) / SECOND


def gap(limits: PaceConfig, rng: random.Random) -> float:
    """Seconds to keep after a segment: drawn once per segment, so that asking twice does not change the answer."""
    return limits.gap * (1 + limits.spread * rng.uniform(-1, 1)) if limits.gap else 0.0


def next_moment(limits: PaceConfig, usage: Usage, *, now: Micros, gap_s: float | None = None) -> Wait:
    """How long to wait before the next segment, which classes may go then, and what is left of each quota.

    `gap_s` is what `gap` drew for the last segment (None: the plain gap). The longest of all waits is given, with its
    name: `gap`, `per_minute`, `per_hour`, `per_day`, `per_month`, `per_package`, `warm_up`.
    """
    seen = usage.at(now)
    wanted = limits.gap if gap_s is None else gap_s
    waits: list[tuple[float, str]] = []
    if seen.last_at is not None and wanted > 0:
        # Of a clock that went back only one gap is waited for.
        waits.append((min(wanted - (now - seen.last_at) / SECOND, wanted), "gap"))
    quotas = [*_rolling(limits, seen, now), *_counted(limits, seen, now)]
    waits += [(quota.wait_s(now), quota.name) for quota in quotas if quota.left <= 0]
    seconds, reason = max(waits, default=(0.0, ""))
    others_s, others_reason = max(
        ((quota.wait_s(now), quota.name) for quota in quotas if _only_reserve(quota, limits.reserve)),
        default=(0.0, None),
    )
    return Wait(
        max(seconds, 0.0),
        reason if seconds > 0 else None,
        {quota.name: max(quota.left, 0) for quota in quotas},
        REPLIES if others_reason is not None else None,
        others_s,
        others_reason,
        {quota.name: quota.resets_at for quota in quotas if quota.resets_at > now},
    )


def backoff(attempt: int) -> float:
    """Seconds until another try after `attempt` failures in a row: half a minute, growing to an hour."""
    return float(_BACKOFF_S[min(max(attempt, 1), len(_BACKOFF_S)) - 1])


def warm_up_ceiling(limits: PaceConfig, day: int) -> int | None:
    """Segments a SIM may send on day `day` (from 1) of its life; None when it is warm.

    From 20 on the first day in even steps to the daily limit (to 500 where there is none), reached on day `warm_up`.
    """
    last = limits.warm_up
    if not last or day > last or (day == last > 1):
        return None
    goal = max(limits.per_day or _LAST_DAYS, FIRST_DAY)
    return FIRST_DAY + (goal - FIRST_DAY) * (max(day, 1) - 1) // max(last - 1, 1)


def _only_reserve(quota: _Quota, reserve: int) -> bool:
    return reserve > 0 and quota.name in _RESERVED and quota.left <= reserve


def _counted(limits: PaceConfig, seen: Usage, now: Micros) -> Iterator[_Quota]:
    """The quotas that count anew at a local midnight."""
    zone = seen.zone
    if limits.per_day:
        yield _Quota("per_day", limits.per_day - seen.day, day_end(now, zone))
    if limits.per_month:
        yield _Quota("per_month", limits.per_month - seen.month, month_end(now, zone))
    if limits.per_package and seen.told is not None:
        yield _Quota("per_package", seen.told.left, seen.told.until)
    elif limits.per_package:
        renewal = package_end(now, zone, seen.package_day)
        yield _Quota("per_package", limits.per_package - seen.package, renewal)
    if limits.warm_up and seen.first_seen_at is not None:
        day = (local_date(now, zone) - local_date(seen.first_seen_at, zone)).days + 1
        ceiling = warm_up_ceiling(limits, day)
        if ceiling is not None:
            yield _Quota("warm_up", ceiling - seen.day, day_end(now, zone))


def _rolling(limits: PaceConfig, seen: Usage, now: Micros) -> Iterator[_Quota]:
    """The quotas of any minute and any hour."""
    for name, most, window in (("per_minute", limits.per_minute, MINUTE), ("per_hour", limits.per_hour, HOUR)):
        if most:
            left = most - _within(seen.recent, now - window)
            yield _Quota(name, left, seen.recent[-most] + window if left <= 0 else now)


def _within(recent: Sequence[Micros], after: Micros) -> int:
    return len(recent) - bisect_right(recent, after)
