"""What the inbox gives: the receipt of a segment and the view of a message; frozen, without a line of SQL."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from smsbox.clock import Micros

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


@dataclass(frozen=True, slots=True)
class InboundView:
    """One incoming message. `sender` as the network wrote it, empty when it could not be read.

    `sim` is the IMSI of the SIM it came to; `missing` counts segments that have not come, `text` shows a gap for
    them; `damaged`: the PDU contradicted itself or could not be read, the raw octets are kept.
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
