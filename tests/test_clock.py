"""Moments and spans as people write and read them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from smsbox.clock import DAY, HOUR, MINUTE, SECOND, BadMoment, iso, micros, parse_moment, parse_span

KYIV = ZoneInfo("Europe/Kyiv")
NOON = 1_795_341_600 * SECOND  # 2026-11-22T12:00+02:00


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("15m", 900), ("15min", 900), ("24h", 86400), ("3d", 259200), (" 1 W ", 604800)]
)
def test_spans(text: str, seconds: int) -> None:
    assert parse_span(text) == seconds


@pytest.mark.parametrize("text", ["", "h", "-1h", "1.5h", "1e3s", "٣h", "10 years", "24"])
def test_what_is_no_span(text: str) -> None:
    with pytest.raises(BadMoment):
        parse_span(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+2h", NOON + 2 * HOUR),
        ("18:30", NOON + 6 * HOUR + 30 * MINUTE),
        ("09:00", NOON + 21 * HOUR),
        ("2026-11-23T12:00", NOON + DAY),
        ("2026-11-22T10:00:00Z", NOON),
        ("2026-11-22T10:00:00.000001+00:00", NOON + 1),
        ("2026-11-23", NOON + 12 * HOUR),
    ],
)
def test_moments(text: str, expected: int) -> None:
    assert parse_moment(text, NOON, KYIV) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("20:00", NOON + 32 * HOUR), ("18:30", NOON + 2 * 24 * HOUR + 6 * HOUR + 30 * MINUTE), ("+2h", NOON + 2 * HOUR)],
)
def test_a_clock_time_as_the_end_of_a_time_comes_after_its_beginning(text: str, expected: int) -> None:
    """Asked for from tomorrow 18:30 on: until 20:00 is tomorrow; a span is one from now all the same."""
    tomorrow = NOON + 24 * HOUR + 6 * HOUR + 30 * MINUTE
    assert parse_moment(text, NOON, KYIV, after=tomorrow) == expected


@pytest.mark.parametrize(
    "text",
    ["", "soon", "25:00", "12:61", "2026-13-01", "+", "+soon", "0000-00-00"]
    + ["0001-01-01", "1969-12-31T00:00Z", "9999-12-31T23:59", "+999999999999h", "+" + "9" * 5000 + "d"],
)
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(BadMoment):
        parse_moment(text, NOON, KYIV)


def test_a_clock_time_that_the_night_skips_is_an_hour_later() -> None:
    """Kyiv goes from 03:00 to 04:00 on 29 March 2026: what is asked for 03:30 leaves at 04:30, and once."""
    assert iso(parse_moment("2026-03-29T03:30", NOON, KYIV), KYIV) == "2026-03-29T04:30:00.000000+03:00"


def test_moments_are_written_with_microseconds_and_zone_and_read_back_exactly() -> None:
    for at in (0, 1, NOON + 123_456, NOON + 999_999):
        assert micros(datetime.fromisoformat(iso(at, KYIV))) == at
    assert iso(NOON + 7, KYIV) == "2026-11-22T12:00:00.000007+02:00"
    assert iso(0) == "1970-01-01T00:00:00.000000+00:00"


def test_a_clock_time_on_the_night_summer_time_ends_is_still_that_clock_time() -> None:
    evening = parse_moment("2026-10-24T23:00", NOON, KYIV)
    assert iso(parse_moment("05:00", evening, KYIV), KYIV) == "2026-10-25T05:00:00.000000+02:00"
