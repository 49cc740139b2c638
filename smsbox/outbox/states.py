"""The states of an outgoing segment, the only ways between them, and the state of a message made of them."""

from __future__ import annotations

from collections.abc import Iterable

from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_
from smsbox.i18n.named import Named


class State(Named):
    """Where a segment, or the message it belongs to, stands. Numbers are in the database and in its partial indexes."""

    QUEUED = 0, N_("Waiting")
    SENDING = 1, N_("Sending")
    UNCERTAIN = 2, N_("In doubt")
    HELD = 3, N_("Held")
    SENT = 4, N_("Sent")
    DELIVERED = 5, N_("Delivered")
    UNDELIVERED = 6, N_("Not delivered")
    UNREPORTED = 7, N_("Sent, no report")
    FAILED = 8, N_("Failed")
    CANCELLED = 9, N_("Cancelled")


ACCEPTED = frozenset({State.SENT, State.DELIVERED, State.UNDELIVERED, State.UNREPORTED})
"""The network has the segment, whatever became of it then."""

IN_DOUBT = frozenset({State.SENDING, State.UNCERTAIN})
"""The network may have it: nothing may be done to it but wait for proof."""


BY_PERSON = "person"
BY_DOUBT = "doubt"
BY_ALLOW = "allow"
BY_CAMPAIGN = "campaign"
BY_BURST = "burst"
BY_STOP = "stopped"
BY_RESTORE = "restored"
BY_CLONE = "cloned"
"""Reasons of a held message: released it is queued again; or only proof or a decision can end it; or the configuration
no longer lets anybody write to its number, until it does again; or its campaign is paused, until it goes on; or a
program wrote to numbers one after the other, until a person has looked; or all programs are stopped, until they may go
on; or its database is an older copy that was put
back, or comes from another machine: it may have left, until a person decides.
"""

COPIED = (BY_RESTORE, BY_CLONE)
"""Reasons of what is held because its database may be a copy."""

HELD_FOR = (BY_PERSON, BY_DOUBT, BY_ALLOW, BY_CAMPAIGN, BY_BURST, BY_STOP, *COPIED)
"""All of them."""

UNSENT = frozenset({BY_PERSON, BY_ALLOW, BY_CAMPAIGN, BY_BURST, BY_STOP, *COPIED})
"""Reasons that stop what has not left."""


class IllegalMove(SmsboxError):
    """A segment was asked to go where no way leads; a mistake in the program. Facts: `old`, `new`."""

    key = "outbox.illegal_move"


# From → to: why. "refused" is no place to stay: it is written to the log and leads on to queued or failed at once.
_WAYS: dict[tuple[State, State], str] = {
    (State.QUEUED, State.SENDING): "claimed by a SIM; on the disk before the first byte of AT+CMGS",
    (State.QUEUED, State.HELD): "a person stops it, or its database may be a copy of another",
    (State.QUEUED, State.CANCELLED): "a person withdraws it, or an earlier segment of the message failed",
    (State.QUEUED, State.FAILED): "its last moment to be sent has passed",
    (State.QUEUED, State.SENT): "it waits to be repeated, and proof comes that the doubtful attempt had arrived",
    (State.SENDING, State.SENT): "+CMGS with a reference",
    (State.SENDING, State.QUEUED): "certainly not sent: no prompt, or a refusal that may pass",
    (State.SENDING, State.FAILED): "refused for good",
    (
        State.SENDING,
        State.UNCERTAIN,
    ): "no verdict: timeout, port lost, restart, lease run out, a code that proves nothing",
    (State.UNCERTAIN, State.SENT): "late +CMGS, or a report which only an accepted segment can have",
    (State.UNCERTAIN, State.QUEUED): "late definite refusal of this very attempt, or a person or policy repeats it",
    (State.UNCERTAIN, State.FAILED): "late definite refusal for good",
    (State.UNCERTAIN, State.HELD): "no proof within the window",
    (State.HELD, State.SENT): "late proof, or a person confirms that it arrived",
    (State.HELD, State.QUEUED): "a person releases or repeats it, or policy does",
    (State.HELD, State.CANCELLED): "a person withdraws it",
    (State.HELD, State.FAILED): "its last moment to be sent has passed",
    (State.SENT, State.DELIVERED): "final report: the phone has it",
    (State.SENT, State.UNDELIVERED): "final report: the network gave up",
    (State.SENT, State.UNREPORTED): "no final report within its window",
    (State.UNREPORTED, State.DELIVERED): "a report later than anybody waits",
    (State.UNREPORTED, State.UNDELIVERED): "a report later than anybody waits",
    (State.UNDELIVERED, State.QUEUED): "a person repeats it",
    (State.UNREPORTED, State.QUEUED): "a person repeats it",
    (State.FAILED, State.QUEUED): "a person repeats it",
    (State.CANCELLED, State.QUEUED): "a person repeats the message of which an earlier segment failed",
    # A message moved to another SIM half sent starts anew there: phones join segments of one sender only.
    (State.SENT, State.QUEUED): "a person moves a half-sent message to another SIM",
    (State.DELIVERED, State.QUEUED): "a person moves a half-sent message to another SIM",
}


def advance(old: State, new: State) -> State:
    """`new`, if a way leads there from `old`. Raises IllegalMove. Every change of a segment's state passes here."""
    if (old, new) not in _WAYS:
        raise IllegalMove(old=old.label, new=new.label)
    return new


_LEAST_SETTLED_FIRST = (
    State.SENDING,
    State.UNCERTAIN,
    State.HELD,
    State.FAILED,
    State.CANCELLED,
    State.QUEUED,
    State.UNDELIVERED,
    State.SENT,
    State.UNREPORTED,
    State.DELIVERED,
)


def fold(segments: Iterable[State]) -> State:
    """The state of a message with these segments, unclaimed ones included: the least settled speaks for all."""
    present = set(segments)
    return next(state for state in _LEAST_SETTLED_FIRST if state in present)


def unclaimed(message: State, reason: str | None) -> State:
    """The state of the segments that no SIM ever claimed, in a message that stands at `message` for `reason`."""
    if message in (State.FAILED, State.CANCELLED) or (message is State.HELD and reason in UNSENT):
        return message
    return State.QUEUED
