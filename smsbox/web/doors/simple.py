"""Simple ways to send: one address for whatever can open one – 1C, tills, scripts – and Uptime Kuma's “SMSGateway”."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from bottle import HTTPResponse

from smsbox.errors import SmsboxError
from smsbox.outbox import Draft
from smsbox.people.tokens import Token
from smsbox.programs import answered, sending
from smsbox.programs.answered import LONGEST, Answered
from smsbox.programs.sending import Wish
from smsbox.web.api.bearer import carried
from smsbox.web.api.keeper import body_of
from smsbox.web.api.operation import BASE
from smsbox.web.api.reading import read_object
from smsbox.web.doors import asked as reading
from smsbox.web.doors.asked import (
    Asked,
    BadValue,
    Missing,
    in_header,
    numbers,
    of_form,
    of_query,
    reason,
    retry_after,
    status,
)
from smsbox.web.doors.door import Door, Knock

_SEND = f"{BASE}/sms"


def _refuse(knock: Knock, error: SmsboxError) -> HTTPResponse:
    told = knock.sentence(reason(error))
    if knock.request.path == _SEND:
        return _plain(f"ERROR {told}", status(error), retry_after(error))
    return _json({"status": "failed", "message": told}, status(error), retry_after(error))


door = Door("simple", _refuse)


@door.get(_SEND)
def by_address(knock: Knock) -> HTTPResponse:
    """All of it in the address: token, to, text; `OK` and the numbers of the messages, or `ERROR` and why."""
    asked = of_query(knock.request)
    return _sent(knock, asked, asked.text("token") or in_header(knock.request))


@door.post(_SEND)
def by_form(knock: Knock) -> HTTPResponse:
    """The same by a form. Its token stands in it: what a browser remembers by itself opens nothing here."""
    asked = of_form(knock.request)
    return _sent(knock, asked, asked.text("token"))


def _sent(knock: Knock, asked: Asked, secret: str) -> HTTPResponse:
    token = knock.token(secret)
    text = reading.encoded(asked, asked.text("charset") or "utf-8", "text", "message")
    if not text:
        raise Missing(name="text")
    ids = _once(knock, token, numbers(asked.text("to"), name="to"), text, asked.text("id"))
    return _plain(f"OK {','.join(map(str, ids))}", 200, {})


def _once(knock: Knock, token: Token, to: list[str], text: str, name: str) -> list[int]:
    """The ids; those of the first time, when the same comes again under the same name. Raises NameTaken."""
    store = knock.site.store
    if len(name) > LONGEST or not name.isprintable():
        raise BadValue("id", name)
    wish = Wish.to(to, _draft(knock, text), "simple", name=name or None)
    if not name:
        return [each.message_id for each in reading.send(knock, token, wish).queued.values()]
    digest = hashlib.sha256("\n".join([*to, text]).encode()).digest()
    with store.write(together=True):
        known = answered.before(store, token.id, f"simple {name}", digest, knock.now)
        if known is not None:
            return list(known.content)
        found = sending.send(store, token, knock.site.config, wish, knock.now)
        ids = [each.message_id for each in found.queued.values()]
        answered.keep(store, token.id, f"simple {name}", Answered(200, ids))
    knock.site.ring()
    return ids


@door.post(f"{_SEND}/send")
def sms_gateway(knock: Knock) -> HTTPResponse:
    """`to` and `body` in JSON; Uptime Kuma looks at the status of HTTP and whether `status` says `failed`."""
    token = knock.token(carried(knock.request))
    given = read_object(body_of(knock.request))
    to, body = given.get("to"), given.get("body")
    if not isinstance(to, str):
        raise Missing(name="to")
    if not isinstance(body, str) or not body.strip():
        raise Missing(name="body")
    wish = Wish.to(numbers(to, name="to"), _draft(knock, body), "simple")
    ids = [each.message_id for each in reading.send(knock, token, wish).queued.values()]
    return _json({"status": "queued", "id": ids[0], "ids": ids}, 200, {})


def _draft(knock: Knock, text: str) -> Draft:
    return Draft(recipient="", text=text, validity_s=knock.site.config.sending.validity_s)


def _plain(text: str, code: int, headers: Mapping[str, str]) -> HTTPResponse:
    return HTTPResponse(text.encode(), code, {"Content-Type": "text/plain; charset=utf-8", **headers})


def _json(content: object, code: int, headers: Mapping[str, str]) -> HTTPResponse:
    octets = json.dumps(content, ensure_ascii=False).encode()
    return HTTPResponse(octets, code, {"Content-Type": "application/json", **headers})
