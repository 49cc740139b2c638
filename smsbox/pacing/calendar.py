"""Where days, months and packages begin and end: local midnights of the shop's zone, also on days of 23 or 25 hours."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from smsbox.clock import SECOND, Micros, micros


def local_date(at: Micros, zone: ZoneInfo) -> date:
    """The date on the wall of the shop."""
    return datetime.fromtimestamp(at // SECOND, tz=zone).date()


@lru_cache(maxsize=512)
def midnight(day: date, zone: ZoneInfo) -> Micros:
    """The first moment of `day`; where clocks are put forward at midnight, the moment they are."""
    return micros(datetime(day.year, day.month, day.day, tzinfo=zone))


def day_start(at: Micros, zone: ZoneInfo) -> Micros:
    """Local midnight before `at`."""
    return midnight(local_date(at, zone), zone)


def day_end(at: Micros, zone: ZoneInfo) -> Micros:
    """Local midnight after `at`."""
    return midnight(local_date(at, zone) + timedelta(days=1), zone)


def month_start(at: Micros, zone: ZoneInfo) -> Micros:
    """Local midnight of the first of the month of `at`."""
    return midnight(local_date(at, zone).replace(day=1), zone)


def month_end(at: Micros, zone: ZoneInfo) -> Micros:
    """Local midnight of the first of the month after that of `at`."""
    return midnight(_months_on(local_date(at, zone), 1, 1), zone)


def package_start(at: Micros, zone: ZoneInfo, day: int) -> Micros:
    """Local midnight at which the package that is in use at `at` began; `day` 1..31, beyond the end of a month its last
    day.
    """
    return midnight(_renewed(local_date(at, zone), day), zone)


def package_end(at: Micros, zone: ZoneInfo, day: int) -> Micros:
    """Local midnight at which the package is next renewed."""
    return midnight(_months_on(_renewed(local_date(at, zone), day), 1, day), zone)


def _renewed(today: date, day: int) -> date:
    """The last date, up to `today`, on which the package was renewed."""
    this_month = _months_on(today, 0, day)
    return this_month if this_month <= today else _months_on(today, -1, day)


def _months_on(start: date, months: int, day: int) -> date:
    """The date `day` of the month `months` after that of `start`, or the last of that month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))
