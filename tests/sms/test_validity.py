"""TP-VP: every octet, and that a period is never shortened."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsbox.sms.validity import DAY, HOUR, MINUTE, WEEK, decode_validity, encode_validity


@pytest.mark.parametrize(
    ("seconds", "octet"),
    [
        (-5, 0),
        (0, 0),
        (1, 0),
        (5 * MINUTE, 0),
        (5 * MINUTE + 1, 1),
        (HOUR, 11),
        (12 * HOUR, 143),
        (12 * HOUR + 1, 144),
        (12 * HOUR + 30 * MINUTE, 144),
        (24 * HOUR, 167),
        (24 * HOUR + 1, 168),
        (2 * DAY, 168),
        (30 * DAY, 196),
        (30 * DAY + 1, 197),
        (5 * WEEK, 197),
        (5 * WEEK + 1, 198),
        (63 * WEEK, 255),
        (63 * WEEK + 1, 255),
        (10**9, 255),
    ],
)
def test_known_periods(seconds: int, octet: int) -> None:
    assert encode_validity(seconds) == octet


@pytest.mark.parametrize(
    ("octet", "seconds"),
    [
        (0, 300),
        (143, 12 * HOUR),
        (144, 12 * HOUR + 1800),
        (167, DAY),
        (168, 2 * DAY),
        (196, 30 * DAY),
        (197, 5 * WEEK),
        (255, 63 * WEEK),
    ],
)
def test_what_an_octet_means(octet: int, seconds: int) -> None:
    assert decode_validity(octet) == seconds


@pytest.mark.parametrize("octet", range(256))
def test_every_octet_round_trips(octet: int) -> None:
    assert encode_validity(decode_validity(octet)) == octet


@given(st.integers(1, 63 * WEEK))
def test_the_next_longer_period_is_taken(seconds: int) -> None:
    octet = encode_validity(seconds)
    assert decode_validity(octet) >= seconds
    assert octet == 0 or decode_validity(octet - 1) < seconds
