"""SMS-SUBMIT: what we hand to the network for one segment (23.040 9.2.2.2)."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.sms.address import encode_recipient, take_address
from smsbox.sms.alphabet import Alphabet
from smsbox.sms.data_coding import decode_data_coding, encode_data_coding
from smsbox.sms.octets import BadTpdu, Octets
from smsbox.sms.user_data import Concat, decode_user_data, encode_user_data
from smsbox.sms.validity import decode_validity, encode_validity

_MTI = 0x03
_MTI_SUBMIT = 0x01
_REJECT_DUPLICATES = 0x04
_VPF = 0x18
_VPF_RELATIVE = 0x10
_STATUS_REPORT_REQUEST = 0x20
_USER_DATA_HEADER = 0x40


@dataclass(frozen=True, slots=True)
class Submit:
    """One segment to send: `recipient` E.164, `text` of this segment alone, `reference` TP-MR 0..255.

    `report` asks for a status report, `flash` for class 0; `validity_s` in seconds, None: as long as the network
    pleases; `reject_duplicates` lets the service centre drop a second copy with the same reference (TP-RD).
    """

    recipient: str
    text: str
    alphabet: Alphabet
    reference: int = 0
    concat: Concat | None = None
    report: bool = True
    flash: bool = False
    validity_s: int | None = None
    reject_duplicates: bool = False


def encode_submit(submit: Submit) -> bytes:
    """The TPDU, without service centre. Raises BadNumber, BadText; ValueError for numbers out of range."""
    validity = submit.validity_s
    first = (
        _MTI_SUBMIT
        | (_REJECT_DUPLICATES if submit.reject_duplicates else 0)
        | (_VPF_RELATIVE if validity is not None else 0)
        | (_STATUS_REPORT_REQUEST if submit.report else 0)
        | (_USER_DATA_HEADER if submit.concat else 0)
    )
    return b"".join(
        (
            bytes((first, submit.reference)),
            encode_recipient(submit.recipient),
            bytes((0, encode_data_coding(submit.alphabet, submit.flash))),
            b"" if validity is None else bytes((encode_validity(validity),)),
            encode_user_data(submit.text, submit.alphabet, submit.concat),
        )
    )


def decode_submit(tpdu: bytes) -> Submit:
    """What `encode_submit` encoded; a validity comes back as the period that travelled. Raises BadTpdu.

    Only the forms we send are read: relative validity or none, text. For checks of what is on the wire.
    """
    octets = Octets(tpdu)
    first = octets.octet()
    if first & _MTI != _MTI_SUBMIT or first & _VPF not in (0, _VPF_RELATIVE):
        raise BadTpdu(reason="not_submit", octets=tpdu)
    reference = octets.octet()
    recipient = take_address(octets)
    octets.octet()
    coding = decode_data_coding(octets.octet())
    validity = decode_validity(octets.octet()) if first & _VPF else None
    data = decode_user_data(coding.alphabet, bool(first & _USER_DATA_HEADER), octets.octet(), octets.rest())
    if coding.alphabet is None or data.damaged:
        raise BadTpdu(reason="not_submit" if coding.alphabet is None else "truncated", octets=tpdu)
    return Submit(
        recipient=recipient.text,
        text=data.text(),
        alphabet=coding.alphabet,
        reference=reference,
        concat=data.header.concat,
        report=bool(first & _STATUS_REPORT_REQUEST),
        flash=coding.message_class == 0,
        validity_s=validity,
        reject_duplicates=bool(first & _REJECT_DUPLICATES),
    )
