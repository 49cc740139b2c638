"""What every typed error means to a person: its cause and the next step, by its `key`; facts fill the `{names}`.

Each entry is a phrase of the catalogues. A new error gets its entry in `smsbox.i18n.causes`, or the tests fail.
Errors with a fact `reason` may have an entry for each in `reasons`.
"""

from __future__ import annotations

import string
from collections.abc import Mapping

from smsbox.i18n.causes import EXPLANATIONS
from smsbox.i18n.codes import explain_code, name_code
from smsbox.i18n.explained import Explained
from smsbox.i18n.phrases import told
from smsbox.i18n.reasons import BY_REASON, bad_number
from smsbox.i18n.system import system_words
from smsbox.i18n.translator import Translator

_OF_NUMBERS = ("sms.bad_number", "outbox.destination_refused")
"""Their fact `reason` is a word of BAD_NUMBERS."""

_OF_A_CODE = "relay.sim_rests"
"""Its fact `why` is an error as the outbox keeps it, and a sentence of its own."""

_MAY_BE_CODES = ("why", "answer")
"""Facts that may hold what a modem said, which nobody should have to look up."""


__all__ = ["Explained", "explain", "knows"]


def explain(tr: Translator, key: str, facts: Mapping[str, object] | None = None) -> Explained:
    """The explanation of `key`; of an unexpected fault when there is none. A fact that is missing reads `?`."""
    facts = {name: told(tr, fact) for name, fact in (facts or {}).items()}
    reason = str(facts.get("reason"))
    for name in ("problem", "detail"):
        if name in facts:
            facts[name] = system_words(tr, str(facts[name]))
    for name in _MAY_BE_CODES:
        if name in facts and key != _OF_A_CODE:
            facts[name] = name_code(tr, str(facts[name]))
    if key in _OF_NUMBERS:
        facts["reason"] = bad_number(tr, reason)
    code = explain_code(tr, str(facts["why"])) if key == _OF_A_CODE and "why" in facts else None
    if code is not None:
        facts["why"] = code.cause
    cause, step = BY_REASON.get(f"{key}.{reason}") or EXPLANATIONS.get(key) or EXPLANATIONS["error.unexpected"]
    return Explained(_fill(tr.gettext(cause), facts), _fill(tr.gettext(step), facts))


def knows(key: str) -> bool:
    """Whether `key` has an explanation of its own."""
    return key in EXPLANATIONS


class _Facts(string.Formatter):
    """Only plain names: a phrase of ours never reaches into an object."""

    def get_field(self, field_name: str, args: object, kwargs: Mapping[str, object]) -> tuple[object, str]:
        value = kwargs.get(field_name)
        return "?" if value is None else str(value), field_name


def _fill(phrase: str, facts: Mapping[str, object]) -> str:
    return _Facts().vformat(phrase, (), facts)
