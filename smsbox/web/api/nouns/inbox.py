"""What customers wrote, for programs: read, answered, settled."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from smsbox import inbox
from smsbox.clock import iso
from smsbox.desk import answering, threads
from smsbox.i18n.marks import N_
from smsbox.inbox import InboundView, InboxFilter
from smsbox.objects.messages import inbound_json
from smsbox.outbox import Draft, MessageClass
from smsbox.people import audit
from smsbox.people.rights import Right
from smsbox.programs import sending
from smsbox.programs.sending import Wish
from smsbox.sms.beginnings import senders
from smsbox.sms.msisdn import BadNumber, parse
from smsbox.web.api.keeper import NotFound
from smsbox.web.api.operation import Answer, Call, Operations
from smsbox.web.api.paging import turned
from smsbox.web.api.shapes.inbox import Received, ReceivedAll, Reply, Settled, WantedReceived
from smsbox.web.api.shapes.messages import QueuedMessage

operations = Operations(N_("Inbox"), N_("What customers wrote."), Right.READ)


@operations.get("/inbox", N_("List received messages"), ReceivedAll, query=WantedReceived)
def index(call: Call) -> Answer:
    """A page of them, the newest first."""
    wanted = call.query
    beginnings = senders(wanted["sender"], call.site.config.region.country) if "sender" in wanted else ()
    asked = InboxFilter(beginnings=beginnings, standing=wanted.get("state", ""))
    page = inbox.page(call.site.store, asked, limit=wanted["limit"], before=wanted.get("before"))
    return Answer(200, {"messages": [_object(call, each) for each in page.rows], "next": turned(call, page.older)})


@operations.get("/inbox/<message_id:id>", N_("One received message"), Received)
def show(call: Call, message_id: int) -> Answer:
    """One of them."""
    return Answer(200, _object(call, _seen(call, message_id)))


@operations.post(
    "/inbox/<message_id:id>/reply", N_("Answer a message"), QueuedMessage, status=202, body=Reply, needs=Right.WRITE
)
def reply(call: Call, message_id: int) -> Answer:
    """Queue an answer to its sender; the conversation counts as answered by this program."""
    sending.need(call.token, Right.READ)
    store, config = call.site.store, call.site.config
    with store.write():
        seen = _seen(call, message_id)
        draft = Draft("", call.body["text"], MessageClass.REPLY, reply_to=seen.id)
        wish = Wish.to([seen.sender], draft, "api")
        found = sending.send(store, call.token, config, wish, call.now).queued[0]
        answering.wrote(store, found.draft.recipient, found.message_id, by=call.token.name, now=call.now, person=False)
    told = {"id": found.message_id, "to": found.draft.recipient, "segments": found.segments, "held": found.held}
    return Answer(202, told)


@operations.post(
    "/inbox/<message_id:id>/done",
    N_("Nothing is left to do"),
    Settled,
    needs=Right.WRITE,
    told=N_("The whole conversation with its sender is done; it is open again when he writes."),
)
def done(call: Call, message_id: int) -> Answer:
    """End the conversation, as a person at the desk does, and put the message aside."""
    sending.need(call.token, Right.READ)
    store, seen = call.site.store, _seen(call, message_id)
    with store.write():
        ended = False
        with suppress(BadNumber):  # a machine has no conversation
            number = parse(seen.sender, call.site.config.region.country)
            ended = threads.end(store, number, by=call.token.name, now=call.now)
        ended = inbox.settle(store, message_id, call.now) or ended
        if ended:
            audit.note(store, call.actor, call.now, "desk.done", seen.sender)
    return Answer(200, {"settled": ended, "message": _object(call, _seen(call, message_id))})


def _seen(call: Call, message_id: int) -> InboundView:
    found = inbox.get(call.site.store, message_id)
    if found is None:
        raise NotFound()
    return found


def _object(call: Call, view: InboundView) -> dict[str, Any]:
    zone = call.site.zone
    return inbound_json(view, lambda at: None if at is None else iso(at, zone))
