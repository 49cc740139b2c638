"""What the modem's error numbers mean, and whose fault they are.

Numbers: +CMS ERROR 3GPP TS 27.005 3.2.5 (1-127 = RP cause of 24.011 E-2, 128-255 = TP-FCS of 23.040 9.2.3.22),
+CME ERROR 27.007 9.2. The classes were collected from what vendors' modems really do.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final as Constant


class Verdict(Enum):
    """Whose business a refusal is, and so what may be done about it."""

    ALREADY_ACCEPTED = "already_accepted"
    """The network has this very segment already."""
    NUMBER = "number"
    """This recipient can never be reached with this subscription."""
    TEXT = "text"
    """This PDU is at fault: our mistake, never to be repeated unchanged."""
    ACCOUNT = "account"
    """The subscription is barred, unpaid or over its limit: the SIM must rest and a person must know."""
    TEMPORARY = "temporary"
    BUSY = "busy"
    """The modem is occupied for seconds."""
    SIM = "sim"
    CONFIGURATION = "configuration"
    RESET = "reset"
    """The modem itself is out of step: initialise it, reset it when this repeats."""
    DOUBT = "doubt"
    """The network may have accepted the segment all the same."""


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """One refusal of the modem. `kind` is "CMS", "CME" or "ERROR" (no number given); `text` is the line as it came."""

    kind: str
    code: int | None
    text: str

    def __str__(self) -> str:
        return f"{self.kind} {self.code}" if self.code is not None else self.text


LATE_S: Constant = 20.0
"""Unspecific errors that come later than this after Ctrl-Z leave open what the network did."""

_CMS: Constant[dict[int, tuple[Verdict, str]]] = {
    1: (Verdict.NUMBER, "unassigned number"),
    8: (Verdict.ACCOUNT, "operator determined barring"),
    10: (Verdict.ACCOUNT, "call barred"),
    17: (Verdict.TEMPORARY, "network failure"),
    21: (Verdict.ACCOUNT, "short message transfer rejected"),
    22: (Verdict.TEMPORARY, "memory capacity exceeded"),
    27: (Verdict.TEMPORARY, "destination out of service"),
    28: (Verdict.ACCOUNT, "unidentified subscriber"),
    29: (Verdict.ACCOUNT, "facility rejected"),
    30: (Verdict.NUMBER, "unknown subscriber"),
    38: (Verdict.TEMPORARY, "network out of order"),
    41: (Verdict.TEMPORARY, "temporary failure"),
    42: (Verdict.TEMPORARY, "congestion"),
    47: (Verdict.TEMPORARY, "resources unavailable"),
    50: (Verdict.ACCOUNT, "requested facility not subscribed"),
    69: (Verdict.ACCOUNT, "requested facility not implemented"),
    81: (Verdict.TEMPORARY, "invalid short message transfer reference value"),
    95: (Verdict.TEMPORARY, "invalid message, unspecified"),
    96: (Verdict.TEMPORARY, "invalid mandatory information"),
    97: (Verdict.TEMPORARY, "message type non-existent or not implemented"),
    98: (Verdict.TEMPORARY, "message not compatible with short message protocol state"),
    99: (Verdict.TEMPORARY, "information element non-existent or not implemented"),
    111: (Verdict.TEMPORARY, "protocol error, unspecified"),
    127: (Verdict.TEMPORARY, "interworking, unspecified"),
    128: (Verdict.TEXT, "telematic interworking not supported"),
    129: (Verdict.TEXT, "short message type 0 not supported"),
    130: (Verdict.TEXT, "cannot replace short message"),
    143: (Verdict.TEXT, "unspecified TP-PID error"),
    144: (Verdict.TEXT, "data coding scheme not supported"),
    145: (Verdict.TEXT, "message class not supported"),
    159: (Verdict.TEXT, "unspecified TP-DCS error"),
    160: (Verdict.TEXT, "command cannot be actioned"),
    161: (Verdict.TEXT, "command unsupported"),
    175: (Verdict.TEXT, "unspecified TP-command error"),
    176: (Verdict.TEXT, "TPDU not supported"),
    192: (Verdict.TEMPORARY, "SC busy"),
    193: (Verdict.ACCOUNT, "no SC subscription"),
    194: (Verdict.TEMPORARY, "SC system failure"),
    195: (Verdict.NUMBER, "invalid SME address"),
    196: (Verdict.NUMBER, "destination SME barred"),
    197: (Verdict.ALREADY_ACCEPTED, "SM rejected-duplicate SM"),
    198: (Verdict.TEXT, "TP-VPF not supported"),
    199: (Verdict.TEXT, "TP-VP not supported"),
    208: (Verdict.TEMPORARY, "(U)SIM SMS storage full"),
    209: (Verdict.TEMPORARY, "no SMS storage capability in (U)SIM"),
    210: (Verdict.TEMPORARY, "error in MS"),
    211: (Verdict.TEMPORARY, "memory capacity exceeded"),
    212: (Verdict.TEMPORARY, "(U)SIM application toolkit busy"),
    213: (Verdict.TEMPORARY, "(U)SIM data download error"),
    255: (Verdict.TEMPORARY, "unspecified error cause"),
    300: (Verdict.RESET, "ME failure"),
    301: (Verdict.BUSY, "SMS service of ME reserved"),
    302: (Verdict.BUSY, "operation not allowed"),
    303: (Verdict.CONFIGURATION, "operation not supported"),
    304: (Verdict.RESET, "invalid PDU mode parameter"),
    305: (Verdict.TEXT, "invalid text mode parameter"),
    310: (Verdict.SIM, "(U)SIM not inserted"),
    311: (Verdict.SIM, "(U)SIM PIN required"),
    312: (Verdict.SIM, "PH-(U)SIM PIN required"),
    313: (Verdict.SIM, "(U)SIM failure"),
    314: (Verdict.BUSY, "(U)SIM busy"),
    315: (Verdict.SIM, "(U)SIM wrong"),
    316: (Verdict.SIM, "(U)SIM PUK required"),
    317: (Verdict.SIM, "(U)SIM PIN2 required"),
    318: (Verdict.SIM, "(U)SIM PUK2 required"),
    320: (Verdict.RESET, "memory failure"),
    321: (Verdict.TEMPORARY, "invalid memory index"),
    322: (Verdict.TEMPORARY, "memory full"),
    330: (Verdict.CONFIGURATION, "SMSC address unknown"),
    331: (Verdict.TEMPORARY, "no network service"),
    332: (Verdict.DOUBT, "network timeout"),
    340: (Verdict.TEMPORARY, "no +CNMA acknowledgement expected"),
    350: (Verdict.TEMPORARY, "submit failed (vendor)"),
    500: (Verdict.TEMPORARY, "unknown error"),
    512: (Verdict.TEMPORARY, "connection to the network not established (vendor)"),
    513: (Verdict.DOUBT, "no acknowledgement from the network (vendor)"),
    514: (Verdict.TEMPORARY, "network error (vendor)"),
    515: (Verdict.BUSY, "please wait, initialisation in progress (vendor)"),
    3870: (Verdict.RESET, "modem out of step (vendor)"),
}

_CME: Constant[dict[int, tuple[Verdict, str]]] = {
    0: (Verdict.RESET, "phone failure"),
    1: (Verdict.RESET, "no connection to phone"),
    2: (Verdict.RESET, "phone-adaptor link reserved"),
    3: (Verdict.BUSY, "operation not allowed"),
    4: (Verdict.CONFIGURATION, "operation not supported"),
    5: (Verdict.SIM, "PH-SIM PIN required"),
    6: (Verdict.SIM, "PH-FSIM PIN required"),
    7: (Verdict.SIM, "PH-FSIM PUK required"),
    10: (Verdict.SIM, "SIM not inserted"),
    11: (Verdict.SIM, "SIM PIN required"),
    12: (Verdict.SIM, "SIM PUK required"),
    13: (Verdict.SIM, "SIM failure"),
    14: (Verdict.BUSY, "SIM busy"),
    15: (Verdict.SIM, "SIM wrong"),
    16: (Verdict.SIM, "incorrect password"),
    17: (Verdict.SIM, "SIM PIN2 required"),
    18: (Verdict.SIM, "SIM PUK2 required"),
    20: (Verdict.TEMPORARY, "memory full"),
    21: (Verdict.TEMPORARY, "invalid index"),
    22: (Verdict.TEMPORARY, "not found"),
    23: (Verdict.RESET, "memory failure"),
    24: (Verdict.TEXT, "text string too long"),
    25: (Verdict.TEXT, "invalid characters in text string"),
    26: (Verdict.NUMBER, "dial string too long"),
    27: (Verdict.NUMBER, "invalid characters in dial string"),
    30: (Verdict.TEMPORARY, "no network service"),
    31: (Verdict.DOUBT, "network timeout"),
    32: (Verdict.TEMPORARY, "network not allowed - emergency calls only"),
    50: (Verdict.CONFIGURATION, "incorrect parameters"),
    100: (Verdict.TEMPORARY, "unknown"),
    103: (Verdict.ACCOUNT, "illegal MS"),
    106: (Verdict.ACCOUNT, "illegal ME"),
    107: (Verdict.ACCOUNT, "GPRS services not allowed"),
    111: (Verdict.ACCOUNT, "PLMN not allowed"),
    112: (Verdict.ACCOUNT, "location area not allowed"),
    113: (Verdict.ACCOUNT, "roaming not allowed in this location area"),
    257: (Verdict.ACCOUNT, "call barred"),
    258: (Verdict.BUSY, "phone is busy"),
    262: (Verdict.SIM, "SIM blocked"),
    515: (Verdict.BUSY, "please wait, initialisation in progress (vendor)"),
    536: (Verdict.RESET, "modem out of step (vendor)"),
    772: (Verdict.SIM, "SIM powered down"),
}

_OPEN_AFTER_SUBMIT: Constant = frozenset({("CMS", 111), ("CMS", 127)})
_OPEN_WHEN_LATE: Constant = frozenset({("CMS", 255), ("CMS", 500), ("CME", 100), (None, None)})


def _spelled(table: dict[int, tuple[Verdict, str]]) -> dict[str, int]:
    """Wording → number, as modems under +CMEE=2 write it: with "SIM" or "(U)SIM", any case."""
    words: dict[str, int] = {}
    for code, (_, text) in table.items():
        words.setdefault(text.lower(), code)
        words.setdefault(text.lower().replace("(u)sim", "sim"), code)
    return words


_CMS_WORDS: Constant = {
    **_spelled(_CMS),
    "m.t. call": 302,
    "invalid pdu": 304,
    "sim not inserted": 310,
    "sim busy": 314,
    "smsc address unknown": 330,
    "no network": 331,
    "unknown": 500,
    "vendor error": 500,
}
_CME_WORDS: Constant = {**_spelled(_CME), "unknown error": 100, "sim pin": 11, "sim puk": 12, "no network": 30}


def named(kind: str, text: str, line: str) -> ErrorCode:
    """The error whose number or wording is `text` (what follows "+CMS ERROR:"); unknown wordings keep code None."""
    text = text.strip().strip('"')
    try:
        return ErrorCode(kind, int(text), line)
    except ValueError:
        words = _CMS_WORDS if kind == "CMS" else _CME_WORDS
        return ErrorCode(kind, words.get(text.lower()), line)


def _entry(error: ErrorCode) -> tuple[Verdict, str] | None:
    if error.code is None:
        return None
    return (_CMS if error.kind == "CMS" else _CME).get(error.code)


def verdict(error: ErrorCode, *, seconds_after_submit: float | None) -> Verdict:
    """Whose business `error` is.

    `seconds_after_submit` counts from the Ctrl-Z that ended the PDU; None means that no PDU was handed over, when
    nothing can be in doubt. A bare ERROR after the PDU is in doubt: some modems answer it for
    messages that were delivered.
    """
    entry = _entry(error)
    known = entry[0] if entry else Verdict.TEMPORARY
    if seconds_after_submit is None:
        if error.kind == "ERROR":
            return Verdict.BUSY
        return Verdict.TEMPORARY if known is Verdict.DOUBT else known
    if error.kind == "ERROR":
        return Verdict.DOUBT
    key = (error.kind, error.code)
    if key in _OPEN_AFTER_SUBMIT:
        return Verdict.DOUBT
    if seconds_after_submit > LATE_S and (key in _OPEN_WHEN_LATE or entry is None):
        return Verdict.DOUBT
    return known


def describe(error: ErrorCode) -> str:
    """The wording of the standard for `error`, in English; the modem's own line where there is none."""
    entry = _entry(error)
    return entry[1] if entry else error.text
