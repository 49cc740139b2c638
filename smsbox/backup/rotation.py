"""Which backups are kept: the newest of each of some days, and of each of some weeks. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from smsbox.clock import SECOND, Micros

FRESH = 3


def surplus(moments: Sequence[Micros], zone: ZoneInfo, *, daily: int, weekly: int) -> list[Micros]:
    """Those of `moments` whose backup may go: neither the newest of one of the last `daily` days nor of one of the last
    `weekly` weeks that have any. The newest `FRESH` stay in any
    case: what somebody made by hand before he tries something is no surplus an hour later.
    """
    order = sorted(moments, reverse=True)
    kept = {*order[:FRESH], *_newest_of(order, zone, daily, date.toordinal), *_newest_of(order, zone, weekly, _week)}
    return [each for each in order if each not in kept]


def _newest_of(order: Sequence[Micros], zone: ZoneInfo, count: int, span: Callable[[date], int]) -> list[Micros]:
    found: dict[int, Micros] = {}
    for each in order:
        found.setdefault(span(datetime.fromtimestamp(each // SECOND, zone).date()), each)
    return list(found.values())[:count]


def _week(day: date) -> int:
    """Weeks begin on Monday."""
    return (day.toordinal() - 1) // 7
