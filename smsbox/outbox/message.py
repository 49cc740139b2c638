"""What the outbox takes and gives: drafts, claims and the views of messages; frozen, without a line of SQL."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.i18n.marks import N_
from smsbox.i18n.named import Named
from smsbox.outbox.states import State
from smsbox.routing import Reason
from smsbox.sms.alphabet import Alphabet
from smsbox.sms.onetime import masked

ALPHABETS = (Alphabet.GSM7, Alphabet.UCS2)
"""Their places are the numbers in the database."""


class MessageClass(Named):
    """Why we write to somebody; smaller numbers pass first."""

    REPLY = 0, N_("Reply")
    SERVICE = 1, N_("Service")
    MARKETING = 2, N_("Marketing")


BULK = (MessageClass.MARKETING,)
"""The classes that quiet hours hold back: what nobody waits for."""


SECRET = "secret"
"""The batch of messages with a one-time code: on its way to its phone the text is shown to nobody else."""


def shown(text: str, batch: str | None) -> str:
    """A text as people may see it: without the digits of one-time codes."""
    return text if batch != SECRET else masked(text)


@dataclass(frozen=True, slots=True)
class Draft:
    """A text for one person. `recipient` E.164; `priority` -128..127, larger first; `validity_s` seconds (None: the
    network's).

    `send_after` and `send_before` bound the moment of sending; `reply_to` is the incoming message answered; `batch`
    names what it was sent together with. `sim_id`: the SIM its recipient turned to, when that was not by an SMS.
    `topic`: what advertising is about, for those who chose what they want to hear of.
    """

    recipient: str
    text: str
    kind: MessageClass = MessageClass.SERVICE
    priority: int = 0
    flash: bool = False
    report: bool = True
    validity_s: int | None = None
    send_after: Micros | None = None
    send_before: Micros | None = None
    reply_to: int | None = None
    batch: str | None = None
    sim_id: int | None = None
    topic: str | None = None

    @property
    def timed(self) -> bool:
        """Whether it may only be sent by a box that knows the time."""
        return self.send_after is not None or self.send_before is not None


@dataclass(frozen=True, slots=True)
class Claim:
    """One segment given to one SIM to be submitted, once.

    `attempt` counts claims from 1 and fences this one off from earlier and later ones; `refusals` counts definite
    refusals before it, which is what patience should be measured by. `maybe_duplicate`: an earlier attempt may have
    arrived. `concat_reference` 0..255 when `total` > 1. `more`: further segments are ready for this SIM. `lane`: where
    it was taken from; `reason`: why this SIM, None where any would do.
    """

    message_id: int
    seq: int
    total: int
    attempt: int
    recipient: str
    text: str
    alphabet: Alphabet
    concat_reference: int | None
    report: bool
    flash: bool
    validity_s: int | None
    kind: MessageClass
    priority: int
    more: bool
    sim_id: int
    refusals: int = 0
    maybe_duplicate: bool = False
    claimed_at: Micros = 0
    lane: int = 0
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class SegmentView:
    """One segment as scripts and pages see it; `reference` is TP-MR, `report_status` the last TP-ST; `submitted_at`
    when its last attempt began, `doubted_at` since when nobody knows what became of that.
    """

    seq: int
    state: State
    reference: int | None = None
    attempts: int = 0
    maybe_duplicate: bool = False
    submitted_at: Micros | None = None
    reported_at: Micros | None = None
    error: str | None = None
    report_status: int | None = None
    doubted_at: Micros | None = None


@dataclass(frozen=True, slots=True)
class RouteView:
    """By whom a message should leave. `bound`: by one SIM and no other, for a person said so, it is begun, or no
    other may reach the number.

    `knows`: the IMSI of the SIM its customer knows, and `modem` where that (or the bound one) is; `operator`: the code
    of the customer's operator where one of our SIMs has the same.
    """

    bound: bool = False
    knows: str | None = None
    modem: str | None = None
    operator: str | None = None


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message with all its segments, also those no SIM has claimed yet.

    `sim` is the IMSI of the SIM that sends or sent it, `modem` the one that SIM was last seen in; `route` is None where
    any SIM would do. `reason`: why it is held (`person`, `doubt`), failed or
    uncertain. `due_at`: when it is tried again, None when nothing but its turn is waited for.
    """

    id: int
    recipient: str
    text: str
    kind: MessageClass
    state: State
    sim: str | None
    priority: int
    created_at: Micros
    send_after: Micros | None
    send_before: Micros | None
    segments: tuple[SegmentView, ...]
    reason: str | None
    due_at: Micros | None = None
    reply_to: int | None = None
    batch: str | None = None
    flash: bool = False
    report: bool = True
    validity_s: int | None = None
    modem: str | None = None
    route: RouteView | None = None

    @property
    def maybe_duplicate(self) -> bool:
        """Whether any segment may reach the recipient twice."""
        return any(segment.maybe_duplicate for segment in self.segments)


@dataclass(frozen=True, slots=True)
class MatchedReport:
    """What a status report was found to speak of. `repeated`: it had been counted before; `proved`: it ended a doubt.

    `remembered`: its segment still waits for +CMGS, the report counts as soon as that is there.
    """

    message_id: int
    seq: int
    state: State
    repeated: bool = False
    proved: bool = False
    remembered: bool = False
