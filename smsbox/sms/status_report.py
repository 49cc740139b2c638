"""SMS-STATUS-REPORT: what became of a segment we sent (23.040 9.2.2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from smsbox.sms.address import Address, take_address
from smsbox.sms.octets import Octets
from smsbox.sms.timestamp import decode_timestamp


@dataclass(frozen=True, slots=True)
class StatusReport:
    """`reference` TP-MR 0..255 of the segment, `recipient` as the network writes it (perhaps in national form).

    `sent_at` when the service centre took the segment, `settled_at` when `status` (TP-ST 0..255) came true; None when
    the time made no sense. `tpdu` is what came, untouched.
    """

    reference: int
    recipient: Address
    sent_at: datetime | None
    settled_at: datetime | None
    status: int
    tpdu: bytes


def decode_status_report(tpdu: bytes) -> StatusReport:
    """The report in `tpdu`; what follows TP-ST is ignored. Raises BadTpdu when it ends before TP-ST."""
    octets = Octets(tpdu)
    octets.octet()
    return StatusReport(
        reference=octets.octet(),
        recipient=take_address(octets),
        sent_at=decode_timestamp(octets.take(7)),
        settled_at=decode_timestamp(octets.take(7)),
        status=octets.octet(),
        tpdu=tpdu,
    )
