"""What the inbox gives: the receipt of a segment and the view of a message; frozen, without a line of SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from smsbox.clock import Micros
from smsbox.i18n.marks import N_

GAP = "[…]"
"""Stands in a text for segments that have not come."""


class Standing(IntEnum):
    """Where an incoming message stands; numbers are in the database and in its partial indexes."""

    PENDING = 0
    """Segments are missing, and may still come."""
    INCOMPLETE = 1
    """Shown with gaps, since waiting for longer helps nobody."""
    COMPLETE = 2


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one segment from the modem, once the transaction is on the disk.

    `kind` is `new`, or `repeated` for one that is kept already: its slot may be cleared without a second thought.
    `segment_id` is what `slot_cleared` wants. `message_id` is the message this segment made whole, None while others
    miss.
    """

    kind: str
    segment_id: int
    message_id: int | None


ROUTED: Mapping[str, tuple[str, str]] = {
    "probe": (N_("Test SMS"), N_("A test SMS of this box to itself, which shows that the SIM hears")),
    "machine": (N_("Machine"), N_("From a machine: never answered")),
    "automaton": (N_("Automaton"), N_("Seems to come from an automaton: not answered by the program")),
    "quote": (N_("Our own text"), N_("One of our own texts sent back")),
    "stop": (N_("Has left"), N_("Left: no more advertising")),
    "phrase": (N_("Wants no SMS"), N_("Wants no more SMS: advertising stopped")),
    "help": (N_("HELP"), N_("Asked for help and was answered")),
    "yes": (N_("Agreed"), N_("Agreed to advertising")),
    "no": (N_("Declined"), N_("Declined advertising")),
    "choice": (N_("Choice"), N_("Chose how to be written to")),
    "coupon": (N_("Coupon"), N_("Sent the code of a coupon from a telephone of the staff")),
    "dialog": (N_("Scenario"), N_("Taken by a scenario and answered")),
    "staff": (N_("Shop's own phone"), N_("From a telephone of the shop: answered or carried out")),
    "start": (N_("START"), N_("Wants advertising: START")),
    "keyword": (N_("Word of a source"), N_("Sent the word of a source")),
    "question": (N_("Answered a question"), N_("Answered a question; the answer is kept with the customer")),
    "campaign": (N_("Answers a campaign"), N_("Answers a campaign")),
    "failed": (N_("Not understood"), N_("Could not be understood by the program")),
}
"""What a page says in short and in full, English; what is not settled by it is still left to people."""

_FOR_PEOPLE = ("phrase", "failed", "automaton")
"""What it did and left to people all the same."""
_WITH_A_REST = ("stop", "keyword", "question", "dialog")
"""The same as long as nobody has settled it: something else stood beside."""


@dataclass(frozen=True, slots=True)
class InboundView:
    """One incoming message. `sender` as the network wrote it, empty when it could not be read.

    `sim` is the IMSI of the SIM it came to; `missing` counts segments that have not come, `text` shows a gap for
    them; `damaged`: the PDU contradicted itself or could not be read, the raw octets are kept. `routed_at`: when the
    router looked at it, `routed_by` what it did (a key of `ROUTED`), None where it left it to people. `veiled`: no
    one-time code in it is shown (`inbox.veil`), nor are its octets.
    """

    id: int
    sender: str
    text: str
    received_at: Micros
    complete: bool
    sim: str | None
    flash: bool
    damaged: bool
    missing: int
    sent_at: Micros | None = None
    settled_at: Micros | None = None
    sim_id: int | None = None
    total: int = 1
    routed_at: Micros | None = None
    routed_by: str | None = None
    veiled: bool = False

    @property
    def done(self) -> str:
        """What the program did with it, in a word or two, English; "" for nothing."""
        return ROUTED.get(self.routed_by or "", ("", ""))[0]

    @property
    def for_people(self) -> bool:
        """Whether somebody has to read it although the program did something with it."""
        beside = self.routed_by in _WITH_A_REST and self.settled_at is None
        return beside or self.routed_by in _FOR_PEOPLE

    @property
    def done_in_full(self) -> str:
        """The same in a sentence."""
        return ROUTED.get(self.routed_by or "", ("", ""))[1]


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment as it came: `memory` and `slot` where the modem kept it (None: it came on the wire), `live` as long
    as that slot is not known to be cleared; `repeated`: the same had come before.
    """

    seq: int
    pdu: bytes
    received_at: Micros
    memory: str
    slot: int | None
    live: bool
    repeated: bool
