"""Which backups are kept: days, weeks, the newest in any case."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from smsbox.backup.rotation import FRESH, surplus
from smsbox.clock import DAY, micros

KYIV = ZoneInfo("Europe/Kyiv")
NIGHT = datetime(2026, 3, 5, 3, tzinfo=KYIV)


def kept(moments: list[int], daily: int, weekly: int) -> list[int]:
    return sorted(set(moments) - set(surplus(moments, KYIV, daily=daily, weekly=weekly)), reverse=True)


def test_a_night_each_for_a_hundred_days() -> None:
    nights = [micros(NIGHT - timedelta(days=days)) for days in range(100)]
    left = kept(nights, 7, 4)
    assert left[:7] == nights[:7]
    weeks = [(NIGHT - timedelta(days=nights.index(each))).isocalendar()[1] for each in left[7:]]
    assert weeks == [8, 7] and len(left) == 9, "of the four weeks the newest two are days that are kept anyway"


def test_several_of_a_day_leave_the_newest_but_for_the_last_ones() -> None:
    day = [micros(NIGHT + timedelta(minutes=minutes)) for minutes in range(6)]
    assert kept(day, 7, 4) == sorted(day, reverse=True)[:FRESH]


def test_days_are_those_of_the_shop() -> None:
    before, after = (
        datetime(2026, 3, 4, 21, 59, tzinfo=ZoneInfo("UTC")),
        datetime(2026, 3, 4, 22, 1, tzinfo=ZoneInfo("UTC")),
    )
    several = [micros(each) for each in (before, after)] + [
        micros(NIGHT + timedelta(days=days)) for days in range(3, 6)
    ]
    assert micros(before) in kept(several, 10, 0) and micros(after) in kept(several, 10, 0)


@given(st.lists(st.integers(0, 400 * DAY), unique=True), st.integers(1, 20), st.integers(0, 20))
def test_the_newest_always_stays_and_nothing_grows(moments: list[int], daily: int, weekly: int) -> None:
    left = kept(moments, daily, weekly)
    assert left[:1] == sorted(moments, reverse=True)[:1]
    assert len(left) <= daily + weekly + FRESH
    assert kept(left, daily, weekly) == left
