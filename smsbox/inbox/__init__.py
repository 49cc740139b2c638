"""Incoming messages: each segment on the disk before it leaves the SIM, each message whole, none recognised by its
text.
"""

from smsbox.inbox.assembly import PATIENCE, release_incomplete
from smsbox.inbox.listing import get, last_received, messages, raw, settle, waiting
from smsbox.inbox.message import GAP, InboundView, Received
from smsbox.inbox.receive import receive, slot_cleared

__all__ = [
    "GAP",
    "PATIENCE",
    "InboundView",
    "Received",
    "get",
    "last_received",
    "messages",
    "raw",
    "receive",
    "release_incomplete",
    "settle",
    "slot_cleared",
    "waiting",
]
