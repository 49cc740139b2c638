"""Outgoing messages: submit, claim, settle; nothing lost, nothing sent twice in silence, state moves forward only."""

from smsbox.outbox.claims import claim
from smsbox.outbox.destinations import FORBIDDEN, DestinationRefused, destination
from smsbox.outbox.doubts import Doubt, may_answer, recent_doubts
from smsbox.outbox.elsewhere import Carried, carry
from smsbox.outbox.filters import Filter
from smsbox.outbox.forgotten import doubt_next
from smsbox.outbox.listing import QueueCounts, counts, get, held_by_reason, messages, page, views
from smsbox.outbox.message import BULK, Claim, Draft, MatchedReport, MessageClass, MessageView, RouteView, SegmentView
from smsbox.outbox.permission import NotPermitted, Permissions, may_send
from smsbox.outbox.picking import anything
from smsbox.outbox.queue import submit, submit_batches
from smsbox.outbox.quiet import Rest, quiet_until, rest, resting, waits, waits_until
from smsbox.outbox.reports import reported
from smsbox.outbox.rerouting import readdress
from smsbox.outbox.results import accepted, late_accepted, not_sent, recover, refused, uncertain
from smsbox.outbox.standstill import hold_everything
from smsbox.outbox.states import (
    BY_ALLOW,
    BY_BURST,
    BY_CAMPAIGN,
    BY_CLONE,
    BY_DOUBT,
    BY_PERSON,
    BY_RESTORE,
    BY_STOP,
    COPIED,
    HELD_FOR,
    IllegalMove,
    State,
)
from smsbox.outbox.steering import cancel, confirm, hold, move, permit, release, reroute, resend
from smsbox.outbox.ticks import DOUBT_WINDOW, clock_stepped, expire, hold_overdue, lapse, next_due, promote_due
from smsbox.outbox.withdrawing import reconsider, withdraw

__all__ = [
    "BULK",
    "BY_ALLOW",
    "BY_BURST",
    "BY_CAMPAIGN",
    "BY_CLONE",
    "BY_DOUBT",
    "BY_PERSON",
    "BY_RESTORE",
    "BY_STOP",
    "COPIED",
    "DOUBT_WINDOW",
    "FORBIDDEN",
    "HELD_FOR",
    "Carried",
    "Claim",
    "DestinationRefused",
    "Doubt",
    "Draft",
    "Filter",
    "IllegalMove",
    "MatchedReport",
    "MessageClass",
    "MessageView",
    "NotPermitted",
    "Permissions",
    "QueueCounts",
    "Rest",
    "RouteView",
    "SegmentView",
    "State",
    "accepted",
    "anything",
    "cancel",
    "carry",
    "claim",
    "clock_stepped",
    "confirm",
    "counts",
    "destination",
    "doubt_next",
    "expire",
    "get",
    "held_by_reason",
    "hold",
    "hold_everything",
    "hold_overdue",
    "lapse",
    "late_accepted",
    "may_answer",
    "may_send",
    "messages",
    "move",
    "next_due",
    "not_sent",
    "page",
    "permit",
    "promote_due",
    "quiet_until",
    "readdress",
    "recent_doubts",
    "reconsider",
    "recover",
    "refused",
    "release",
    "reported",
    "reroute",
    "resend",
    "rest",
    "resting",
    "submit",
    "submit_batches",
    "uncertain",
    "views",
    "waits",
    "waits_until",
    "withdraw",
]
