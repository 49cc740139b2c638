"""What is known of a segment after the line has tried to send it: one of four, and nothing in between."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.modem.codes import ErrorCode, Verdict


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
