"""A customer's phone: builds SMS-DELIVER octets by hand from 23.040, so that the inbox is not tested with its own
codec.
"""

from __future__ import annotations

from datetime import UTC, datetime

from smsbox.clock import SECOND, Micros
from smsbox.sms.tpdu import Deliver, decode_incoming

SENDER = "+380500000007"


def tpdu(
    units: str | bytes,
    *,
    at: Micros,
    sender: str = SENDER,
    concat: tuple[int, int, int] | None = None,
    wide: bool = False,
    flash: bool = False,
) -> bytes:
    """UCS-2 text (or raw UTF-16 octets) as one segment; `concat` is (reference, total, seq)."""
    header = b""
    if concat is not None:
        reference, total, seq = concat
        size = 2 if wide else 1
        element = bytes((8 if wide else 0, size + 2)) + reference.to_bytes(size, "big") + bytes((total, seq))
        header = bytes((len(element),)) + element
    body = header + (units if isinstance(units, bytes) else units.encode("utf-16-be"))
    digits = sender.removeprefix("+")
    semi = digits + "F" * (len(digits) % 2)
    address = bytes(int(semi[n + 1] + semi[n], 16) for n in range(0, len(semi), 2))
    moment = datetime.fromtimestamp(at // SECOND, tz=UTC)
    first = 0x44 if header else 0x04
    return (
        bytes((first, len(digits), 0x91))
        + address
        + bytes((0, 0x18 if flash else 0x08))
        + _stamp(moment)
        + bytes((len(body),))
        + body
    )


def _stamp(moment: datetime) -> bytes:
    parts = (moment.year % 100, moment.month, moment.day, moment.hour, moment.minute, moment.second, 0)
    return bytes(int(f"{part:02d}"[::-1], 16) for part in parts)


def deliver(octets: bytes) -> Deliver:
    read = decode_incoming(octets)
    assert isinstance(read, Deliver)
    return read
