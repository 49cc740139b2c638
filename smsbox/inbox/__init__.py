"""Incoming messages: each segment on the disk before it leaves the SIM, each message whole, none recognised by its
text.
"""

from smsbox.inbox.assembly import PATIENCE, release_incomplete
from smsbox.inbox.filters import InboxFilter
from smsbox.inbox.listing import (
    arrivals,
    as_received,
    found,
    get,
    last_received,
    messages,
    page,
    pieces,
    raw,
    settle,
    waiting,
)
from smsbox.inbox.message import GAP, ROUTED, InboundView, Piece, Received
from smsbox.inbox.receive import receive, slot_cleared
from smsbox.inbox.veil import Veil

__all__ = [
    "GAP",
    "PATIENCE",
    "ROUTED",
    "InboundView",
    "InboxFilter",
    "Piece",
    "Received",
    "Veil",
    "arrivals",
    "as_received",
    "found",
    "get",
    "last_received",
    "messages",
    "page",
    "pieces",
    "raw",
    "receive",
    "release_incomplete",
    "settle",
    "slot_cleared",
    "waiting",
]
