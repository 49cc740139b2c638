"""When a campaign that stands has its next turn, and whose day a day is; pure, by clocks on walls, DST included."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from smsbox.campaigns.plan import DAILY, Start
from smsbox.clock import SECOND, Micros, micros

_DAY = timedelta(days=1)
_FAR = 800
"""Occurrences looked through at most: every 366th day is found, and so is a month that is long in coming."""


def moment(day: date, minute: int, zone: ZoneInfo) -> Micros:
    """When the clock of `zone` shows `minute` of `day`, for the first time where it does so twice; where it never does,
    because it is put forward, as long after midnight as on other days.
    """
    return micros(datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone))


def day_of(at: Micros, zone: ZoneInfo) -> date:
    """The day on the calendar of `zone`."""
    return datetime.fromtimestamp(at // SECOND, tz=zone).date()


def next_local(minute: int, now: Micros, zone: ZoneInfo) -> Micros:
    """The first moment from `now` on at which the clock of `zone` shows `minute` of the day."""
    today = day_of(now, zone)
    return next(at for days in range(4) if (at := moment(today + days * _DAY, minute, zone)) >= now)


def next_turn(start: Start, after: Micros, zone: ZoneInfo) -> Micros | None:
    """When a standing `start` has its first turn later than `after`; None: never again."""
    if not start.standing:
        return None
    begins = max(after, (start.at or 0) - 1, start.skipped or 0)
    turns = (moment(day, start.minute, zone) for day in islice(_days(start, begins, zone), _FAR))
    found = next((at for at in turns if at > begins), None)
    return found if found is None or start.until is None or found < start.until else None


def next_turns(start: Start, after: Micros, zone: ZoneInfo, most: int) -> list[Micros]:
    """The first of them, `most` at most."""
    found: list[Micros] = []
    while len(found) < most and (at := next_turn(start, found[-1] if found else after, zone)) is not None:
        found.append(at)
    return found


def _days(start: Start, after: Micros, zone: ZoneInfo) -> Iterator[date]:
    """Days with a turn, from the day of `after` (or shortly before it) on."""
    today = day_of(max(after, 0), zone)
    if start.kind in DAILY:
        return (today + days * _DAY for days in range(_FAR))
    # `interval` is counted from the day it begins, so that every second week stays every second week.
    first = day_of(start.at, zone) if start.at is not None else date(2024, 1, 1)
    return {"day": _each_day, "week": _each_week, "month": _each_month}[start.every](start, first, today)


def _each_day(start: Start, first: date, today: date) -> Iterator[date]:
    passed = max((today - first).days // start.interval, 0)
    while True:
        yield first + passed * start.interval * _DAY
        passed += 1


def _each_week(start: Start, first: date, today: date) -> Iterator[date]:
    monday = first - first.weekday() * _DAY
    passed = max((today - monday).days // (7 * start.interval), 0)
    while True:
        week = monday + passed * 7 * start.interval * _DAY
        yield from (day for each in sorted(start.weekdays) if (day := week + each * _DAY) >= first)
        passed += 1


def _each_month(start: Start, first: date, today: date) -> Iterator[date]:
    begun = first.year * 12 + first.month - 1
    passed = max((today.year * 12 + today.month - 1 - begun) // start.interval, 0)
    while True:
        year, month = divmod(begun + passed * start.interval, 12)
        day = date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
        if day >= first:
            yield day
        passed += 1


def birthdays(day: date) -> list[str]:
    """What is kept on `day`, as `MM-DD`; a 29th of February is kept on the 28th where there is none."""
    kept = [f"{day:%m-%d}"]
    return [*kept, "02-29"] if kept == ["02-28"] and not calendar.isleap(day.year) else kept
