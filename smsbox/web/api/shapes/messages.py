"""Messages as programs send them, and as they are told of them."""

from __future__ import annotations

from typing import Any

from marshmallow import validates_schema

from smsbox.i18n.marks import N_
from smsbox.outbox import MessageClass, State
from smsbox.web.api.fields import Body, Choice, Flag, Inner, Moment, Named, Several, Text, Whole, either, told
from smsbox.web.api.paging import Paged

MOST = 1000
"""Messages of one call."""
_LONGEST = 45_000
_CLASSES = tuple(kind.label for kind in MessageClass)
_STATES = tuple(state.label for state in State)
_LONGEST_NUMBER = 40
_KIND = N_("What it is: marketing goes only to who agreed, at most as often as the shop's rules say.")
_TOPIC = N_("What advertising is about, for customers who chose topics.")
_TO = N_("Numbers, in any usual form.")
_ROWS = N_("Instead of “to”: one object for each message, with “to” and what fills the braces of the text.")
_TEXT = N_("With rows: {name} is filled from each, {name|friend} has a word for who has none.")
_NAME = N_("What the program calls these messages: an order number. They are found by it.")


class Options(Body):
    """What all messages of a call have in common."""

    kind = Choice(_CLASSES, load_default="service", data_key="class", metadata=told(_KIND))
    priority = Whole(least=-128, most=127, load_default=0, metadata=told(N_("Higher goes first.")))
    flash = Flag(load_default=False, metadata=told(N_("Shown at once, and not kept by the phone.")))
    report = Flag(load_default=True, metadata=told(N_("Whether the network is asked to say that it arrived.")))
    validity_s = Whole(
        least=300,
        most=63 * 7 * 86400,
        allow_none=True,
        load_default=None,
        metadata=told(N_("How many seconds the network tries to deliver it.")),
    )
    send_after = Moment(allow_none=True, load_default=None, metadata=told(N_("It does not leave before.")))
    send_before = Moment(allow_none=True, load_default=None, metadata=told(N_("It does not leave later.")))
    reply_to = Whole(
        least=1,
        most=2**63 - 1,
        allow_none=True,
        load_default=None,
        metadata=told(N_("The received message it answers.")),
    )
    topic = Text(least=1, most=60, allow_none=True, load_default=None, metadata=told(_TOPIC))


class ToSend(Options):
    """One text for one or many (`to`), or a text with fields in braces for rows that fill them (`rows`)."""

    to = Several(Text(least=1, most=_LONGEST_NUMBER), least=1, most=MOST, metadata=told(_TO))
    rows = Several(Named(keys=Text(least=1, most=60), values=Text(most=2000)), least=1, most=MOST, metadata=told(_ROWS))
    text = Text(least=1, most=_LONGEST, required=True, metadata=told(_TEXT))
    name = Text(least=1, most=200, allow_none=True, load_default=None, metadata=told(_NAME))
    skip_bad = Flag(load_default=False, metadata=told(N_("The good ones are queued although others are bad.")))

    @validates_schema
    def _either(self, data: dict[str, Any], **_: Any) -> None:
        either(data, "to", "rows")


class QueuedMessage(Body):
    """One message that waits to be sent."""

    id = Whole(required=True)
    to = Text(required=True)
    segments = Whole(required=True)
    held = Flag(required=True)


class LeftOut(Body):
    """One message that was not queued."""

    at = Text(required=True)
    code = Text(required=True)
    message = Text(required=True)


class QueuedAll(Body):
    """What was queued."""

    messages = Several(Inner(QueuedMessage), required=True)
    segments = Whole(required=True)
    left_out = Several(Inner(LeftOut), required=True)


class Segment(Body):
    """One SMS of a message."""

    seq = Whole(required=True)
    state = Choice(_STATES, required=True)
    reference = Whole(required=True, allow_none=True)
    attempts = Whole(required=True)
    maybe_duplicate = Flag(required=True)
    submitted_at = Text(required=True, allow_none=True)
    reported_at = Text(required=True, allow_none=True)
    error = Text(required=True, allow_none=True)


class Message(Body):
    """An outgoing message."""

    id = Whole(required=True)
    recipient = Text(required=True)
    text = Text(required=True)
    kind = Choice(_CLASSES, required=True, data_key="class")
    state = Choice(_STATES, required=True)
    sim = Text(required=True, allow_none=True)
    modem = Text(required=True, allow_none=True)
    route = Named(required=True, allow_none=True)
    created_at = Text(required=True)
    segments = Several(Inner(Segment), required=True)
    priority = Whole(required=True)
    reason = Text(required=True, allow_none=True)
    maybe_duplicate = Flag(required=True)
    flash = Flag(required=True)
    report = Flag(required=True)
    validity_s = Whole(required=True, allow_none=True)
    send_after = Text(required=True, allow_none=True)
    send_before = Text(required=True, allow_none=True)
    due_at = Text(required=True, allow_none=True)
    reply_to = Whole(required=True, allow_none=True)


class Messages(Body):
    """A page of messages, the newest first."""

    messages = Several(Inner(Message), required=True)
    next = Text(required=True, allow_none=True)


class Wanted(Paged):
    """Which messages."""

    state = Choice(_STATES)
    to = Text(least=1, most=_LONGEST_NUMBER)
    name = Text(least=1, most=200)


class Withdrawn(Body):
    """The message as it is now, and whether it could be withdrawn."""

    withdrawn = Flag(required=True)
    message = Inner(Message, required=True)


class Happening(Body):
    """Something that happened to a message."""

    id = Whole(required=True)
    at = Text(required=True)
    kind = Text(required=True)
    modem = Text(required=True, allow_none=True)
    data = Named(required=True)


class Happenings(Body):
    """All that happened to a message, the oldest first."""

    events = Several(Inner(Happening), required=True)
