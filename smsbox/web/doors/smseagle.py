"""As an SMSEagle is spoken to: by address (API v1), by JSON-RPC, and by JSON (API v2), each also below /index.php.

Written after what Uptime Kuma, Zabbix, LibreNMS and apprise send, and what they look at in the answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import unquote

from bottle import HTTPResponse

from smsbox.errors import SmsboxError
from smsbox.outbox import Draft
from smsbox.people.tokens import Token
from smsbox.programs import sending
from smsbox.programs.bearer import NoToken, WrongToken
from smsbox.programs.sending import BadDrafts, Wish
from smsbox.web.api.bearer import carried
from smsbox.web.api.keeper import body_of
from smsbox.web.api.reading import read_object
from smsbox.web.doors.asked import (
    BadValue,
    Missing,
    NotHere,
    each_once,
    in_header,
    is_yes,
    numbers,
    of_query,
    reason,
    retry_after,
    send,
    status,
)
from smsbox.web.doors.door import Door, Knock
from smsbox.web.doors.moments import moment, span, window

_HIGH = 50
"""Our priority of what is urgent there."""
_PLACEHOLDERS = ("default", "YYYYmmDDHHMM", "HH:MM:SS", "HH:MM")
"""What clients send where nothing was filled in."""
_ESCAPED = re.compile(r"(?:[A-Za-z0-9_.!~*'()-]|%[0-9A-F]{2})*%[0-9A-F]{2}(?:[A-Za-z0-9_.!~*'()-]|%[0-9A-F]{2})*")
"""What JavaScript's encodeURIComponent leaves of a text in which it had anything to escape."""
_MINE = ("sms.send_sms",)


def _refuse(knock: Knock, error: SmsboxError) -> HTTPResponse:
    """In the words of the version that was spoken."""
    path = knock.request.path
    if "/http_api/" in path:
        return _refuse_text(knock, error)
    said: object = {"status": "error", "error_text": _words(knock, error)}
    if "/jsonrpc/" in path:
        return _json({"result": said}, status(error), error)
    return _json({"status": "error", "message": _words(knock, error)}, status(error), error)


door = Door("smseagle", _refuse)


# ── v1


@door.get("/http_api/send_sms", "/index.php/http_api/send_sms")
def by_address(knock: Knock) -> HTTPResponse:
    """All of it in the address: what LibreNMS and Zabbix use."""
    asked = of_query(knock.request)
    token = knock.token(asked.text("access_token", "pass") or in_header(knock.request))
    wish = _wish(knock, {name: asked.text(name) for name in asked.raw}, numbers(asked.text("to"), name="to"))
    ids = _sent(knock, token, wish, test=asked.yes("test"))
    if asked.text("responsetype") == "xml":
        each = [f"<message_id>{id}</message_id><status>ok</status>" for id in ids]
        inner = each[0] if len(each) == 1 else "".join(f"<item>{one}</item>" for one in each)
        return _said(f"<xml>{inner}</xml>", 200, "text/xml")
    return _said(f"OK; ID={','.join(map(str, ids))}", 200)


@door.get(
    *(
        f"{before}/http_api/{what}"
        for before in ("", "/index.php")
        for what in ("send_togroup", "send_tocontact", "send_mms")
    )
)
def not_by_address(knock: Knock) -> HTTPResponse:
    """What an SMSEagle can and we do not, said plainly."""
    raise NotHere(what=knock.request.path.rpartition("/")[2])


def _refuse_text(knock: Knock, error: SmsboxError) -> HTTPResponse:
    words = _words(knock, error)
    if "responsetype=xml" in str(knock.request.environ.get("QUERY_STRING", "")):
        return _said(f"<xml><error_text>{escape(words)}</error_text><status>error</status></xml>", 0, "text/xml", error)
    return _said(words, 0, error=error)


# ── JSON-RPC


@door.post("/jsonrpc/sms", "/index.php/jsonrpc/sms")
def by_method(knock: Knock) -> HTTPResponse:
    """One method by its name: what apprise uses."""
    asked = read_object(body_of(knock.request))
    given, method = asked.get("params"), str(asked.get("method", ""))
    if not isinstance(given, dict):
        raise Missing(name="params")
    token = knock.token(str(given.get("access_token") or given.get("pass") or "") or carried(knock.request))
    if method not in _MINE:
        raise NotHere(what=method[:60]) if method else Missing(name="method")
    if given.get("attachments") or given.get("message_type") == "mms":
        raise NotHere(what="mms")
    wish = _wish(knock, given, _to(given.get("to")))
    ids = _sent(knock, token, wish, test=is_yes(given.get("test")))
    if given.get("responsetype") != "extended":
        return _json({"result": f"OK; ID=[{','.join(map(str, ids))}]"})
    found = [{"message_id": str(id), "status": "ok"} for id in ids]
    return _json({"result": found[0] if len(found) == 1 else found})


# ── v2


@door.post("/api/v2/messages/sms", "/index.php/api/v2/messages/sms")
def to_many(knock: Knock) -> HTTPResponse:
    """To each of a list, each with a status of its own: what Uptime Kuma uses."""
    return _by_json(knock, single=False)


