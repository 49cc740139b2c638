"""Surveys: a few questions at a time, in turn, what is known already left out; the pure half."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from smsbox.clock import DAY, Micros
from smsbox.dialogs.asked import BOOKS as _BOOKS
from smsbox.dialogs.asked import Answered, AskedView, Put, Question, Survey
from smsbox.dialogs.asking import LONGEST_OPTION, SKIP, asks_for, choice, once_each, scale, sentence, tidy
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows.part import Part
from smsbox.dialogs.form_texts import SURVEY
from smsbox.dialogs.moves import ForPeople, Heard, Move, Remember, Say
from smsbox.dialogs.vote_words import has_no_choice
from smsbox.dialogs.wondering import beside_questions, wonders
from smsbox.i18n.phrases import Phrase
from smsbox.sms.fields import fold

_MOST_QUESTIONS = 40
_NEVER: Micros = -1


class SurveyKind:
    """What a survey asks and understands. Its state: the questions of this talk that are left, the first is open."""

    texts = SURVEY
    resumes = keeps = only_called = True

    def parse(self, part: Part) -> Survey:
        """The questions, how many of them a talk has, and how long nobody is asked again."""
        parts = list(part.tables("question", least=1, most=_MOST_QUESTIONS))
        questions = tuple(map(_question, parts))
        once_each([(each, one.key) for each, one in zip(parts, questions, strict=True)], "field")
        if not part.has("question"):
            part.wrong("question", Phrase("this key is missing"))
        return Survey(questions, part.whole("ask", 3, 1, 10), part.whole("rest", 30, 0, 3650))

    def begin(self, flow: Flow[Survey], view: AskedView, heard: Heard) -> Move:
        """What he is asked this time; an answer may stand beside the word ("ОЦІНКА 5")."""
        keys = [each.key for each in chosen(flow.part, view, heard.now)]
        if not keys:
            return Move((flow.say("nothing"),), step="nothing", outcome="done")
        first = flow.part.question(keys[0])
        rest = heard.rest.strip()
        if rest and first is not None and (first.choice is None or len(first.choice.named(rest).keys) == 1):
            return self._answered(flow, keys, heard, put=True)
        return Move((_ask(flow, keys[0]),), (Put(keys[0]),), keys[0], {"left": keys})

    def hear(self, flow: Flow[Survey], state: Mapping[str, Any], view: AskedView, heard: Heard) -> Move:
        """An answer, or none that fits, or the wish to leave a question out."""
        keys = list(state["left"])
        question = flow.part.question(keys[0])
        unsure = question is not None and question.choice is not None and has_no_choice(heard.rest)
        if asks_for(heard.meaning.words, SKIP) or (unsure and not self._names(question, heard)):
            return self._on(flow, keys[1:], ())
        return self._answered(flow, keys, heard, put=False)

    def again(self, flow: Flow[Survey], state: Mapping[str, Any], view: AskedView) -> Move:
        """The open question once more."""
        keys = list(state["left"])
        return Move((_ask(flow, keys[0]),), (), keys[0], {"left": keys})

    def leave(self, flow: Flow[Survey], state: Mapping[str, Any], view: AskedView, why: str) -> Move:
        """What he has answered stays."""
        return Move(outcome="left")

    def later(self, flow: Flow[Survey], view: AskedView, heard: Heard) -> Move | None:
        """Nothing is asked for."""
        return None

    def _names(self, question: Question | None, heard: Heard) -> bool:
        return question is not None and question.choice is not None and bool(question.choice.named(heard.rest).keys)

    def _answered(self, flow: Flow[Survey], keys: list[str], heard: Heard, *, put: bool) -> Move:
        question = flow.part.question(keys[0])
        if question is None:  # cannot be: a dialog ends with the version it began with
            return self._on(flow, keys[1:], ())
        before: tuple[Any, ...] = (Put(question.key),) if put else ()
        if question.choice is None:
            answer, plain = tidy(heard.rest), not wonders(heard.rest)
        else:
            named = question.choice.named(heard.rest)
            if not named.plain:  # "and what does a pizza cost?" is no answer
                named = replace(question.choice.named(beside_questions(heard.rest)), plain=False)
            if not named.keys or (len(named.keys) > 1 and not question.several):
                return _unclear(flow, question, named.keys, keys)
            answer, plain = ", ".join(named.keys), named.plain
        if not answer:
            return _unclear(flow, question, (), keys)
        effects: list[Any] = [*before, Answered(question.key, answer, question.choice is None)]
        if question.field:
            effects.append(Remember(question.field, answer))
        if not plain:
            effects.append(ForPeople())
        return replace(self._on(flow, keys[1:], tuple(effects)), loose=question.choice is None)

    def _on(self, flow: Flow[Survey], keys: list[str], effects: tuple[Any, ...]) -> Move:
        if not keys:
            return Move((flow.say("thanks"),), effects, "thanks", outcome="done")
        return Move((_ask(flow, keys[0]),), (*effects, Put(keys[0])), keys[0], {"left": keys})


def chosen(part: Survey, view: AskedView, now: Micros) -> list[Question]:
    """Whom to ask what: nobody before his rest is over; what is asked always first, then what was never asked, then
    what was asked longest ago; nothing that is known and not too old. So many as one talk has.
    """
    last = view.last()
    if last is not None and now - last < part.rest * DAY:
        return []
    asked, known = view.asked(), view.known()
    constant = [each for each in part.questions if each.always]
    rotating = [
        each for each in part.questions if not each.always and now - known.get(each.key, -(10**18)) >= each.days * DAY
    ]
    rotating.sort(key=lambda each: asked.get(each.key, _NEVER))  # stable: those of one age in their order
    return [*constant, *rotating][: part.ask]


def _ask(flow: Flow[Survey], key: str) -> Say:
    question = flow.part.question(key)
    return Say(_said(flow, question) if question is not None else "")


def _said(flow: Flow[Survey], question: Question) -> str:
    """The question as customers get it, a template of the shop's."""
    pieces = [question.text]
    if question.choice is not None:
        pieces.append(question.choice.said)
        if question.several:
            pieces.append(flow.say("several").text)
    return " ".join(pieces)


def _unclear(flow: Flow[Survey], question: Question, named: tuple[str, ...], keys: list[str]) -> Move:
    if named:
        say = flow.say("which", choices=", ".join(named))
    else:
        say = Say(flow.say("unread").text.replace("{question}", _said(flow, question)))
    return Move((say,), (), question.key, {"left": keys}, understood=False)


def _question(part: Part) -> Question:
    options = scale(part.whole("scale", 5, 2, 10)) if part.has("scale") else choice(part)
    field = fold(part.text("field", "", longest=LONGEST_OPTION)) if part.has("field") else ""
    key = part.text("key", field or None, longest=LONGEST_OPTION)
    return Question(
        *(key, field, sentence(part, "text"), options, part.flag("several")),
        *(part.whole("days", 365, 1, 3650), part.flag("always")),
    )


KIND = SurveyKind()
BOOKS = _BOOKS
