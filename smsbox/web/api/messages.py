"""Messages that programs send: queued within limits, read, followed, withdrawn."""

from __future__ import annotations

from typing import Any

from marshmallow import validates_schema

from smsbox import events, outbox
from smsbox.clock import iso
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import translator
from smsbox.objects.messages import message_json
from smsbox.outbox import Draft, Filter, MessageClass, State
from smsbox.people.rights import Right
from smsbox.programs import sending, sent
from smsbox.programs.sending import Sent, Wish
from smsbox.sms.fields import fold
from smsbox.web.api import wrong
from smsbox.web.api.fields import Body, Choice, Counted, Flag, Inner, Moment, Named, Several, Text, Whole, either
from smsbox.web.api.keeper import NotFound
from smsbox.web.api.operation import Answer, Call, Operations
from smsbox.web.api.paging import Paged, turned
from smsbox.wording import MissingField, Person, Template

operations = Operations(N_("Messages"), N_("Send, look, withdraw."), Right.WRITE)

MOST = 1000
"""Messages of one call."""
_LONGEST = 45_000
_CLASSES = tuple(kind.label for kind in MessageClass)
_STATES = tuple(state.label for state in State)
_NUMBER = {"least": 1, "most": 40}


class _Options(Body):
    """What all messages of a call have in common."""

    kind = Choice(_CLASSES, load_default="service", data_key="class")
    priority = Whole(least=-128, most=127, load_default=0)
    flash = Flag(load_default=False)
    report = Flag(load_default=True)
    validity_s = Whole(least=300, most=63 * 7 * 86400, allow_none=True, load_default=None)
    send_after = Moment(allow_none=True, load_default=None)
    send_before = Moment(allow_none=True, load_default=None)
    reply_to = Whole(least=1, most=2**63 - 1, allow_none=True, load_default=None)
    topic = Text(least=1, most=60, allow_none=True, load_default=None)


class ToSend(_Options):
    """One text for one or many (`to`), or a text with fields in braces for rows that fill them (`rows`)."""

    to = Several(Text(**_NUMBER), least=1, most=MOST)
    rows = Several(Named(keys=Text(least=1, most=60), values=Text(most=2000)), least=1, most=MOST)
    text = Text(least=1, most=_LONGEST, required=True)
    name = Text(least=1, most=200, allow_none=True, load_default=None)
    skip_bad = Flag(load_default=False)

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
    to = Text(**_NUMBER)
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


@operations.post("/messages", N_("Send messages"), QueuedAll, status=202, body=ToSend, told=N_("Queued, on the disk."))
def send(call: Call) -> Answer:
    """Queue them, all or none (or the good ones, if `skip_bad` says so)."""
    found = sending.send(call.site.store, call.token, call.site.config, _wish(call), call.now)
    return Answer(202, _queued(call, found))


@operations.post("/messages/check", N_("Check messages without sending them"), QueuedAll, body=ToSend)
def check(call: Call) -> Answer:
    """What `send` would queue, and what is wrong."""
    found = sending.check(call.site.store, call.token, call.site.config, _wish(call), call.now)
    queued = [{"id": 0, "to": each.recipient, "segments": size, "held": False} for each, size in found.good.values()]
    tr = translator(call.language)
    left_out = [wrong.draft(tr, place, each) for place, each in found.wrong.items()]
    size = sum(each["segments"] for each in queued)
    return Answer(200, {"messages": queued, "segments": size, "left_out": left_out})


@operations.get("/messages", N_("List messages"), Messages, query=Wanted)
def index(call: Call) -> Answer:
    """A page of those the token may see: all of them with the right to read, else its own."""
    store, wanted = call.site.store, call.query
    if Right.READ in call.token.rights and "name" not in wanted:
        states = (State[wanted["state"].upper()],) if "state" in wanted else ()
        number = outbox.destination_typed(wanted["to"], call.site.config.region.country) if "to" in wanted else None
        page = outbox.page(
            store, Filter(states=states, recipient=number), limit=wanted["limit"], before=wanted.get("before")
        )
        rows, older = page.rows, page.older
    else:
        rows, older = _own(call)
    return Answer(200, {"messages": [_object(call, each) for each in rows], "next": turned(call, older)})


@operations.get("/messages/<message_id:id>", N_("One message"), Message)
def show(call: Call, message_id: int) -> Answer:
    """One message with all its segments."""
    return Answer(200, _object(call, _seen(call, message_id)))


@operations.get("/messages/<message_id:id>/events", N_("What happened to a message"), Happenings)
def timeline(call: Call, message_id: int) -> Answer:
    """Its timeline."""
    _seen(call, message_id)
    zone = call.site.zone
    lines = [
        {"id": each.id, "at": iso(each.at, zone), "kind": each.kind, "modem": each.modem, "data": dict(each.data)}
        for each in events.of_message(call.site.store, message_id)
    ]
    return Answer(200, {"events": lines})


@operations.post("/messages/<message_id:id>/cancel", N_("Withdraw a message that has not left"), Withdrawn)
def cancel(call: Call, message_id: int) -> Answer:
    """Withdraw it; one of its own, or any with the right to steer."""
    _seen(call, message_id)
    if not sent.is_own(call.site.store, call.token.id, message_id):
        sending.need(call.token, Right.STEER)
    done = outbox.cancel(call.site.store, [message_id], call.now, who=call.token.name)
    return Answer(200, {"withdrawn": bool(done), "message": _object(call, _seen(call, message_id))})


def _seen(call: Call, message_id: int) -> outbox.MessageView:
    """The message, if the token may see it. Raises NotFound."""
    found = outbox.get(call.site.store, message_id)
    may = Right.READ in call.token.rights or sent.is_own(call.site.store, call.token.id, message_id)
    if found is None or not may:
        raise NotFound()
    return found


def _object(call: Call, view: outbox.MessageView) -> dict[str, Any]:
    zone = call.site.zone
    return message_json(view, lambda at: None if at is None else iso(at, zone))


def _own(call: Call) -> tuple[list[outbox.MessageView], int | None]:
    store, limit = call.site.store, call.query["limit"]
    if "name" in call.query:
        return outbox.views(store, list(sent.named(store, call.token.id, call.query["name"]))[:MOST]), None
    ids = sent.own_ids(store, call.token.id, limit=limit + 1, before=call.query.get("before"))
    return outbox.views(store, ids[:limit]), ids[limit - 1] if len(ids) > limit else None


def _queued(call: Call, found: Sent) -> dict[str, Any]:
    tr = translator(call.language)
    return {
        "messages": [
            {"id": each.message_id, "to": each.draft.recipient, "segments": each.segments, "held": each.held}
            for each in found.queued.values()
        ],
        "segments": found.segments,
        "left_out": [wrong.draft(tr, place, each) for place, each in found.left_out.items()],
    }


def _wish(call: Call) -> Wish:
    """Raises BadTemplate, BadFields."""
    given = call.body
    model = Draft(
        recipient="",
        text=given["text"],
        kind=MessageClass[given["kind"].upper()],
        priority=given["priority"],
        flash=given["flash"],
        report=given["report"],
        validity_s=given["validity_s"] or call.site.config.sending.validity_s,
        send_after=given["send_after"],
        send_before=given["send_before"],
        reply_to=given["reply_to"],
        topic=given["topic"],
    )
