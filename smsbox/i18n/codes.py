"""The network's and the modem's error numbers in the words of a shop: +CMS ERROR, +CME ERROR, and a report's status.

Numbers: 3GPP TS 27.005 3.2.5, 27.007 9.2, 23.040 9.2.3.15. Only the common ones have words
of their own; the rest is told by its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from smsbox.i18n.explained import Explained
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator

_CHECK_NUMBER = N_("Check the number.")
_CHECK_ACCOUNT = N_("Check balance and SMS package of this SIM, or ask the operator.")
_BY_ITSELF = N_("smsbox tries again by itself.")
_CHECK_SIM = N_("Take the SIM out and put it in again; try it in a phone.")
_NOT_CHANGED = N_("Change the text and send it as a new message.")
_ASK_OPERATOR = N_("Ask the operator whether this SIM may send SMS.")

_UNKNOWN_NUMBER = N_("The network does not know this number.")
_BARRED = N_("The operator has barred SMS for this SIM.")
_OVERLOADED = N_("The network is overloaded.")
_NETWORK_FAULT = N_("The network had a fault.")
_NO_SIM = N_("The modem does not see the SIM.")
_PIN = N_("The SIM wants its PIN.")
_PUK = N_("The SIM is locked and wants its PUK.")
_REJECTED_FORM = N_("The network does not accept this kind of message.")
_NO_NETWORK = N_("The modem has no network.")
_NO_ANSWER = N_("The network did not answer in time; nobody knows whether the SMS left.")
_MODEM_FAULT = N_("The modem had a fault.")
_MODEM_BUSY = N_("The modem was busy.")
_ANTENNA = N_("Check antenna and place. Sending goes on by itself when there is a network.")

_CMS: dict[int, tuple[str, str]] = {
    1: (_UNKNOWN_NUMBER, _CHECK_NUMBER),
    8: (_BARRED, _ASK_OPERATOR),
    10: (_BARRED, _ASK_OPERATOR),
    17: (_NETWORK_FAULT, _BY_ITSELF),
    21: (N_("The operator rejected the SMS: no money, a used-up package, or its spam filter."), _CHECK_ACCOUNT),
    22: (_OVERLOADED, _BY_ITSELF),
    27: (N_("The customer's phone cannot be reached at all."), _BY_ITSELF),
    28: (
        N_("The SMS centre does not know this SIM."),
        N_("The SMS centre's number may be another operator's. Ask the operator."),
    ),
    29: (_BARRED, _ASK_OPERATOR),
    30: (_UNKNOWN_NUMBER, _CHECK_NUMBER),
    38: (_NETWORK_FAULT, _BY_ITSELF),
    41: (_NETWORK_FAULT, _BY_ITSELF),
    42: (_OVERLOADED, _BY_ITSELF),
    47: (_OVERLOADED, _BY_ITSELF),
    50: (N_("SMS is not part of the tariff, or the SIM has no credit."), _CHECK_ACCOUNT),
    69: (_BARRED, _ASK_OPERATOR),
    192: (N_("The SMS centre is busy."), _BY_ITSELF),
    193: (N_("This SIM has no SMS subscription."), _ASK_OPERATOR),
    194: (N_("The SMS centre had a fault."), _BY_ITSELF),
    195: (_UNKNOWN_NUMBER, _CHECK_NUMBER),
    196: (N_("The network does not let SMS through to this number."), _CHECK_NUMBER),
    197: (N_("The SMS centre has this message already."), N_("Nothing to do.")),
    300: (_MODEM_FAULT, _BY_ITSELF),
    301: (_MODEM_BUSY, _BY_ITSELF),
    302: (_MODEM_BUSY, _BY_ITSELF),
    303: (N_("The modem cannot do this."), N_("Look whether the modem has newer firmware, or use another model.")),
    304: (N_("The modem did not understand the message."), _BY_ITSELF),
    305: (_REJECTED_FORM, _NOT_CHANGED),
    310: (_NO_SIM, _CHECK_SIM),
    311: (_PIN, N_("Put the PIN into the modem's PIN file.")),
    313: (N_("The SIM does not work."), _CHECK_SIM),
    314: (N_("The SIM was busy."), _BY_ITSELF),
    315: (N_("This is the wrong SIM for this modem."), _CHECK_SIM),
    316: (_PUK, N_("Enter the PUK in a phone.")),
    320: (N_("The memory of the modem had a fault."), _BY_ITSELF),
    322: (N_("The SMS memory is full."), N_("smsbox empties it by itself. If it stays full, delete SMS in a phone.")),
    330: (
        N_("The number of the SMS centre is missing."),
        N_("Enter the operator's SMS centre number in a phone."),
    ),
    331: (_NO_NETWORK, _ANTENNA),
    332: (_NO_ANSWER, N_("smsbox waits for the delivery report. After that somebody decides.")),
    500: (N_("The modem reports an unknown error: often no credit, a dead number or no network."), _CHECK_ACCOUNT),
    512: (_NETWORK_FAULT, _BY_ITSELF),
    513: (_NO_ANSWER, N_("smsbox waits for the delivery report. After that somebody decides.")),
    514: (_NETWORK_FAULT, _BY_ITSELF),
    515: (N_("The modem was still starting."), _BY_ITSELF),
}

_CMS_RANGES = ((128, 191, (_REJECTED_FORM, _NOT_CHANGED)), (198, 199, (_REJECTED_FORM, _NOT_CHANGED)))

_CME: dict[int, tuple[str, str]] = {
    0: (_MODEM_FAULT, _BY_ITSELF),
    3: (_MODEM_BUSY, _BY_ITSELF),
    4: (N_("The modem cannot do this."), N_("Look whether the modem has newer firmware, or use another model.")),
    10: (_NO_SIM, _CHECK_SIM),
    11: (_PIN, N_("Put the PIN into the modem's PIN file.")),
    12: (_PUK, N_("Enter the PUK in a phone.")),
    13: (N_("The SIM does not work."), _CHECK_SIM),
    14: (N_("The SIM was busy."), _BY_ITSELF),
    15: (N_("This is the wrong SIM for this modem."), _CHECK_SIM),
    16: (N_("The PIN is wrong."), N_("Correct the PIN file before it is tried again.")),
    20: (N_("The SMS memory is full."), N_("smsbox empties it by itself. If it stays full, delete SMS in a phone.")),
    30: (_NO_NETWORK, _ANTENNA),
    31: (_NO_ANSWER, N_("smsbox waits for the delivery report. After that somebody decides.")),
    32: (N_("The network allows emergency calls only."), _ASK_OPERATOR),
    103: (_BARRED, _ASK_OPERATOR),
    106: (_BARRED, _ASK_OPERATOR),
    257: (_BARRED, _ASK_OPERATOR),
    258: (_MODEM_BUSY, _BY_ITSELF),
    262: (N_("The SIM is blocked, or makes bad contact."), _CHECK_SIM),
    772: (N_("The SIM has no power."), _CHECK_SIM),
}

_REPORTS: tuple[tuple[int, int, tuple[str, str]], ...] = (
    (0x00, 0x00, (N_("It arrived on the phone."), "")),
    (0x01, 0x1F, (N_("It was passed on; the phone's network does not confirm."), "")),
    (0x20, 0x3F, (N_("Not yet: the SMS centre keeps trying."), N_("The phone may be off or without a network."))),
    (0x41, 0x41, (N_("The number cannot receive SMS."), _CHECK_NUMBER)),
    (0x42, 0x42, (N_("The customer's phone rejected it."), _CHECK_NUMBER)),
    (0x43, 0x43, (N_("The number cannot be obtained."), _CHECK_NUMBER)),
    (0x46, 0x46, (N_("The phone was off for too long; the SMS expired."), N_("Send it again later, or call."))),
    (0x47, 0x48, (N_("The SMS centre deleted it."), N_("Send it again."))),
    (0x40, 0x5F, (N_("The network could not deliver it."), _CHECK_NUMBER)),
    (0x60, 0x7F, (N_("The SMS centre gave up for now."), N_("Send it again later."))),
    (0x80, 0xFF, (N_("The network could not deliver it."), N_("Send it again later."))),
)

DOUBTS: dict[str, str] = {
    "restart": N_("smsbox was restarted in the middle of sending."),
    "lease": N_("The program that was sending it is gone."),
    "line_lost": N_("The connection to the modem broke in the middle of sending."),
    "restarted": N_("The modem restarted in the middle of sending."),
    "given_up": N_("smsbox was stopped in the middle of sending."),
    "silence": N_("The modem did not say whether the SMS left."),
    "contradiction": N_("The modem contradicted itself about this SMS."),
    "bad_reference": N_("The modem said it was sent, but without a usable number."),
    "ok_without_reference": N_("The modem said it was sent, but without a number."),
    "error_after_pdu": N_("The modem reported an error when the SMS may have left already."),
    "not_answering": N_("The modem did not answer; nothing was sent."),
    "no_prompt": N_("The modem did not take the text; nothing was sent."),
    "error_before_prompt": N_("The modem refused before the text was sent."),
    "expired": N_("Its last moment to be sent passed."),
}
"""Words in which the outbox keeps why an attempt ended without a number of the network."""

_CODE = re.compile(r"\b(CMS|CME)\b(?: ERROR)?:? *(\d{1,5})\b", re.IGNORECASE)
_REPORT = re.compile(r"\b(?:TP-ST|report|status)\b[ :=]*(?:0x([0-9a-f]{1,2})|(\d{1,3}))\b", re.IGNORECASE)


def explain_code(tr: Translator, text: str) -> Explained | None:
    """The meaning of an error as the outbox keeps it (`CMS 38`, `TP-ST 70`, `silence`); None for others."""
    if text in DOUBTS:
        return Explained(tr.gettext(DOUBTS[text]), "")
    found = _meaning(text)
    return None if found is None else Explained(f"{tr.gettext(found[0][0])} ({found[1]})", tr.gettext(found[0][1]))


def name_code(tr: Translator, text: str) -> str:
    """A number of the network and its meaning in short, to stand inside a sentence; `text` itself where it has none."""
    found = _meaning(text)
    return text if found is None else f"{found[1]}: {tr.gettext(found[0][0]).removesuffix('.')}"


def numbers_of_the_network() -> Iterator[tuple[str, tuple[str, str]]]:
    """Each that has words of its own: as it is written in lists, then its cause and next step in English."""
    for kind, known in (("CMS", _CMS), ("CME", _CME)):
        yield from ((f"{kind} {code}", entry) for code, entry in known.items())
    yield from ((f"CMS {low}…{high}", entry) for low, high, entry in _CMS_RANGES)
    for low, high, entry in _REPORTS:
        yield f"TP-ST 0x{low:02X}" + (f"…0x{high:02X}" if high != low else ""), entry


def _meaning(text: str) -> tuple[tuple[str, str], str] | None:
    """Cause and step of the number in `text`, and how that number is written."""
    found = _CODE.search(text)
    if found:
        kind, code = found[1].upper(), int(found[2])
        entry = (_CMS if kind == "CMS" else _CME).get(code) or (_in_range(_CMS_RANGES, code) if kind == "CMS" else None)
        return entry or (N_("The network or the modem refused it."), _BY_ITSELF), f"{kind} {code}"
    report = _REPORT.search(text)
    if report:
        status = int(report[1], 16) if report[1] else int(report[2])
        entry = _in_range(_REPORTS, status)
        return (entry, f"TP-ST 0x{status:02X}") if entry else None
    return None


def _in_range(ranges: tuple[tuple[int, int, tuple[str, str]], ...], code: int) -> tuple[str, str] | None:
    return next((entry for low, high, entry in ranges if low <= code <= high), None)
