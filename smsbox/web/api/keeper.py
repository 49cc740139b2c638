"""Stands before every operation: token, right, size, form and fields; does once what may come twice; answers JSON."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import bottle
from marshmallow import ValidationError

from smsbox.errors import SmsboxError
from smsbox.i18n.translator import negotiate, translator
from smsbox.programs import answered, sending
from smsbox.programs.answered import Answered
from smsbox.programs.bearer import token_of
from smsbox.web.api import wrong
from smsbox.web.api.bearer import carried
from smsbox.web.api.fields import Body
from smsbox.web.api.operation import Answer, Call, Closed, Operation
from smsbox.web.api.reading import read_object
from smsbox.web.server.serve import BODY_LIMIT
from smsbox.web.site import Site

log = logging.getLogger(__name__)

_NAME = re.compile(f"[\\x21-\\x7e]{{1,{answered.LONGEST}}}")
_SIMPLE = ("", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded")
"""What a page of another site may send without asking (Fetch, "CORS-safelisted request-header")."""


class TooLarge(SmsboxError):
    """A body larger than may be. Facts: `most` octets."""

    key = "api.too_large"
    exit_code = 65


class ForeignForm(SmsboxError):
    """A body in a form that any web page can send through somebody's browser. Facts: `type`."""

    key = "api.foreign_form"
    exit_code = 77


class WrongType(SmsboxError):
    """A body in a form nobody reads here. Facts: `type`."""

    key = "api.wrong_type"
    exit_code = 65


class BadName(SmsboxError):
    """An Idempotency-Key that cannot be one. Facts: `most` characters."""

    key = "api.bad_name"
    exit_code = 65


class NotFound(SmsboxError):
    """There is no such thing, or it is none of this token's business. No facts."""

    key = "api.not_found"
    exit_code = 65


class NoSuchWay(SmsboxError):
    """An address or a method the API does not have. Facts: `method`, `path`, `allowed`."""

    key = "api.no_such_way"
    exit_code = 65


class Keeper:
    """Makes a Bottle callback of each operation."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def guard(self, operation: Operation) -> Callable[..., bottle.HTTPResponse]:
        """The callback for `operation`."""

        def call(**arguments: Any) -> bottle.HTTPResponse:
            request = bottle.request
            return self.answered(request, lambda: self._done(request, operation, arguments))

        return call

    def answered(self, request: bottle.BaseRequest, work: Callable[[], Answer]) -> bottle.HTTPResponse:
        """What `work` answers, or what went wrong in it, on its way to the program."""
        tr = translator(self._language(request))
        try:
            found = work()
        except SmsboxError as error:
            found = wrong.answer(tr, error)
        except Exception:
            log.exception("%s %s failed", request.method, request.path)
            found = wrong.answer(tr, SmsboxError())
        return response(found)

    def refuse(self, error: bottle.HTTPError) -> bottle.HTTPResponse:
        """What Bottle itself has no answer to: an address, or a method there, that is none."""
        request, allowed = bottle.request, error.get_header("Allow")
        told = NoSuchWay(method=request.method[:20], path=request.path[:200], allowed=allowed or "")
        found = wrong.answer(translator(self._language(request)), told if error.status_code < 500 else SmsboxError())
        headers = (*found.headers, ("Allow", allowed)) if allowed else found.headers
        return response(Answer(error.status_code, found.content, headers))

    def _language(self, request: bottle.BaseRequest) -> str:
        return negotiate(request.get_header("Accept-Language", ""), self._site.config.region.language)

    def _done(self, request: bottle.BaseRequest, operation: Operation, arguments: Mapping[str, Any]) -> Answer:
        site, now = self._site, self._site.clock.now()
        if site.config.programs.api != "on":
            raise Closed(door="api")
        token = token_of(site.store, carried(request), str(request.environ.get("REMOTE_ADDR", "")), now)
        if operation.needs is not None:
            sending.need(token, operation.needs)
        octets = body_of(request)
        query = _fields(operation.query, _once_each(request))
        body = _fields(operation.body, read_object(octets) if octets else {}) if operation.body else {}
        call = Call(site, request, token, now, self._language(request), query, body)
        if operation.look is not None:
            call = replace(call, looked=operation.look(call, **arguments))
        if operation.method == "GET":
            return operation.handler(call, **arguments)
        name = _name(request) if operation.repeatable else None
        found = (
            operation.handler(call, **arguments) if name is None else _once(call, operation, name, octets, arguments)
        )
        site.ring()
        return found


def body_of(request: bottle.BaseRequest) -> bytes:
    """The body, in JSON or not there. Raises TooLarge, ForeignForm, WrongType."""
    if request.content_length > BODY_LIMIT:
        raise TooLarge(most=BODY_LIMIT)
    octets: bytes = request.body.read(BODY_LIMIT + 1)
    if len(octets) > BODY_LIMIT:
        raise TooLarge(most=BODY_LIMIT)
    kind = str(request.content_type or "").partition(";")[0].strip().lower()
    if octets and kind != "application/json" and not kind.endswith("+json"):
        raise ForeignForm(type=kind[:60]) if kind in _SIMPLE else WrongType(type=kind[:60])
    return octets


def _once_each(request: bottle.BaseRequest) -> dict[str, str]:
    """The query; of a parameter that comes twice the last counts, as in Bottle's own `query`."""
    raw = ((name, value) for name, value in request.query.allitems())
    return {_utf8(name): _utf8(value) for name, value in raw}


def _utf8(raw: str) -> str:
    return raw.encode("latin-1").decode("utf-8", "replace")


def _fields(of: type[Body] | None, given: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = _shape(of or Body).load(given)
    except ValidationError as error:
        raise wrong.BadFields(error.messages_dict) from None
    return found


@cache
def _shape(of: type[Body]) -> Body:
    """One for all requests: making it takes longer than using it."""
    return of()


def _name(request: bottle.BaseRequest) -> str | None:
    name = request.get_header("Idempotency-Key")
    if name is None:
        return None
    if not _NAME.fullmatch(name):
        raise BadName(most=answered.LONGEST)
    return str(name)


def _once(call: Call, operation: Operation, name: str, octets: bytes, arguments: Mapping[str, Any]) -> Answer:
    store = call.site.store
    digest = hashlib.sha256(f"{operation.method} {call.request.path}\n".encode() + octets).digest()
    with store.write(together=True):
        known = answered.before(store, call.token.id, name, digest, call.now)
        if known is not None:
            return Answer(known.status, known.content, (("Idempotent-Replayed", "true"),))
        found = operation.handler(call, **arguments)
        answered.keep(store, call.token.id, name, Answered(found.status, found.content))
    return found


def response(found: Answer) -> bottle.HTTPResponse:
    """An answer as Bottle wants it."""
    body = b"" if found.content is None else json.dumps(found.content, ensure_ascii=False).encode("utf-8", "replace")
    made = bottle.HTTPResponse(body, found.status)
    if body:
        made.set_header("Content-Type", "application/json")
    if found.status == 401:
        made.set_header("WWW-Authenticate", 'Bearer realm="smsbox"')
    for name, value in found.headers:
        made.set_header(name, value)
    return made
