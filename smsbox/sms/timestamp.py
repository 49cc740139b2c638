"""Service-centre time stamps: seven octets of swapped digits, the last a zone in quarter hours (23.040 9.2.3.11)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from smsbox.sms.octets import swap_nibbles


def decode_timestamp(octets: bytes) -> datetime | None:
    """The moment of seven octets, in the zone they name; None for what is no moment (all zeros, month 13, no digits).

    The year has two digits and is taken to be of this century.
    """
    digits = swap_nibbles(octets).hex()
    # The first digit of the zone lends its highest bit to the sign.
    sign = int(digits[12], 16)
    try:
        zone = timedelta(minutes=15 * int(f"{sign & 7}{digits[13]}"))
        year, month, day, hour, minute, second = (int(digits[at : at + 2]) for at in range(0, 12, 2))
        return datetime(2000 + year, month, day, hour, minute, second, tzinfo=timezone(-zone if sign & 8 else zone))
    except ValueError:
        return None
