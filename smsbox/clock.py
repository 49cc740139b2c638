"""Time: the only place that reads clocks, and the forms in which moments are written and read.

Moments are whole microseconds since 1970-01-01T00:00:00Z (`Micros`), everywhere; zones appear only at the edges.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from smsbox.errors import SmsboxError

Micros = int
"""Microseconds since the epoch, UTC."""

SECOND: Micros = 1_000_000
MINUTE: Micros = 60 * SECOND
HOUR: Micros = 60 * MINUTE
DAY: Micros = 24 * HOUR

_SPAN = re.compile(r"^\s*([0-9]{1,12})\s*(s|m|min|h|d|w)\s*$", re.IGNORECASE)
_LAST: Micros = 221_845_392_000 * SECOND
"""The year 9000: beyond it a moment in another zone might not be writable."""

_SPAN_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 604800}


_OF_DAY = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})\s*[-\u2013\u2014]\s*([0-9]{1,2})[:.]([0-9]{2})")
_A_DAY = 24 * 60


class BadMoment(SmsboxError):
    """A time or a span that cannot be read. Facts: `text`."""

    key = "clock.bad_moment"
    exit_code = 65


_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile("[0-9]{1,2}:[0-9]{2}")
_DOTTED = re.compile(r"^([0-3][0-9])\.([01][0-9])\.([0-9]{4})")
"""A day as people in the shop write it."""


@dataclass(frozen=True, slots=True)
class DaySpan:
    """A span of every day by the clock on a wall: minutes after midnight, 0..1439; one that ends before it begins goes
    over midnight.
    """

    begins: int
    ends: int

    def __str__(self) -> str:
        return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in (self.begins, self.ends))


class Clock(Protocol):
    """What the loops need of time; the pure floors get `now` as an argument instead."""

    def now(self) -> Micros:
        """Wall time in microseconds UTC; may step."""

    def boottime(self) -> float:
        """Seconds since boot, counting suspend; never steps. For timeouts, gaps and rates."""

    def sleep(self, seconds: float) -> None:
        """Let `seconds` pass."""


class SystemClock:
    """The clocks of this machine."""

    def now(self) -> Micros:
        return time.time_ns() // 1000

    def boottime(self) -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def iso(at: Micros, zone: ZoneInfo | None = None) -> str:
    """`at` as ISO 8601 with microseconds and zone offset; UTC when no zone is given."""
    moment = datetime.fromtimestamp(at // SECOND, tz=zone or UTC) + timedelta(microseconds=at % SECOND)
    return moment.isoformat(timespec="microseconds")


def micros(moment: datetime) -> Micros:
    """An aware datetime as `Micros`; exact, no float in between."""
    delta = moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86400 + delta.seconds) * SECOND + delta.microseconds


def parse_span(text: str) -> int:
    """`90s`, `15m`, `24h`, `3d`, `1w` as seconds. Raises BadMoment."""
    match = _SPAN.match(text)
    if match is None:
        raise BadMoment(text=text)
    return int(match.group(1)) * _SPAN_UNITS[match.group(2).lower()]


def parse_day_span(text: str) -> DaySpan:
    """`20:00-09:00`; it may end at 24:00. One that ends when it begins is a DaySpan all the same. Raises BadMoment."""
    match = _OF_DAY.fullmatch(text.strip())
    if match is None:
        raise BadMoment(text=text)
    from_hour, from_minute, to_hour, to_minute = map(int, match.groups())
    begins, ends = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if max(from_minute, to_minute) > 59 or begins >= _A_DAY or ends > _A_DAY:
        raise BadMoment(text=text)
    return DaySpan(begins, ends % _A_DAY)


def parse_moment(text: str, now: Micros, zone: ZoneInfo, *, after: Micros | None = None) -> Micros:
    """A moment as a person writes it: ISO 8601 (in `zone` if it names none), `+2h` from now, or `18:30`: the next one,
    as the end of a time the next one `after` it begins. Raises BadMoment.
    """
    text = text.strip()
    try:
        found = _moment(text, now, zone, max(now, after or now))
    except (ValueError, OverflowError) as error:
        raise BadMoment(text=text) from error
    if not 0 <= found < _LAST:
        raise BadMoment(text=text)
    return found


def parse_bound(text: str, now: Micros, zone: ZoneInfo, *, end: bool = False) -> Micros:
    """One end of a time in the past, as a person writes it: a day (`2026-03-01`, `01.03.2026`), a day and a time, a
    time (the last 18:30), or a span (`24h` ago). As the `end` a day is meant with all of it. Raises BadMoment.
    """
    text = _DOTTED.sub(r"\3-\2-\1", text.strip())
    try:
        return max(0, now - parse_span(text) * SECOND)
    except BadMoment:
        pass
    if text.startswith("+"):
        raise BadMoment(text=text)
    found = parse_moment(text, now, zone)
    if _DAY.fullmatch(text):
        day = datetime.fromtimestamp(found // SECOND, tz=zone)
        return micros((day + timedelta(days=1)).replace(hour=0)) if end else found
    # A bare time means the next such moment to the clock; here it is the last one.
    return found - 24 * 3600 * SECOND if found > now and _TIME.fullmatch(text) else found


def _moment(text: str, now: Micros, zone: ZoneInfo, since: Micros) -> Micros:
    if text.startswith("+"):
        return now + parse_span(text[1:]) * SECOND
    if re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", text):
        hours, minutes = (int(part) for part in text.split(":"))
        day = datetime.fromtimestamp(since // SECOND, tz=zone)
        at = day.replace(hour=hours, minute=minutes, second=0, microsecond=0)
        return micros(at if micros(at) > since else at + timedelta(days=1))
    moment = datetime.fromisoformat(text)
    return micros(moment if moment.tzinfo else moment.replace(tzinfo=zone))
