"""Messages that programs send: queued within limits, read, followed, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from smsbox import events, outbox
from smsbox.clock import iso
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import translator
from smsbox.objects.messages import message_json
from smsbox.outbox import Draft, Filter, MessageClass, State
from smsbox.people.rights import Right
from smsbox.programs import sending, sent
from smsbox.programs.sending import Sent, Wish
from smsbox.sms.fields import fold
from smsbox.sms.msisdn import parse
from smsbox.web.api import wrong
from smsbox.web.api.keeper import NotFound
from smsbox.web.api.operation import Answer, Call, Operations
from smsbox.web.api.paging import turned
from smsbox.web.api.shapes.messages import MOST, Happenings, Message, Messages, QueuedAll, ToSend, Wanted, Withdrawn
from smsbox.wording import MissingField, Person, Template

operations = Operations(N_("Messages"), N_("Send, look, withdraw."), Right.WRITE)


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
    size = sum(size for _, size in found.good.values())
    return Answer(200, {"messages": queued, "segments": size, "left_out": left_out})


@operations.get("/messages", N_("List messages"), Messages, query=Wanted)
def index(call: Call) -> Answer:
    """A page of those the token may see: all of them with the right to read, else its own."""
    store, wanted = call.site.store, call.query
    if Right.READ in call.token.rights and "name" not in wanted:
        states = [State[wanted["state"].upper()]] if "state" in wanted else []
        number = parse(wanted["to"], call.site.config.region.country) if "to" in wanted else None
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
    """Raises BadTemplate."""
    given, model = call.body, _model(call)
    if "to" in given:
        numbers = dict(enumerate(given["to"]))
        drafts = {at: replace(model, recipient=number, text=given["text"]) for at, number in numbers.items()}
        wrong: dict[int, SmsboxError] = {}
    else:
        drafts, wrong = _filled(model, Template.parse(given["text"]), given["rows"])
    return Wish(drafts, "api", wrong, name=given["name"], skip_bad=given["skip_bad"])


def _filled(
    model: Draft, template: Template, rows: Sequence[Mapping[str, str]]
) -> tuple[dict[int, Draft], dict[int, SmsboxError]]:
    """A letter for each row that has all the text asks for; why there is none for the others."""
    drafts: dict[int, Draft] = {}
    wrong: dict[int, SmsboxError] = {}
    for at, row in enumerate(rows):
        person = Person({fold(name): value for name, value in row.items()})
        try:
            if not person.values.get("to"):
                raise MissingField(field="to")
            drafts[at] = replace(model, recipient=person.values["to"], text=template.render(person))
        except MissingField as error:
            wrong[at] = error
    return drafts, wrong


def _model(call: Call) -> Draft:
    """What all messages of this call have in common."""
    given = call.body
    return Draft(
        recipient="",
        text="",
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
