"""What is known of a segment after the line has tried to send it: one of four, and nothing in between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final as Constant

from smsbox.modem.codes import ErrorCode, Verdict, verdict

_REFERENCE: Constant = re.compile(r"\+CMGS\s*:\s*(\d+)\s*(?:,.*)?")


@dataclass(frozen=True, slots=True)
class Accepted:
    """The network took the segment under TP-MR `reference`, 0..255."""

    reference: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The segment was definitely not sent, and the modem or the network said why."""

    error: ErrorCode
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class NotStarted:
    """No byte of the PDU left.

    `reason`: no_prompt, error_before_prompt, line_lost, restarted, not_answering, given_up.
    """

    reason: str
    line_lost: bool = False
    """Connect again before anything else."""
    asked: bool = False
    """The modem was asked in vain whether it is there; asking again is of no use."""


@dataclass(frozen=True, slots=True)
class InDoubt:
    """The segment may have been sent.

    `reason`: silence, line_lost, restarted, given_up, ok_without_reference, bad_reference, contradiction,
    error_after_pdu, or the code ("CMS 332").
    """

    reason: str
    line_lost: bool = False
    """Connect again before anything else."""


Outcome = Accepted | Refused | NotStarted | InDoubt


@dataclass(frozen=True, slots=True)
class Heard:
    """One result as the modem gave it: the +CMGS line ("" if none) and the error (None if OK, or missing)."""

    line: str = ""
    error: ErrorCode | None = None
    contradicted: bool = False


def reference_of(line: str) -> int | None:
    """TP-MR of a `+CMGS:` answer (27.005 3.5.1), in all its spellings; None when it is missing or not 0..255."""
    match = _REFERENCE.fullmatch(line)
    value = int(match.group(1)) if match else -1
    return value if 0 <= value <= 255 else None


def judge(heard: Heard, seconds: float) -> Outcome:
    """What one result means that came `seconds` after Ctrl-Z."""
    if heard.contradicted:
        return InDoubt("contradiction")
    if heard.error is None:
        reference = reference_of(heard.line) if heard.line else None
        if reference is not None:
            return Accepted(reference)
        return InDoubt("bad_reference" if heard.line else "ok_without_reference")
    if heard.error.kind == "ERROR":
        return InDoubt("error_after_pdu")
    ruling = verdict(heard.error, seconds_after_submit=seconds)
    return InDoubt(str(heard.error)) if ruling is Verdict.DOUBT else Refused(heard.error, ruling)


def newer(one: Heard, other: Heard) -> bool:
    """Whether `one` carries a later TP-MR than `other`; False when either has none."""
    references = reference_of(one.line), reference_of(other.line)
    if references[0] is None or references[1] is None:
        return False
    return 0 < (references[0] - references[1]) % 256 < 128
