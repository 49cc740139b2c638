"""Quiet hours: when somebody's clock on the wall shows a time at which advertising may not reach him; pure.

They begin the first time the clock shows their beginning and end the last time it shows their end: of an hour that a
night has twice both are quiet. What a night skips counts as passed at the moment the clock is put forward.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from smsbox.clock import SECOND, DaySpan, Micros, micros

_DAY = timedelta(days=1)


def next_allowed(zone: ZoneInfo, span: DaySpan | None, now: Micros) -> Micros:
    """The first moment from `now` on that is not within `span` in `zone`: `now` itself unless it is."""
    while span is not None:
        ends = next((night[1] for night in _nights(zone, span, now) if night[0] <= now < night[1]), None)
        if ends is None:
            break
        now = ends  # where nights touch, because one of them has an hour twice, the next one counts, too
    return now


def quiet_until(zone: ZoneInfo, span: DaySpan | None, now: Micros) -> Micros | None:
    """When the quiet hours that are now will be over; None while they are not."""
    allowed = next_allowed(zone, span, now)
    return allowed if allowed > now else None


def next_quiet(zone: ZoneInfo, span: DaySpan | None, now: Micros) -> Micros | None:
    """When the next quiet hours begin; `now` while they are, None where there are none."""
    if span is None:
        return None
    if quiet_until(zone, span, now) is not None:
        return now
    return min(night[0] for night in _nights(zone, span, now) if now <= night[0] < night[1])


def finished(zone: ZoneInfo, span: DaySpan | None, now: Micros, work: Micros) -> Micros:
    """When `work` microseconds of sending are done that begin at `now` and rest in quiet hours."""
    at = next_allowed(zone, span, now)
    while (begins := next_quiet(zone, span, at)) is not None and at + work > begins:
        work -= begins - at
        at = next_allowed(zone, span, begins)
    return at + work


def _nights(zone: ZoneInfo, span: DaySpan, now: Micros) -> list[tuple[Micros, Micros]]:
    """Beginnings and ends of the quiet hours about `now`; empty ones are among them on days that a zone left out."""
    today = datetime.fromtimestamp(now // SECOND, tz=zone).date()
    return [_night(zone, span, today + days * _DAY) for days in (-2, -1, 0, 1, 2)]


@lru_cache(maxsize=256)
def _night(zone: ZoneInfo, span: DaySpan, day: date) -> tuple[Micros, Micros]:
    """The quiet hours that begin on `day`."""
    last = day if span.ends > span.begins else day + _DAY
    return reached(zone, day, span.begins, last=False), reached(zone, last, span.ends, last=True)


def reached(zone: ZoneInfo, day: date, minute: int, *, last: bool) -> Micros:
    """When the clock shows `minute` of `day`, for the first or the `last` time; if it is skipped, when it is put
    forward.
    """
    shown = datetime.combine(day, time(minute // 60, minute % 60))
    late, early = (shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if early < late:  # in a gap each of both is reckoned by the offset of the other side (PEP 495)
        return _put_forward(zone, micros(early), micros(late))
    return micros(early if last else late)


def _put_forward(zone: ZoneInfo, before: Micros, after: Micros) -> Micros:
    """The moment between these, to the second, from which the clock goes by another offset."""
    old = _offset(zone, before)
    while after - before > SECOND:
        middle = (before + after) // 2 // SECOND * SECOND
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after


def _offset(zone: ZoneInfo, at: Micros) -> timedelta | None:
    return datetime.fromtimestamp(at // SECOND, tz=zone).utcoffset()
