"""What every typed error means to a person: its cause and the next step, by its `key`; facts fill the `{names}`.

Each entry is a phrase of the catalogues. A new error gets its entry in `smsbox.i18n.causes`, or the tests fail.
Errors with a fact `reason` may have an entry for each in `reasons`.
"""

from __future__ import annotations

from collections.abc import Mapping

from smsbox.i18n.causes import EXPLANATIONS
from smsbox.i18n.codes import explain_code, name_code
from smsbox.i18n.explained import Explained
from smsbox.i18n.facts import Said, fill, written
from smsbox.i18n.reasons import BY_REASON, bad_number
from smsbox.i18n.translator import Translator

_OF_NUMBERS = ("sms.bad_number", "outbox.destination_refused")
"""Their fact `reason` is a word of BAD_NUMBERS."""

_SAID = ("why", "answer")
"""Facts that may hold what a modem said, or the key of another explanation with its own facts in `of`."""


__all__ = ["Explained", "explain", "knows"]


def explain(tr: Translator, key: str, facts: Mapping[str, object] | None = None) -> Explained:
    """The explanation of `key`; of an unexpected fault when there is none. A fact that is missing reads `?`."""
    given = facts or {}
    reason, of = str(given.get("reason")), given.get("of")
    facts = written(tr, given)
    for name in _SAID:
        if facts.get(name) is not None:
            facts[name] = _Words(tr, str(facts[name]), of if isinstance(of, Mapping) else {})
    if key in _OF_NUMBERS:
        facts["reason"] = bad_number(tr, reason)
    cause, step = BY_REASON.get(f"{key}.{reason}") or EXPLANATIONS.get(key) or EXPLANATIONS["error.unexpected"]
    return Explained(fill(tr.gettext(cause), facts), fill(tr.gettext(step), facts))


def knows(key: str) -> bool:
    """Whether `key` has an explanation of its own."""
    return key in EXPLANATIONS


class _Words(Said):
    """What was said when something was refused: inside a sentence of ours in short, `{why}`, or as a sentence of its
    own, `{why:sentence}`. Nobody should have to look a number of the network up.
    """

    def __init__(self, tr: Translator, text: str, of: Mapping[str, object]) -> None:
        self._tr, self._text, self._of = tr, text, of

    def __format__(self, how: str) -> str:
        if knows(self._text):
            cause = explain(self._tr, self._text, self._of).cause
            return cause if how == "sentence" else cause.rstrip(".")
        whole = explain_code(self._tr, self._text) if how == "sentence" else None
        return whole.cause if whole is not None else name_code(self._tr, self._text)
