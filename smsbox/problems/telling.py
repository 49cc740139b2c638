"""How a problem is told: title, cause, consequence and next step in the reader's language, and what mends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smsbox.doctor.findings import Finding
from smsbox.doctor.findings import Severity as Found
from smsbox.doctor.phrases import WORDS as FACT_WORDS
from smsbox.i18n.codes import explain_code
from smsbox.i18n.explanations import Explained, explain, knows
from smsbox.i18n.facts import fill, written
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator
from smsbox.problems.fixes import Fix, fix_of, look_of
from smsbox.problems.problem import Problem
from smsbox.problems.words import WORDS, Words
from smsbox.settings import declaration

_NO_REASON = N_("It gave no reason.")
_LOOK_FIRST = N_("Check cable, power and SIM; then: smsbox doctor")


@dataclass(frozen=True, slots=True)
class Account:
    """A problem in words; `fix` acts or leads on, `look` shows more of it."""

    title: str
    cause: str
    consequence: str
    step: str
    fix: Fix | None
    look: Fix | None


def tell(problem: Problem, tr: Translator) -> Account:
    """It in the language of `tr`. A key that this program does not know is told by its key."""
    words = WORDS.get(problem.key) or Words(problem.key)
    if problem.key.startswith("doctor.") or "finding" in problem.facts:
        found = _finding(problem).told(tr.language)
        cause, consequence, step = found.cause, found.consequence, found.step
        if "finding" in problem.facts:
            consequence, step = consequence or tr.gettext(words.consequence), step or tr.gettext(words.step)
    else:
        cause, consequence, step = _told(problem, words, tr)
    return Account(_title(problem, words, tr), cause, consequence, step, fix_of(problem), look_of(problem))


def _finding(problem: Problem) -> Finding:
    """What the doctor said, now or in the last self-test."""
    if "finding" not in problem.facts:
        return Finding(problem.key, Found.WARNING, problem.facts, problem.subject)
    of = problem.facts.get("of")
    facts = dict(of) if isinstance(of, Mapping) else {}
    return Finding(str(problem.facts["finding"]), Found.WARNING, facts, str(problem.facts.get("about") or ""))


def _told(problem: Problem, words: Words, tr: Translator) -> tuple[str, str, str]:
    facts = written(tr, {**problem.facts, **_called(tr, problem)}) | {"subject": problem.subject}
    cause, consequence, step = (fill(tr.gettext(each), facts) for each in (words.cause, words.consequence, words.step))
    because = _because(problem, tr) if "because" in problem.facts else Explained("", "")
    measure = _measure(problem, tr)
    if measure is not None:
        return f"{because.cause} {measure.cause}", consequence, measure.step or because.step
    return cause or because.cause, consequence, step or because.step


def _called(tr: Translator, problem: Problem) -> dict[str, object]:
    """The settings among the facts, as the page calls them; a key that no setting has stays."""
    keys = problem.facts.get("keys")
    if not isinstance(keys, (list, tuple)):
        return {}
    return {"keys": [tr.gettext(found.title) if (found := declaration(str(key))) else key for key in keys]}


def _measure(problem: Problem, tr: Translator) -> Explained | None:
    """What was tried last to bring a modem back; once nothing has helped, what is left to do."""
    key = f"recovery.{problem.facts.get('rung')}"
    if not knows(key):
        return None
    told = explain(tr, key, problem.facts)
    return told if problem.facts["rung"] == "alarm" else Explained(told.cause, "")


def _because(problem: Problem, tr: Translator) -> Explained:
    """The reason a modem or a setting gives: an error's key, a number of the network, or plain words."""
    reason, of = str(problem.facts["because"]), problem.facts.get("of")
    facts = dict(of) if isinstance(of, Mapping) else {}
    for name, known in FACT_WORDS.items():
        if str(facts.get(name)) in known:
            facts[name] = tr.gettext(known[str(facts[name])])
    if knows(reason):
        return explain(tr, reason, facts)
    if not reason:
        return Explained(tr.gettext(_NO_REASON), tr.gettext(_LOOK_FIRST))
    return explain_code(tr, reason) or Explained(reason, tr.gettext(_LOOK_FIRST))


def _title(problem: Problem, words: Words, tr: Translator) -> str:
    if isinstance(words.title, tuple):
        count = problem.facts.get("count")
        number = count if isinstance(count, int) else 1
        return tr.ngettext(*words.title, number) % {"num": tr.number(number)}
    return tr.gettext(words.title) % {"name": problem.subject}
