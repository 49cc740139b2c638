"""Alarms of monitoring: the webhooks of Alertmanager and Grafana, one SMS for each group of alerts, once.

Who gets it stands in the address (`to`) or in a setting; how it is said in another. A group that comes again unchanged
within the hour is a retry and answered as before; later it is the reminder that its owner asked for.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bottle import HTTPResponse

from smsbox.clock import HOUR, Micros
from smsbox.errors import SmsboxError
from smsbox.outbox import Draft
from smsbox.programs import answered, sending
from smsbox.programs.answered import Answered
from smsbox.programs.sending import Wish
from smsbox.web.api.bearer import carried
from smsbox.web.api.keeper import body_of
from smsbox.web.api.operation import BASE
from smsbox.web.api.reading import read_object
from smsbox.web.doors.asked import Missing, each_once, numbers, of_query, reason, retry_after, status
from smsbox.web.doors.door import Door, Knock

RETRIED: Micros = HOUR
"""How long the same group with the same alerts is taken for a retry. Alertmanager tries for minutes."""

PLAIN = "[{status} {count}] {name}: {summary}"
"""How an alarm is said where no setting says it otherwise."""

_LONGEST = 300
"""Characters: five SMS in Cyrillic. What does not fit is read where the alarm comes from."""
_TOLD = 3
"""Alerts of a group that are told in words."""
_PRIORITY = 50
_FIELD = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_WORDS = ("summary", "description", "message")

Alert = Mapping[str, Any]


def _refuse(knock: Knock, error: SmsboxError) -> HTTPResponse:
    """Both try again after 5xx and 429 alone; the words are for their logs."""
    return _json({"status": "error", "message": knock.sentence(reason(error))}, status(error), retry_after(error))


door = Door("simple", _refuse)


@door.post(f"{BASE}/alerts")
def alerts(knock: Knock) -> HTTPResponse:
    """Queue one SMS for each who is to know of a group. Who cannot be written to keeps nobody else from knowing."""
    token = knock.token(carried(knock.request))
    group = read_object(body_of(knock.request))
    programs, store = knock.site.config.programs, knock.site.store
    typed = of_query(knock.request).text("to")
    to = numbers(typed, name="to") if typed else each_once(programs.alerts_to, name="to")
    text = said(group, programs.alerts_text or PLAIN)
    name = f"alerts {_mark(group, to)}"
    model = Draft(recipient="", text=text, priority=_PRIORITY, validity_s=knock.site.config.sending.validity_s)
    with store.write(together=True):
        known = answered.before(store, token.id, name, b"", knock.now, kept=RETRIED)
        if known is not None:
            return _json(known.content, 200)
        wish = Wish.to(to, model, "alerts", skip_bad=True)
        found = sending.send(store, token, knock.site.config, wish, knock.now)
        left_out = [{"to": to[place], "message": knock.sentence(each)} for place, each in found.left_out.items()]
        content = {"status": "queued", "ids": [each.message_id for each in found.queued.values()], "left_out": left_out}
        answered.keep(store, token.id, name, Answered(200, content))
    return _json(content, 200)


def said(group: Mapping[str, Any], template: str) -> str:
    """A group of alerts in one text. Raises Missing when it is none."""
    listed = _listed(group)
    state = _word(group.get("status")) or _word(listed[0].get("status"))
    told = [each for each in listed if _word(each.get("status")) in ("", state)] or listed
    common = {**_texts(group.get("commonLabels")), **_texts(group.get("commonAnnotations"))}
    fields = {
        **{name: _word(value) for name, value in group.items() if isinstance(value, str)},
        **common,
        "status": state.upper(),
        "count": str(len(told)),
        "name": _name(group, listed),
        "summary": _summary(told),
    }
    text = _FIELD.sub(lambda found: fields.get(found[1], ""), template).strip().rstrip(": ")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _listed(group: Mapping[str, Any]) -> Sequence[Alert]:
    found = group.get("alerts")
    if not isinstance(found, list) or not found or not all(isinstance(each, dict) for each in found):
        raise Missing(name="alerts")
    return found


def _name(group: Mapping[str, Any], listed: Sequence[Alert]) -> str:
    common = _texts(group.get("commonLabels")).get("alertname")
    names = dict.fromkeys(_texts(each.get("labels")).get("alertname", "") for each in listed)
    return common or ", ".join(filter(None, names)) or _word(group.get("title")) or _word(group.get("receiver"))


def _summary(told: Sequence[Alert]) -> str:
    """What the first of them say, each once, and how many more there are."""
    words = list(dict.fromkeys(filter(None, map(_what, told))))
    more = len(words) - _TOLD
    return "; ".join(words[:_TOLD]) + (f"; +{more}" if more > 0 else "")


def _what(alert: Alert) -> str:
    notes, labels = _texts(alert.get("annotations")), _texts(alert.get("labels"))
    return next((notes[name] for name in _WORDS if notes.get(name)), "") or labels.get("instance", "")


def _mark(group: Mapping[str, Any], to: Sequence[str]) -> str:
    """What makes it the same group in the same state for the same people: nothing but what a retry repeats."""
    each = sorted(
        json.dumps([_texts(one.get("labels")), _word(one.get("status")), _word(one.get("startsAt"))], sort_keys=True)
        for one in _listed(group)
    )
    whole = json.dumps([_word(group.get("groupKey")), _word(group.get("status")), each, list(to)])
    return hashlib.sha256(whole.encode()).hexdigest()


def _texts(value: object) -> dict[str, str]:
    return {str(name): _word(each) for name, each in value.items()} if isinstance(value, dict) else {}


def _word(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _json(content: object, code: int, headers: Mapping[str, str] | None = None) -> HTTPResponse:
    octets = json.dumps(content, ensure_ascii=False).encode()
    return HTTPResponse(octets, code, {"Content-Type": "application/json", **(headers or {})})
