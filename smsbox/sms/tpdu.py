"""The door to the TPDU codec: which kind a PDU is, and the types and functions other rooms need (3GPP 23.040)."""

from __future__ import annotations

from smsbox.sms.address import Address, AddressKind, take_service_centre
from smsbox.sms.deliver import Deliver, decode_deliver, join_texts
from smsbox.sms.octets import BadTpdu, Octets
from smsbox.sms.status_report import StatusReport, decode_status_report
from smsbox.sms.submit import Submit, decode_submit, encode_submit
from smsbox.sms.user_data import Concat

__all__ = [
    "Address",
    "AddressKind",
    "BadTpdu",
    "Concat",
    "Deliver",
    "StatusReport",
    "Submit",
    "decode_incoming",
    "decode_submit",
    "encode_submit",
    "join_texts",
    "split_smsc",
]


def split_smsc(pdu: bytes) -> tuple[str, bytes]:
    """A PDU as modems list it, parted: the service centre's number (may be empty) and the TPDU. Raises BadTpdu."""
    octets = Octets(pdu)
    return take_service_centre(octets), octets.rest()


def decode_incoming(tpdu: bytes) -> Deliver | StatusReport:
    """What the network sent, without service centre. Raises BadTpdu when not even a sender or reference can be read.

    The reserved message type 3 is read as a deliver, as 23.040 9.2.3.1 asks; a submit from storage is `not_incoming`.
    """
    kind = Octets(tpdu).octet() & 3
    if kind == 1:
        raise BadTpdu(reason="not_incoming", octets=tpdu)
    return decode_status_report(tpdu) if kind == 2 else decode_deliver(tpdu)
