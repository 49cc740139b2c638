"""Outgoing and received messages as JSON objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from smsbox.clock import Micros

if TYPE_CHECKING:
    from smsbox.inbox import InboundView
    from smsbox.outbox import MessageView, RouteView, SegmentView

Moment = Callable[[Micros | None], str | None]
"""Writes a moment as ISO 8601 with zone."""


def message_json(view: MessageView, moment: Moment) -> dict[str, Any]:
    """An outgoing message."""
    return {
        "id": view.id,
        "recipient": view.recipient,
        "text": view.text,
        "class": view.kind.label,
        "state": view.state.label,
        "sim": view.sim,
        "modem": view.modem,
        "route": _route_json(view.route),
        "created_at": moment(view.created_at),
        "segments": [_segment_json(segment, moment) for segment in view.segments],
        "priority": view.priority,
        "reason": view.reason,
        "maybe_duplicate": view.maybe_duplicate,
        "flash": view.flash,
        "report": view.report,
        "validity_s": view.validity_s,
        "send_after": moment(view.send_after),
        "send_before": moment(view.send_before),
        "due_at": moment(view.due_at),
        "reply_to": view.reply_to,
    }


def _route_json(route: RouteView | None) -> dict[str, Any] | None:
    """Which SIM it waits for or was meant for; null where any would do."""
    if route is None:
        return None
    return {"bound": route.bound, "knows": route.knows, "modem": route.modem, "operator": route.operator}


def _segment_json(segment: SegmentView, moment: Moment) -> dict[str, Any]:
    return {
        "seq": segment.seq,
        "state": segment.state.label,
        "reference": segment.reference,
        "attempts": segment.attempts,
        "maybe_duplicate": segment.maybe_duplicate,
        "submitted_at": moment(segment.submitted_at),
        "reported_at": moment(segment.reported_at),
        "error": segment.error,
    }


def inbound_json(view: InboundView, moment: Moment) -> dict[str, Any]:
    """A received message."""
    return {
        "id": view.id,
        "sender": view.sender,
        "text": view.text,
        "received_at": moment(view.received_at),
        "complete": view.complete,
        "sim": view.sim,
        "flash": view.flash,
        "damaged": view.damaged,
        "missing": view.missing,
        "sent_at": moment(view.sent_at),
        "routed_by": view.routed_by,
        "settled_at": moment(view.settled_at),
    }
