"""What the doctor can find: facts with a severity, and how they are told – cause, consequence, next step, remedy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from smsbox.doctor.phrases import CONSEQUENCES, PHRASES, WORDS
from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.i18n.facts import fill, written
from smsbox.i18n.translator import Translator, translator


class Severity(Enum):
    """How bad it is: a PROBLEM keeps smsbox from working, a WARNING may, a NOTE is worth knowing."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    PROBLEM = "problem"


WORST_FIRST = (Severity.PROBLEM, Severity.WARNING, Severity.NOTE, Severity.OK)


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in a reader's language. `command` is to be typed, `page` a path of our own page; "" where none helps.

    Of something that is in order only the cause is told.
    """

    cause: str
    consequence: str = ""
    step: str = ""
    command: str = ""
    page: str = ""

    @property
    def command_unsaid(self) -> str:
        """The command, unless the step tells it already."""
        return "" if self.command.removeprefix("sudo ") in self.step else self.command


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact about this box. `key` names its explanation, `facts` fill it; `about` is the modem it speaks of."""

    key: str
    severity: Severity
    facts: Mapping[str, object] = field(default_factory=dict)
    about: str = ""

    def told(self, language: str) -> Told:
        """It in words."""
        tr = translator(language)
        phrase = PHRASES.get(self.key)
        facts = _worded(tr, self.facts)
        if phrase is None:
            explained = explain(tr, self.key, facts)
            return Told(explained.cause, _consequence(tr, self.key), explained.step)
        if "because" in self.facts:
            # A finding that rests on another explanation quotes it in the same language.
            of = self.facts.get("of")
            quoted = explain(tr, str(self.facts["because"]), _worded(tr, of) if isinstance(of, Mapping) else {})
            facts |= {"reason": quoted.cause, "step": quoted.step}
        cause, consequence, step = (
            fill(tr.gettext(text), facts) for text in (phrase.cause, phrase.consequence, phrase.step)
        )
        return Told(cause, consequence, step, fill(phrase.command, facts), phrase.page)


def _worded(tr: Translator, facts: Mapping[str, object]) -> dict[str, object]:
    """Facts in the reader's language, those that are words of ours, too."""
    words = {
        name: tr.gettext(WORDS[name][str(fact)]) for name, fact in facts.items() if str(fact) in WORDS.get(name, ())
    }
    return written(tr, facts) | words


def _consequence(tr: Translator, key: str) -> str:
    """What follows from a typed error, by the room it comes from."""
    known = CONSEQUENCES.get(key) or CONSEQUENCES.get(key.partition(".")[0], "")
    return tr.gettext(known)


def ok(key: str, about: str = "", **facts: object) -> Finding:
    """Something is as it should be."""
    return Finding(key, Severity.OK, facts, about)


def note(key: str, about: str = "", **facts: object) -> Finding:
    """Something is worth knowing and needs nobody."""
    return Finding(key, Severity.NOTE, facts, about)


def warning(key: str, about: str = "", **facts: object) -> Finding:
    """Something may keep smsbox from working well."""
    return Finding(key, Severity.WARNING, facts, about)


def problem(key: str, about: str = "", **facts: object) -> Finding:
    """Something keeps smsbox from working."""
    return Finding(key, Severity.PROBLEM, facts, about)


def failure(trouble: SmsboxError, about: str = "") -> Finding:
    """A typed error as a finding: its own explanation says what to do."""
    return Finding(trouble.key, Severity.PROBLEM, dict(trouble.facts), about)
