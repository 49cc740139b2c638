"""When somebody may be written to where he is, against a clock on his wall that is looked at minute by minute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.clock import DAY, HOUR, MINUTE, SECOND, DaySpan, Micros
from smsbox.pacing.reach import Place, closed, is_holiday, next_open
from smsbox.pacing.zones import zone_of
from tests.test_quiet import KYIV, NIGHT, at, day_spans

ZONES = [
    ZoneInfo(name)
    for name in (
        *("Europe/Kyiv", "America/St_Johns", "America/Havana", "Australia/Lord_Howe", "Asia/Beirut"),
        *("America/Scoresbysund", "America/Asuncion", "Asia/Kathmandu", "UTC"),
    )
]
BACK = timedelta(days=3)
AHEAD = 5 * 1440
CHANGES = (1_774_746_000, 1_792_890_000, 1_362_898_800, 1_396_681_200, 1_289_097_060, 1_711_234_800, 1_743_285_600)
"""Nights in which some of these zones put their clocks forward or back; St. John’s did so at a minute past twelve."""

minutes = st.one_of(
    st.integers(21_000_000, 32_000_000),
    st.sampled_from(CHANGES).flatmap(lambda s: st.integers(s // 60 - 3000, s // 60 + 1500)),
)


class Wall:
    """Eight days of a wall clock, a look each minute; the first three are past."""

    def __init__(self, zone: ZoneInfo, now: Micros) -> None:
        self.first = now - BACK // timedelta(microseconds=1)
        self.looks = [
            datetime.fromtimestamp((self.first + place * MINUTE) // SECOND, tz=zone).replace(tzinfo=None)
            for place in range(AHEAD + 3 * 1440)
        ]
        self.shown = [
            (look.toordinal() * 24 + look.hour) * 3600 + look.minute * 60 + look.second for look in self.looks
        ]
        self.steps = list(pairwise(self.shown))

    def quiet(self, span: DaySpan) -> list[bool]:
        """From the first look that shows its beginning, or later, to the last that comes to its end."""
        found = [False] * len(self.shown)
        for day in range(self.shown[0] // 86_400 - 1, max(self.shown) // 86_400 + 1):
            begins = day * 86_400 + span.begins * 60
            ends = (day + (span.ends <= span.begins)) * 86_400 + span.ends * 60
            begun = next((place for place, shown in enumerate(self.shown) if shown >= begins), len(self.shown))
            crossings = [place for place, (one, next_) in enumerate(self.steps, 1) if one < ends <= next_]
            over = crossings[-1] if crossings else (0 if self.shown[0] >= ends else len(self.shown))
            found[begun:over] = [True] * max(0, over - begun)
        return found


def rest_of(hours: DaySpan) -> DaySpan:
    return DaySpan(hours.ends, hours.begins)


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(ZONES),
    minutes,
    st.none() | day_spans,
    st.none() | day_spans,
    st.lists(st.integers(-1, 4), max_size=3),
)
def test_the_first_minute_that_nothing_closes(
    zone: ZoneInfo, minute: int, quiet: DaySpan | None, hours: DaySpan | None, days: list[int]
) -> None:
    now = minute * MINUTE
    wall = Wall(zone, now)
    today = datetime.fromtimestamp(now // SECOND, tz=zone).date()
    holidays = tuple(_written(today + timedelta(days=each), yearly=each % 2 == 0) for each in days)
    place = Place(zone, quiet, hours, holidays)
    shut = _shut(wall, quiet, hours, holidays)
    for look in range(3 * 1440, 5 * 1440, 7):
        assert (closed(place, wall.first + look * MINUTE) is not None) == shut[look], wall.looks[look]
    expected = next((wall.first + look * MINUTE for look in range(3 * 1440, len(shut)) if not shut[look]), None)
    found = next_open(place, now)
    if expected is None:
        assert found is None or found >= wall.first + len(shut) * MINUTE
    else:
        assert found == expected


def _written(day: date, *, yearly: bool) -> str:
    return f"{day:%m-%d}" if yearly else day.isoformat()


def _shut(wall: Wall, quiet: DaySpan | None, hours: DaySpan | None, holidays: Sequence[str]) -> list[bool]:
    days = [look.date() for look in wall.looks]
    closed_on = {day for day in set(days) if f"{day:%m-%d}" in holidays or f"{day:%Y-%m-%d}" in holidays}
    shut = [day in closed_on for day in days]
    for span in (quiet, hours and rest_of(hours)):
        if span is not None:
            shut = [one or other for one, other in zip(shut, wall.quiet(span), strict=True)]
    return shut


def test_a_holiday_is_a_whole_day_where_he_is() -> None:
    christmas = Place(KYIV, NIGHT, holidays=("12-25",))
    assert closed(christmas, at("2026-12-24T19:59")) is None
    assert closed(christmas, at("2026-12-24T20:00")) == "quiet"
    assert closed(christmas, at("2026-12-25T12:00")) == "holiday"
    assert next_open(christmas, at("2026-12-24T21:00")) == at("2026-12-26T09:00")
    assert closed(Place(ZoneInfo("America/New_York"), holidays=("12-25",)), at("2026-12-25T05:00")) is None


def test_hours_of_his_own() -> None:
    evening = Place(KYIV, NIGHT, DaySpan(17 * 60, 21 * 60))
    assert closed(evening, at("2026-11-23T12:00")) == "hours"
    assert next_open(evening, at("2026-11-23T12:00")) == at("2026-11-23T17:00")
    assert closed(evening, at("2026-11-23T19:00")) is None
    assert next_open(evening, at("2026-11-23T20:30")) == at("2026-11-24T17:00"), "the night of the shop counts, too"


def test_hours_that_never_come() -> None:
    assert next_open(Place(KYIV, NIGHT, DaySpan(21 * 60, 23 * 60)), at("2026-11-23T12:00")) is None
    every_day = tuple(f"{date(2028, 1, 1) + timedelta(days=day):%m-%d}" for day in range(366))
    assert next_open(Place(KYIV, holidays=every_day), at("2026-11-23T12:00")) is None


def test_all_day_is_all_day() -> None:
    assert closed(Place(KYIV, None, DaySpan(0, 0)), at("2026-11-23T03:00")) is None


def test_a_holiday_by_its_year_is_one_day() -> None:
    assert is_holiday(date(2027, 5, 2), ("2027-05-02",)) and not is_holiday(date(2028, 5, 2), ("2027-05-02",))
    assert is_holiday(date(2028, 2, 29), ("02-29",)) and not is_holiday(date(2027, 2, 28), ("02-29",))


def test_a_day_whose_end_comes_twice_ends() -> None:
    """St. John's, 7 November 2010: a minute past midnight it was one minute past eleven again."""
    zone = ZoneInfo("America/St_Johns")
    second = at("2010-11-06T23:30-03:30")
    assert closed(Place(zone, holidays=("11-06",)), second) == "holiday"
    assert next_open(Place(zone, holidays=("11-06",)), second) == at("2010-11-07T00:00-03:30")


@pytest.mark.parametrize(
    ("number", "zone"),
    [
        ("+380500000001", "Europe/Kyiv"),
        ("+48500000001", "Europe/Warsaw"),
        ("+35796000001", "Asia/Nicosia"),
        ("+420601000001", "Europe/Prague"),
        ("+12025550100", None),  # from Newfoundland to Hawaii
        ("+79001234567", None),
        ("+34600000001", None),  # the Canaries
        ("+351910000001", None),  # the Azores
    ],
)
def test_the_zone_of_a_country_that_has_one(number: str, zone: str | None) -> None:
    found = zone_of(number)
    assert (found and found.key) == zone


def test_within_a_year_there_is_an_open_minute_or_none_at_all() -> None:
    long = tuple(f"{date(2026, 12, 1) + timedelta(days=day):%Y-%m-%d}" for day in range(300))
    found = next_open(Place(KYIV, NIGHT, holidays=long), at("2026-12-01T00:00"))
    assert found is not None and 299 * DAY < found - at("2026-12-01T00:00") < 301 * DAY + HOUR