@door.post("/api/v2/messages/sms_single", "/index.php/api/v2/messages/sms_single")
def to_one(knock: Knock) -> HTTPResponse:
    """To one."""
    return _by_json(knock, single=True)


def _by_json(knock: Knock, *, single: bool) -> HTTPResponse:
    token = knock.token(carried(knock.request))
    given = read_object(body_of(knock.request))
    for name in ("contacts", "groups"):
        if given.get(name):
            raise NotHere(what=name)
    to = _to(given.get("to"))
    if single and len(to) > 1:
        raise BadValue("to", ",".join(to))
    wish = _wish(knock, {**given, "message": _unescaped(given.get("text"))}, to, missing="text")
    if is_yes(given.get("test")):
        ids = dict.fromkeys(range(len(to)), 0)
        _sent(knock, token, wish, test=True)
        wrong: Mapping[int, SmsboxError] = {}
    else:
        found = send(knock, token, replace(wish, skip_bad=True))
        ids, wrong = {place: each.message_id for place, each in found.queued.items()}, found.left_out
    rows = [
        {"status": "queued", "message": "OK", "number": number, "id": ids[place]}
        if place in ids
        else {"status": "error", "message": knock.sentence(wrong[place]), "number": number}
        for place, number in enumerate(to)
    ]
    return _json(rows)


def _unescaped(text: object) -> object:
    """A text that was escaped as for an address, although it stands in JSON: Zabbix's media type “SMSEagle v2” does so.
    A text as people write it has a blank or a letter that no escaped one has.
    """
    if isinstance(text, str) and _ESCAPED.fullmatch(text):
        with suppress(UnicodeDecodeError):
            return unquote(text, errors="strict")
    return text


# ── what all three have in common


def _to(given: object) -> list[str]:
    """The numbers, in a list or in a text. Raises BadValue, Missing."""
    if isinstance(given, list):
        if not all(isinstance(each, (str, int)) for each in given):
            raise BadValue("to", given)
        return each_once([str(each) for each in given], name="to")
    return numbers("" if given is None else str(given), name="to")


def _wish(knock: Knock, given: Mapping[str, Any], to: Sequence[str], *, missing: str = "message") -> Wish:
    """Raises Missing, BadValue."""
    text = given.get("message")
    if not isinstance(text, str) or not text.strip():
        raise Missing(name=missing)
    zone = knock.site.zone
    when = moment("date", _filled(given, "date"), zone) or window(
        _filled(given, "send_after"), _filled(given, "send_before"), knock.now, zone
    )
    model = Draft(
        recipient="",
        text=text,
        priority=_priority(given),
        flash=is_yes(given.get("flash")),
        validity_s=span("validity", _filled(given, "validity")) or knock.site.config.sending.validity_s,
        send_after=when,
    )
    return Wish.to(to, model, "smseagle", name=_filled(given, "oid")[:200] or None)


def _sent(knock: Knock, token: Token, wish: Wish, *, test: bool) -> list[int]:
    """The ids of what was queued; zeros for what was only looked at."""
    if test:
        found = sending.check(knock.site.store, token, knock.site.config, wish, knock.now)
        if found.wrong:
            raise BadDrafts(found.wrong, len(wish))
        return [0] * len(wish)
    return [each.message_id for each in send(knock, token, wish).queued.values()]


def _filled(given: Mapping[str, Any], name: str) -> str:
    found = given.get(name)
    text = str(found).strip() if isinstance(found, (str, int)) else ""
    return "" if text in _PLACEHOLDERS else text


def _priority(given: Mapping[str, Any]) -> int:
    if is_yes(given.get("highpriority")):
        return _HIGH
    level = _filled(given, "priority")  # 0..9 of version 2
    return int(level) * 10 if re.fullmatch("[0-9]", level) else 0


def _words(knock: Knock, error: SmsboxError) -> str:
    """What an SMSEagle says, where it says anything of the kind, and what is behind it."""
    if isinstance(error, (NoToken, WrongToken)):
        login = "login=" in str(knock.request.environ.get("QUERY_STRING", ""))
        return "Invalid login or password" if login else "Invalid access token"
    told = knock.sentence(reason(error))
    wrong = isinstance(error, (Missing, BadValue, BadDrafts, NotHere)) or error.key.startswith("api.")
    return f"Wrong parameters: {told}" if wrong else told


def _said(text: str, code: int, kind: str = "text/plain", error: SmsboxError | None = None) -> HTTPResponse:
    headers = {"Content-Type": f"{kind}; charset=utf-8"}
    if error is not None:
        code, headers = status(error), headers | retry_after(error)
    return HTTPResponse(text.encode(), code, headers)


def _json(content: object, code: int = 200, error: SmsboxError | None = None) -> HTTPResponse:
    headers = {"Content-Type": "application/json"} | (retry_after(error) if error is not None else {})
    return HTTPResponse(json.dumps(content, ensure_ascii=False).encode(), code, headers)
