"""SMS-DELIVER: what a customer's phone or a service sends us, one segment (23.040 9.2.2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from smsbox.sms.address import Address, take_address
from smsbox.sms.alphabet import Alphabet
from smsbox.sms.data_coding import DataCoding, decode_data_coding
from smsbox.sms.octets import BadTpdu, Octets
from smsbox.sms.timestamp import decode_timestamp
from smsbox.sms.user_data import Concat, Header, UserData, decode_body, decode_user_data

_USER_DATA_HEADER = 0x40


@dataclass(frozen=True, slots=True)
class Deliver:
    """One received segment.

    `alphabet` None means 8-bit: then `data` holds its octets and `text` is empty. `message_class` 0 is flash. `sent_at`
    is the service centre's time, None when it made no sense; `ports` (destination, originator) mark traffic of
    applications. `damaged`: something was cut off or contradicted itself, `text` is what could be saved. `tpdu` is what
    came, untouched.
    """

    sender: Address
    text: str
    data: bytes | None
    alphabet: Alphabet | None
    message_class: int | None
    concat: Concat | None
    sent_at: datetime | None
    ports: tuple[int, int] | None
    damaged: bool
    tpdu: bytes


def decode_deliver(tpdu: bytes) -> Deliver:
    """The segment in `tpdu` (no service centre before it). Raises BadTpdu when it ends before or inside the sender."""
    sender, sent_at, coding, data = _read(tpdu)
    return Deliver(
        sender=sender,
        text=data.text(),
        data=data.body if data.alphabet is None else None,
        alphabet=data.alphabet,
        message_class=coding.message_class,
        concat=data.header.concat,
        sent_at=sent_at,
        ports=data.header.ports,
        damaged=data.damaged or coding.compressed,
        tpdu=tpdu,
    )


def join_texts(segments: Sequence[Deliver]) -> str:
    """The text of `segments` in order, as one.

    A surrogate pair or an escape that the sender's phone cut in two is whole again, which joining `text` cannot do.
    """
    bodies = [_read(segment.tpdu)[3] for segment in segments]
    return "".join(
        decode_body(alphabet, b"".join(data.body for data in neighbours))
        for alphabet, neighbours in groupby(bodies, key=lambda data: data.alphabet)
    )


def _read(tpdu: bytes) -> tuple[Address, datetime | None, DataCoding, UserData]:
    octets = Octets(tpdu)
    first = octets.octet()
    sender = take_address(octets)
    coding, sent_at = DataCoding(Alphabet.GSM7), None
    try:
        octets.octet()
        coding = decode_data_coding(octets.octet())
        sent_at = decode_timestamp(octets.take(7))
        data = decode_user_data(coding.alphabet, bool(first & _USER_DATA_HEADER), octets.octet(), octets.rest())
    except BadTpdu:
        data = UserData(coding.alphabet, b"", Header(), damaged=True)
    return sender, sent_at, coding, data
