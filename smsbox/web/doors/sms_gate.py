"""As sms-gate.app (android-sms-gateway) is spoken to by its libraries: messages, webhooks, health.

Below the address of its local server and of its cloud. An id that a program gave is taken once: who asks again after a
lost answer hears 409, and nobody gets anything twice.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from bottle import HTTPResponse

from smsbox import outbox
from smsbox.clock import SECOND, iso
from smsbox.errors import SmsboxError
from smsbox.hooks import book
from smsbox.outbox import Draft, MessageView, State
from smsbox.people.rights import Right
from smsbox.people.tokens import Token
from smsbox.programs import answered, sending, sent
from smsbox.programs.answered import Answered
from smsbox.programs.sending import Wish
from smsbox.store.kept import box_id
from smsbox.web.api.bearer import carried
from smsbox.web.api.keeper import NotFound, body_of
from smsbox.web.api.reading import read_object
from smsbox.web.doors.asked import BadValue, Missing, NotHere, each_once, reason, retry_after, status
from smsbox.web.doors.door import Door, Knock
from smsbox.web.doors.moments import moment

_BASES = ("", "/3rdparty/v1", "/api/3rdparty/v1")
_LONGEST_ID = 64
_LONGEST_S = 10 * 366 * 86400
_STATES = {
    State.SENDING: "Processed",
    State.UNCERTAIN: "Processed",
    State.SENT: "Sent",
    State.UNREPORTED: "Sent",
    State.DELIVERED: "Delivered",
    State.UNDELIVERED: "Failed",
    State.FAILED: "Failed",
    State.CANCELLED: "Cancelled",
}
"""Its words; everything else is `Pending`."""


class SameId(SmsboxError):
    """A message with that id is there. Facts: `name`."""

    key = "doors.same_id"
    exit_code = 65


class TooLate(SmsboxError):
    """It has left and cannot be withdrawn. Facts: `name`."""

    key = "doors.too_late"
    exit_code = 65


def _refuse(knock: Knock, error: SmsboxError) -> HTTPResponse:
    """Its one shape; what is wrong with a request is 400 there."""
    code = status(error)
    answer = _json({"message": knock.sentence(reason(error))}, 400 if code == 422 else code, retry_after(error))
    if code == 401:
        answer.set_header("WWW-Authenticate", 'Bearer realm="smsbox"')  # of Basic browsers would ask for a password
    return answer


door = Door("sms_gate", _refuse)


def _below(*paths: str) -> tuple[str, ...]:
    return tuple(f"{base}{path}" for base in _BASES for path in paths)


# ── messages


@door.post(*_below("/messages", "/message"))
def send(knock: Knock) -> HTTPResponse:
    """Queue one text for one number or several."""
    token = knock.token(carried(knock.request))
    given = read_object(body_of(knock.request))
    name = _name(given)
    wish, store = _wish(knock, given, name or secrets.token_urlsafe(15)), knock.site.store
    with store.write(together=True):
        if name:
            _claim(knock, token, name)
        found = sending.send(store, token, knock.site.config, wish, knock.now)
        if name:
            answered.keep(store, token.id, _claimed(name), Answered(202, None))
    ids = [each.message_id for each in found.queued.values()]
    return _json(_state(knock, str(wish.name), outbox.views(store, ids)), 202)


@door.get(*_below("/messages/<name>", "/message/<name>"))
def look(knock: Knock, name: str) -> HTTPResponse:
    """How far it is."""
    token = knock.token(carried(knock.request))
    return _json(_state(knock, name, _found(knock, token, name)))


@door.delete(*_below("/messages/<name>", "/message/<name>"))
def cancel(knock: Knock, name: str) -> HTTPResponse:
    """Withdraw what has not left. Raises TooLate when all of it has."""
    token = knock.token(carried(knock.request))
    sending.need(token, Right.WRITE)
    store, before = knock.site.store, _found(knock, token, name, own=True)
    done = outbox.cancel(store, [view.id for view in before], knock.now, who=token.name)
    if not done and any(view.state is not State.CANCELLED for view in before):
        raise TooLate(name=name[:80])
    return _json(_state(knock, name, _found(knock, token, name, own=True)), 202)


def _claimed(name: str) -> str:
    """A blank in it: no Idempotency-Key of the own API has one."""
    return f"sms_gate {name}"


def _claim(knock: Knock, token: Token, name: str) -> None:
    """Take the id, in the transaction that queues. Raises SameId."""
    store = knock.site.store
    known = answered.before(store, token.id, _claimed(name), b"", knock.now)  # two at once: one waits for the other
    if known is not None or sent.named(store, token.id, name):
        raise SameId(name=name)


def _found(knock: Knock, token: Token, name: str, *, own: bool = False) -> Sequence[MessageView]:
    """The program's own by its name; with the right to read any by its number. Raises NotFound."""
    store = knock.site.store
    ids = list(sent.named(store, token.id, name))
    if not ids and not own and Right.READ in token.rights and name.isdecimal() and int(name) < 1 << 63:
        ids = [int(name)]
    found = outbox.views(store, ids)
    if not found:
        raise NotFound()
    return found


