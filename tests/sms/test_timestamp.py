"""Time stamps: zones on both sides of Greenwich, and moments that never were."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsbox.sms.timestamp import decode_timestamp
from tests.sms import wire


@pytest.mark.parametrize(
    ("octets", "moment"),
    [
        ("70402132522400", "2007-04-12T23:25:42+00:00"),
        ("70402132522423", "2007-04-12T23:25:42+08:00"),
        ("3130523210658A", "2013-03-25T23:01:56-07:00"),
        ("62101231031280", "2026-01-21T13:30:21+02:00"),
        ("62101231031269", "2026-01-21T13:30:21-04:00"),
    ],
)
def test_known_stamps(octets: str, moment: str) -> None:
    decoded = decode_timestamp(bytes.fromhex(octets))
    assert decoded is not None
    assert decoded.isoformat() == moment


@pytest.mark.parametrize(
    "octets",
    [
        "00000000000000",
        "62311231031280",
        "62200331031280",
        "62100031031280",
        "62101242031280",
        "62101231061280",
        "62101231030680",
        "6A101231031280",
        "FFFFFFFFFFFFFF",
        "620A1231031280",
        "621012310312F0",
    ],
)
def test_no_moment(octets: str) -> None:
    assert decode_timestamp(bytes.fromhex(octets)) is None


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)), st.integers(-56, 56))
def test_round_trip(moment: datetime, quarters: int) -> None:
    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=15 * quarters)))
    decoded = decode_timestamp(wire.scts(moment))
    assert decoded == moment
    assert decoded is not None and decoded.utcoffset() == moment.utcoffset()


@given(st.binary(min_size=7, max_size=7))
def test_any_seven_octets_are_a_moment_or_none(octets: bytes) -> None:
    decoded = decode_timestamp(octets)
    assert decoded is None or decoded.tzinfo is not None
