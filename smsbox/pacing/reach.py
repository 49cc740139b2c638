"""When somebody may be reached where he is: not in quiet hours, not on holidays, only at hours of his own; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from smsbox.clock import DAY, DaySpan, Micros, micros
from smsbox.pacing.calendar import day_end, local_date
from smsbox.pacing.quiet import quiet_until

_LOOK_AHEAD: Micros = 400 * DAY
"""Who has no open minute in a year has none."""


@dataclass(frozen=True, slots=True)
class Place:
    """A `zone` with its `quiet` hours, the `hours` somebody there wants to be written to (None: all others), and
    `holidays` as `MM-DD` or `YYYY-MM-DD`.
    """

    zone: ZoneInfo
    quiet: DaySpan | None = None
    hours: DaySpan | None = None
    holidays: tuple[str, ...] = ()


def closed(place: Place, now: Micros) -> str | None:
    """Why nobody there is to be written to at `now`: "holiday", "quiet" or "hours"; None when he may be."""
    return next((why for why, until in _closures(place, now) if until is not None), None)


def next_open(place: Place, now: Micros) -> Micros | None:
    """The first moment from `now` on at which he may be written to; None when there is none within a year."""
    at = now
    while at - now < _LOOK_AHEAD:
        until = next((until for _, until in _closures(place, at) if until is not None), None)
        if until is None:
            return at
        at = until
    return None


def is_holiday(day: date, holidays: tuple[str, ...]) -> bool:
    """Whether `day` is one of `holidays`, by its date in every year or in this one."""
    return bool(holidays) and (f"{day:%m-%d}" in holidays or day.isoformat() in holidays)


def holiday_until(place: Place, now: Micros) -> Micros | None:
    """The midnight at which the holiday that is now ends; None on other days."""
    today = local_date(now, place.zone)
    if not is_holiday(today, place.holidays):
        return None
    ends = day_end(now, place.zone)
    if ends > now:
        return ends
    # Clocks put back just after midnight show the end of the day twice.
    return micros(datetime.combine(today + timedelta(days=1), time(fold=1), place.zone))


def _closures(place: Place, now: Micros) -> tuple[tuple[str, Micros | None], ...]:
    return (
        ("holiday", holiday_until(place, now)),
        ("quiet", quiet_until(place.zone, place.quiet, now)),
        ("hours", quiet_until(place.zone, outside(place.hours), now)),
    )


def outside(hours: DaySpan | None) -> DaySpan | None:
    """The rest of the day; None where nothing is left of it."""
    return None if hours is None or hours.begins == hours.ends else DaySpan(hours.ends, hours.begins)