def _state(knock: Knock, name: str, views: Sequence[MessageView]) -> dict[str, Any]:
    each = [_STATES.get(view.state, "Pending") for view in views]
    return {
        "id": name,
        "deviceId": box_id(knock.site.config.store.directory),
        "state": _together(each),
        "isHashed": False,
        "isEncrypted": False,
        "recipients": [
            {"phoneNumber": view.recipient, "state": state, "error": view.reason if state == "Failed" else None}
            for view, state in zip(views, each, strict=True)
        ],
        "states": {"Pending": iso(min(view.created_at for view in views), knock.site.zone)},
    }


def _together(states: Sequence[str]) -> str:
    """Of a message to several: what has not happened to all yet, or the worst that happened."""
    waiting = next((state for state in ("Pending", "Processed") if state in states), None)
    return waiting or (states[0] if len(set(states)) == 1 else "Sent")


# ── what is to be sent


def _wish(knock: Knock, given: Mapping[str, Any], name: str) -> Wish:
    """Raises Missing, BadValue, NotHere."""
    numbers = given.get("phoneNumbers")
    if not isinstance(numbers, list) or not all(isinstance(each, str) for each in numbers):
        raise Missing(name="phoneNumbers")
    zone, ttl = knock.site.zone, _whole(given, "ttl", 1, _LONGEST_S)
    begin, end = (moment(name, given.get(name), zone) for name in ("scheduleAt", "validUntil"))
    if ttl is not None and end is not None:
        raise BadValue("validUntil", given["validUntil"])
    end = knock.now + ttl * SECOND if ttl else end
    if end is not None and end <= max(knock.now, begin or 0):
        raise BadValue("ttl" if ttl else "validUntil", ttl or given["validUntil"])
    model = Draft(
        recipient="",
        text=_text(given),
        priority=_whole(given, "priority", -128, 127) or 0,
        report=given.get("withDeliveryReport") is not False,
        validity_s=knock.site.config.sending.validity_s,
        send_after=begin,
        send_before=end,
    )
    return Wish.to(each_once(numbers, name="phoneNumbers"), model, "sms_gate", name=name)


def _text(given: Mapping[str, Any]) -> str:
    for what in ("dataMessage", "mmsMessage", "isEncrypted"):
        if given.get(what):
            raise NotHere(what=what)
    inner = given.get("textMessage")
    text = inner.get("text") if isinstance(inner, dict) else given.get("message")
    if not isinstance(text, str) or not text.strip():
        raise Missing(name="textMessage.text")
    return text


def _name(given: Mapping[str, Any]) -> str | None:
    name = given.get("id")
    if name in (None, ""):
        return None
    if not isinstance(name, str) or len(name) > _LONGEST_ID or not name.isprintable() or "/" in name or " " in name:
        raise BadValue("id", name)
    return name


def _whole(given: Mapping[str, Any], name: str, low: int, high: int) -> int | None:
    found = given.get(name)
    if found is None:
        return None
    if not isinstance(found, int) or isinstance(found, bool) or not low <= found <= high:
        raise BadValue(name, found)
    return found


# ── webhooks, health


@door.post(*_below("/webhooks"))
def hook(knock: Knock) -> HTTPResponse:
    """Be called for one kind of event; under the same id the one before is replaced."""
    token = knock.token(carried(knock.request))
    given = read_object(body_of(knock.request))
    url, event = given.get("url"), given.get("event")
    if not isinstance(url, str) or not url:
        raise Missing(name="url")
    if not isinstance(event, str) or not event:
        raise Missing(name="event")
    made = book.make(
        knock.site.store,
        url=url,
        kinds=(event,),
        by=knock.actor(token),
        now=knock.now,
        networks=knock.site.config.programs.networks,
        form=book.SMS_GATE,
        name=_name(given) or secrets.token_urlsafe(15),
        token=token,
    )
    return _json(_hook(knock, made), 201)


@door.get(*_below("/webhooks"))
def hooks(knock: Knock) -> HTTPResponse:
    """Those of the program."""
    token = knock.token(carried(knock.request))
    return _json([_hook(knock, each) for each in book.listed(knock.site.store, token_id=token.id)])


@door.delete(*_below("/webhooks/<mark>"))
def unhook(knock: Knock, mark: str) -> HTTPResponse:
    """Be called no more."""
    token = knock.token(carried(knock.request))
    found = book.called(knock.site.store, token.id, mark)
    if found is None or not book.remove(knock.site.store, found.id, by=knock.actor(token), now=knock.now):
        raise NotFound()
    return HTTPResponse(b"", 204)


def _hook(knock: Knock, each: book.Hook) -> dict[str, Any]:
    here = box_id(knock.site.config.store.directory)
    return {"id": each.mark, "url": each.url, "event": each.kinds[0], "deviceId": here}


@door.get(*_below("/health", "/health/<what>"))
def health(knock: Knock, what: str = "ready") -> HTTPResponse:
    """Whether it takes messages (it does, or it could not answer), and whether any modem can send."""
    if what not in ("ready", "live", "startup"):
        raise NotFound()
    knock.site.store.run("SELECT 1").fetchone()
    ready = sum(each.get("state") == "ready" for each in knock.site.modem_statuses())
    verdict = "pass" if ready or what != "ready" else "warn"
    check = {"status": "pass" if ready else "warn", "observedValue": ready, "observedUnit": "modems"}
    return _json({"status": verdict, "checks": {"modems:ready": check}})


def _json(content: object, code: int = 200, headers: Mapping[str, str] | None = None) -> HTTPResponse:
    octets = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
    return HTTPResponse(octets, code, {"Content-Type": "application/json", **(headers or {})})
