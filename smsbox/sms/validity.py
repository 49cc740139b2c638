"""How long the service centre keeps trying: TP-VP in its relative form, one octet (23.040 9.2.3.12.1)."""

from __future__ import annotations

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY


def encode_validity(seconds: int) -> int:
    """The shortest period that is at least `seconds`; the shortest of all is 5 minutes, the longest 63 weeks."""
    if seconds <= 12 * HOUR:
        return max(_steps(seconds, 5 * MINUTE), 1) - 1
    if seconds <= 24 * HOUR:
        return 143 + _steps(seconds - 12 * HOUR, 30 * MINUTE)
    if seconds <= 30 * DAY:
        return 166 + _steps(seconds, DAY)
    return 192 + min(max(_steps(seconds, WEEK), 5), 63)


def decode_validity(octet: int) -> int:
    """The period TP-VP `octet` stands for, in seconds."""
    if octet <= 143:
        return (octet + 1) * 5 * MINUTE
    if octet <= 167:
        return 12 * HOUR + (octet - 143) * 30 * MINUTE
    if octet <= 196:
        return (octet - 166) * DAY
    return (octet - 192) * WEEK


def _steps(seconds: int, step: int) -> int:
    return -(-seconds // step)
