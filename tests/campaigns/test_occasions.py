"""When turns come: by the clock on the wall, each once, also where a night has 23 or 25 hours; whose birthday it is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.campaigns import Start, occasions
from smsbox.campaigns.plan import AFTER, AT, BIRTHDAY, EVERY, NOW, WIN_BACK
from smsbox.clock import DAY, MINUTE, Micros, micros

KYIV = ZoneInfo("Europe/Kyiv")
ZONES = st.sampled_from([KYIV, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Tokyo")])
MOMENTS = st.integers(micros(datetime(2025, 1, 1, tzinfo=KYIV)), micros(datetime(2030, 1, 1, tzinfo=KYIV)))
STANDING = st.builds(
    Start,
    kind=st.sampled_from([EVERY, BIRTHDAY, WIN_BACK, AFTER]),
    at=st.none() | MOMENTS,
    minute=st.integers(0, 1439),
    every=st.sampled_from(["day", "week", "month"]),
    interval=st.integers(1, 6),
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    day=st.integers(1, 31),
)


def at(text: str, zone: ZoneInfo = KYIV) -> Micros:
    return micros(datetime.fromisoformat(text).replace(tzinfo=zone))


def turns(start: Start, after: Micros, count: int, zone: ZoneInfo = KYIV) -> list[str]:
    found: list[str] = []
    turn: Micros | None = after
    while len(found) < count and (turn := occasions.next_turn(start, turn or 0, zone)) is not None:
        found.append(datetime.fromtimestamp(turn // 1_000_000, zone).strftime("%Y-%m-%d %H:%M"))
    return found


@settings(max_examples=150, deadline=None)
@given(STANDING, MOMENTS, ZONES)
def test_turns_come_one_after_the_other_at_their_time_of_day(start: Start, after: Micros, zone: ZoneInfo) -> None:
    before = after
    for _ in range(4):
        turn = occasions.next_turn(start, before, zone)
        assert turn is not None and turn > before and (start.at is None or turn >= start.at)
        shown = datetime.fromtimestamp(turn // 1_000_000, zone)
        late = (shown.hour * 60 + shown.minute - start.minute) % 1440
        assert late in (0, 30, 60)  # on the day the clock is put forward a time that is left out comes so much later
        if start.kind == EVERY and start.every == "week" and not late:
            assert shown.weekday() in start.weekdays
        before = turn


@settings(max_examples=100, deadline=None)
@given(STANDING, MOMENTS, st.integers(0, 40 * DAY), ZONES)
def test_the_next_turn_does_not_hang_on_when_it_is_asked_for(
    start: Start, after: Micros, wait: Micros, zone: ZoneInfo
) -> None:
    turn = occasions.next_turn(start, after, zone)
    assert turn is not None
    if after + wait < turn:
        assert occasions.next_turn(start, after + wait, zone) == turn


def test_each_day_once_where_an_hour_is_missing_and_where_one_comes_twice() -> None:
    night = Start(EVERY, every="day", minute=3 * 60 + 30)
    assert turns(night, at("2026-03-27 12:00"), 3) == ["2026-03-28 03:30", "2026-03-29 04:30", "2026-03-30 03:30"]
    assert turns(night, at("2026-10-23 12:00"), 3) == ["2026-10-24 03:30", "2026-10-25 03:30", "2026-10-26 03:30"]
    assert occasions.next_turn(night, at("2026-10-25 03:30"), KYIV) == at("2026-10-26 03:30")


def test_ten_in_the_morning_stays_ten_over_the_change_of_the_clock() -> None:
    weekly = Start(EVERY, every="week", weekdays=(0,), minute=600)
    assert turns(weekly, at("2026-10-19 10:00"), 2) == ["2026-10-26 10:00", "2026-11-02 10:00"]


def test_every_second_week_stays_every_second_week() -> None:
    start = Start(EVERY, at=at("2026-11-02 00:00"), every="week", interval=2, weekdays=(0, 3), minute=600)
    expected = ["2026-11-02 10:00", "2026-11-05 10:00", "2026-11-16 10:00", "2026-11-19 10:00", "2026-11-30 10:00"]
    assert turns(start, at("2026-10-01 00:00"), 5) == expected
    assert turns(start, at("2026-11-12 00:00"), 1) == ["2026-11-16 10:00"]


def test_the_31st_is_the_last_of_shorter_months() -> None:
    start = Start(EVERY, every="month", day=31, minute=0)
    assert turns(start, at("2027-01-15 00:00"), 3) == ["2027-01-31 00:00", "2027-02-28 00:00", "2027-03-31 00:00"]


def test_it_ends_when_it_was_to_end() -> None:
    start = Start(EVERY, every="day", minute=600, until=at("2026-11-25 00:00"))
    assert turns(start, at("2026-11-22 12:00"), 9) == ["2026-11-23 10:00", "2026-11-24 10:00"]


@pytest.mark.parametrize("kind", [NOW, AT])
def test_what_does_not_stand_has_no_turns(kind: str) -> None:
    assert occasions.next_turn(Start(kind, at=5), 0, KYIV) is None


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 1439), MOMENTS, ZONES)
def test_the_hour_of_a_recipient_is_the_next_one_on_his_clock(minute: int, now: Micros, zone: ZoneInfo) -> None:
    found = occasions.next_local(minute, now, zone)
    assert now <= found <= now + 2 * DAY + 60 * MINUTE
    shown = datetime.fromtimestamp(found // 1_000_000, zone)
    assert (shown.hour * 60 + shown.minute - minute) % 1440 in (0, 30, 60)


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_everybody_has_exactly_one_birthday_a_year(born: date) -> None:
    for year in (2027, 2028):
        days = (date(year, 1, 1) + timedelta(days=each) for each in range(366))
        found = [each for each in days if each.year == year and f"{born:%m-%d}" in occasions.birthdays(each)]
        assert len(found) == 1
