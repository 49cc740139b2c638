"""Quiet hours: never while somebody's clock shows them, over at the moment they end, the same on nights of 23 or 25
hours.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.clock import DAY, HOUR, MINUTE, SECOND, BadMoment, DaySpan, Micros, iso, micros, parse_day_span
from smsbox.pacing import finished, next_allowed, next_quiet, quiet_until

KYIV = ZoneInfo("Europe/Kyiv")
NIGHT = DaySpan(20 * 60, 9 * 60)
ZONES = [
    ZoneInfo(name)
    for name in (
        *("Europe/Kyiv", "Europe/Warsaw", "America/St_Johns", "America/Havana", "Australia/Lord_Howe"),
        *("Africa/Cairo", "Asia/Kathmandu", "Pacific/Apia", "America/Scoresbysund", "UTC"),
    )
]

spans = st.tuples(st.integers(0, 1439), st.integers(0, 1439)).filter(lambda ends: ends[0] != ends[1])
day_spans = spans.map(lambda ends: DaySpan(*ends))
moments = st.one_of(
    st.integers(1_262_304_000, 1_924_992_000),  # 2010 to 2030
    # about the nights in which some of them change their clocks, and when Apia left a day out
    st.sampled_from((1_774_746_000, 1_792_890_000, 1_325_239_200, 1_362_898_800, 1_396_681_200)).flatmap(
        lambda at: st.integers(at - 90_000, at + 90_000)
    ),
).map(lambda seconds: seconds * SECOND)


def at(text: str, zone: ZoneInfo = KYIV) -> Micros:
    moment = datetime.fromisoformat(text)
    return micros(moment if moment.tzinfo else moment.replace(tzinfo=zone))


def shows(zone: ZoneInfo, now: Micros, span: DaySpan) -> bool:
    """Whether a clock on the wall shows a time within the span."""
    here = datetime.fromtimestamp(now // SECOND, tz=zone)
    minute = here.hour * 60 + here.minute
    if span.begins < span.ends:
        return span.begins <= minute < span.ends
    return minute >= span.begins or minute < span.ends


@pytest.mark.parametrize(
    ("now", "allowed"),
    [
        ("2026-11-22T12:00", "2026-11-22T12:00"),
        ("2026-11-22T19:59:59", "2026-11-22T19:59:59"),
        ("2026-11-22T20:00", "2026-11-23T09:00"),
        ("2026-11-23T00:00", "2026-11-23T09:00"),
        ("2026-11-23T08:59:59", "2026-11-23T09:00"),
        ("2026-11-23T09:00", "2026-11-23T09:00"),
        ("2026-12-31T23:59:59", "2027-01-01T09:00"),
        ("2026-03-28T22:00", "2026-03-29T09:00"),  # the shorter night
        ("2026-10-24T22:00", "2026-10-25T09:00"),  # the longer one
    ],
)
def test_a_night(now: str, allowed: str) -> None:
    assert next_allowed(KYIV, NIGHT, at(now)) == at(allowed)
    assert quiet_until(KYIV, NIGHT, at(now)) == (None if now == allowed else at(allowed))


def test_hours_within_one_day() -> None:
    noon = DaySpan(13 * 60, 14 * 60)
    assert next_allowed(KYIV, noon, at("2026-11-22T13:30")) == at("2026-11-22T14:00")
    assert next_allowed(KYIV, noon, at("2026-11-22T23:00")) == at("2026-11-22T23:00")
    assert next_quiet(KYIV, noon, at("2026-11-22T23:00")) == at("2026-11-23T13:00")


def test_none_at_all() -> None:
    now = at("2026-11-22T23:00")
    assert (next_allowed(KYIV, None, now), quiet_until(KYIV, None, now), next_quiet(KYIV, None, now)) == (
        now,
        None,
        None,
    )
    assert finished(KYIV, None, now, HOUR) == now + HOUR


def test_what_the_spring_night_skips() -> None:
    """29 March 2026, Kyiv: 03:00 becomes 04:00."""
    ends, begins = DaySpan(22 * 60, 3 * 60 + 30), DaySpan(3 * 60 + 30, 6 * 60)
    forward = at("2026-03-29T04:00+03:00")
    assert next_allowed(KYIV, ends, at("2026-03-29T01:00")) == forward
    assert next_quiet(KYIV, begins, at("2026-03-29T01:00")) == forward
    assert next_allowed(KYIV, begins, forward - 1) == forward - 1
    assert next_allowed(KYIV, begins, forward) == at("2026-03-29T06:00")
    both = DaySpan(3 * 60 + 10, 3 * 60 + 50)
    assert next_quiet(KYIV, both, at("2026-03-29T01:00")) == at("2026-03-30T03:10"), "there is no such time that night"


def test_what_the_autumn_night_has_twice() -> None:
    """25 October 2026, Kyiv: after 03:59:59 of summer comes 03:00 of winter."""
    ends, begins = DaySpan(22 * 60, 3 * 60 + 30), DaySpan(3 * 60 + 30, 6 * 60)
    first, second = at("2026-10-25T03:30+03:00"), at("2026-10-25T03:30+02:00")
    assert next_allowed(KYIV, ends, at("2026-10-25T01:00")) == second
    assert next_allowed(KYIV, ends, first) == second, "quiet once, until the later half past three"
    assert next_quiet(KYIV, begins, at("2026-10-25T01:00")) == first
    between = at("2026-10-25T03:10+02:00")
    assert next_allowed(KYIV, begins, between) == at("2026-10-25T06:00"), "begun is begun, whatever the clock shows"


def test_nights_that_touch_because_one_is_longer_are_one() -> None:
    nearly_always = DaySpan(3 * 60 + 30, 3 * 60)
    assert next_allowed(KYIV, nearly_always, at("2026-10-25T02:00")) == at("2026-10-26T03:00")


def test_a_day_that_was_left_out() -> None:
    """Apia went from 29 to 31 December 2011."""
    apia = ZoneInfo("Pacific/Apia")
    assert iso(next_allowed(apia, NIGHT, at("2011-12-29T22:00", apia)), apia)[:16] == "2011-12-31T09:00"


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(ZONES), day_spans, moments)
def test_the_next_allowed_moment(zone: ZoneInfo, span: DaySpan, now: Micros) -> None:
    allowed = next_allowed(zone, span, now)
    assert now <= allowed <= now + 2 * DAY + 2 * HOUR
    assert not shows(zone, allowed, span), "nobody is written to while his clock shows quiet hours"
    assert next_allowed(zone, span, allowed) == allowed
    if shows(zone, now, span):
        assert allowed > now
    if allowed > now:
        assert quiet_until(zone, span, now) == allowed
        assert next_allowed(zone, span, allowed - SECOND) == allowed, "not a second too late"
        assert shows(zone, allowed - SECOND, span) or _odd(zone, now, allowed)
    else:
        begins = next_quiet(zone, span, now)
        assert begins is not None and begins > now
        assert next_allowed(zone, span, begins - 1) == begins - 1
        assert next_allowed(zone, span, begins) > begins


def _odd(zone: ZoneInfo, first: Micros, last: Micros) -> bool:
    """Whether the clock is changed about that time: only then it may be quiet while it shows another time."""
    about = range(first - DAY, last + 2 * HOUR, HOUR)
    return len({datetime.fromtimestamp(moment // SECOND, tz=zone).utcoffset() for moment in about}) > 1


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ZONES), day_spans, moments, st.integers(0, 3 * DAY // SECOND))
def test_whoever_waits_longer_is_never_allowed_earlier(zone: ZoneInfo, span: DaySpan, now: Micros, more: int) -> None:
    assert next_allowed(zone, span, now) <= next_allowed(zone, span, now + more * SECOND)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ZONES), day_spans, moments, st.integers(1, 40))
def test_work_rests_in_quiet_hours(zone: ZoneInfo, span: DaySpan, now: Micros, minutes: int) -> None:
    now -= now % MINUTE
    end = finished(zone, span, now, minutes * MINUTE)
    at_work = [moment for moment in range(now, end, MINUTE) if next_allowed(zone, span, moment) == moment]
    assert len(at_work) == minutes
    assert at_work[-1] == end - MINUTE


def test_how_they_are_written() -> None:
    assert parse_day_span("20:00-09:00") == NIGHT == parse_day_span(" 20.00 – 9.00 ")
    assert parse_day_span("20:00-24:00") == DaySpan(1200, 0)
    assert str(NIGHT) == "20:00-09:00"
    assert parse_day_span(str(DaySpan(5, 1439))) == DaySpan(5, 1439)


@pytest.mark.parametrize(
    "text", ["", "20-9", "20:00", "24:00-09:00", "20:60-09:00", "20:00-24:01", "8pm-9am", "٢٠:00-09:00"]
)
def test_what_is_no_span_of_the_day(text: str) -> None:
    with pytest.raises(BadMoment):
        parse_day_span(text)


def test_looking_is_quick() -> None:
    """It is asked before every segment."""
    began = datetime.now()
    for number in range(2000):
        next_allowed(KYIV, NIGHT, at("2026-11-22T19:00") + number * MINUTE)
    assert datetime.now() - began < timedelta(seconds=2)
