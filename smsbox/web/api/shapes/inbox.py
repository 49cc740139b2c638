"""Received messages as programs are told of them."""

from __future__ import annotations

from smsbox.inbox.filters import STANDINGS
from smsbox.web.api.fields import Body, Choice, Flag, Inner, Several, Text, Whole
from smsbox.web.api.paging import Paged


class Received(Body):
    """A received message."""

    id = Whole(required=True)
    sender = Text(required=True)
    text = Text(required=True)
    received_at = Text(required=True, allow_none=True)
    complete = Flag(required=True)
    sim = Text(required=True, allow_none=True)
    flash = Flag(required=True)
    damaged = Flag(required=True)
    missing = Whole(required=True)
    sent_at = Text(required=True, allow_none=True)
    routed_by = Text(required=True, allow_none=True)
    settled_at = Text(required=True, allow_none=True)


class ReceivedAll(Body):
    """A page of received messages, the newest first."""

    messages = Several(Inner(Received), required=True)
    next = Text(required=True, allow_none=True)


class WantedReceived(Paged):
    """Which received messages."""

    state = Choice(tuple(STANDINGS))
    sender = Text(least=1, most=40)


class Reply(Body):
    """What is answered."""

    text = Text(least=1, most=45_000, required=True)


class Settled(Body):
    """The message as it is now, and whether it was not settled before."""

    settled = Flag(required=True)
    message = Inner(Received, required=True)
