"""The last 24 hours as a drawing: bars of what was sent and became of it, a line of what came in; and a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from smsbox.clock import SECOND
from smsbox.pacing.hours import Hour

WIDTH, HEIGHT = 480, 100
_BAR = WIDTH / 24
_SERIES = ("sent", "delivered", "failed")


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of the drawing; `kind` is its CSS class."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """An hour of the table: its name (18:00) and its numbers."""

    name: str
    hour: Hour


@dataclass(frozen=True, slots=True)
class DayChart:
    """`bars` of sent, delivered and failed, `received` the points of a polyline, `most` what the full height means;
    `lines` the table without empty hours, `total` all of it.
    """

    bars: tuple[Bar, ...]
    received: str
    most: int
    lines: tuple[Line, ...]
    total: Hour


def day_chart(hours: Sequence[Hour], zone: ZoneInfo) -> DayChart | None:
    """The drawing of 24 hours; None when nothing happened."""
    total = Hour(hours[0].at, *(sum(getattr(each, name) for each in hours) for name in (*_SERIES, "received")))
    most = max(max(each.sent, each.delivered, each.failed, each.received) for each in hours)
    if not most:
        return None
    bars = tuple(bar for place, hour in enumerate(hours) for bar in _bars(place, hour, most))
    points = " ".join(f"{(place + 0.5) * _BAR:.1f},{_y(hour.received, most):.1f}" for place, hour in enumerate(hours))
    lines = tuple(Line(_name(hour, zone), hour) for hour in hours if any((hour.sent, *_rest(hour))))
    return DayChart(bars, points if total.received else "", most, lines, total)


def _rest(hour: Hour) -> tuple[int, int, int]:
    return hour.delivered, hour.failed, hour.received


def _bars(place: int, hour: Hour, most: int) -> list[Bar]:
    width = _BAR / 4
    found = []
    for number, name in enumerate(_SERIES):
        value = getattr(hour, name)
        if value:
            y = min(_y(value, most), HEIGHT - 1.5)  # a single one among thousands is still to be seen
            found.append(
                Bar(name, round(place * _BAR + (number + 0.5) * width, 1), round(y, 1), width, round(HEIGHT - y, 1))
            )
    return found


def _y(value: int, most: int) -> float:
    return HEIGHT - value / most * (HEIGHT - 4)


def _name(hour: Hour, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(hour.at // SECOND, tz=zone).strftime("%H:%M")
