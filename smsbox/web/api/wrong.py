"""How the API says what is wrong: one shape for all of it, with a code for programs and a sentence for people.

`{"error": {"code": …, "message": …, "step": …, "facts": {…}, "wrong": [{"at": "rows.3.to", "code": …, "message": …}]}}`
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.i18n.translator import Translator
from smsbox.programs.sending import BadDrafts
from smsbox.web.api.fields import FAULTS, Fault
from smsbox.web.api.operation import Answer
from smsbox.web.failures import retry_after, status_of


class BadFields(SmsboxError):
    """Values that are not what an operation wants. Facts: `count`."""

    key = "api.bad_fields"
    exit_code = 65

    def __init__(self, messages: Mapping[Any, Any]) -> None:
        self.faults = list(_faults(messages, ()))
        super().__init__(count=len(self.faults))


def _faults(found: Any, at: tuple[str, ...]) -> Iterator[tuple[str, Fault]]:
    if isinstance(found, Mapping):
        for name, each in found.items():
            yield from _faults(each, at if name == "_schema" else (*at, str(name)))
    elif isinstance(found, list):
        for each in found:
            yield from _faults(each, at)
    else:
        yield ".".join(at), found if isinstance(found, Fault) else Fault("invalid", {"kind": str(found)})


def answer(tr: Translator, error: SmsboxError) -> Answer:
    """What a program gets that met `error`."""
    told = explain(tr, error.key, error.facts)
    content: dict[str, Any] = {
        "code": error.key,
        "message": told.cause,
        "step": told.step,
        "facts": _plain(error.facts),
    }
    if isinstance(error, BadFields):
        content["wrong"] = [
            {"at": at, "code": fault.code, "message": tr.gettext(FAULTS[fault.code]).format(**_said(tr, fault))}
            for at, fault in error.faults
        ]
    if isinstance(error, BadDrafts):
        content["wrong"] = [draft(tr, place, each) for place, each in error.wrong.items()]
    again = retry_after(error)
    headers = () if again is None else (("Retry-After", again),)
    status = 403 if isinstance(error, BadDrafts) and error.forbidden else status_of(error)
    return Answer(status, {"error": content}, headers)


def draft(tr: Translator, place: int, error: SmsboxError) -> dict[str, Any]:
    """Why one message of several was not queued."""
    return {"at": str(place), "code": error.key, "message": explain(tr, error.key, error.facts).cause}


def _said(tr: Translator, fault: Fault) -> dict[str, object]:
    return {
        name: tr.gettext(fact) if isinstance(fact, str) and name == "kind" else fact
        for name, fact in fault.facts.items()
    }


def _plain(facts: Mapping[str, object]) -> dict[str, object]:
    return {
        name: fact if isinstance(fact, (str, int, float, bool, type(None))) else str(fact)
        for name, fact in facts.items()
    }
