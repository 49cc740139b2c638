"""Applications and other forms: one question after the other, each answer checked, a summary at the end; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from smsbox.clock import SECOND, BadMoment, parse_span
from smsbox.dialogs import checks
from smsbox.dialogs.applications import BOOKS as _BOOKS
from smsbox.dialogs.applications import Form, FormView, Step, Submit
from smsbox.dialogs.asking import (
    BACK,
    LONGEST_ANSWER,
    LONGEST_OPTION,
    NOTHING,
    SKIP,
    agreed,
    asks_for,
    choice,
    once_each,
    sentence,
)
from smsbox.dialogs.checks import CHECKS, CHOICE, DAY, EMAIL, NUMBER, PHONE, TEXT, WHEN, YESNO
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows.part import Part
from smsbox.dialogs.form_texts import FORM
from smsbox.dialogs.moves import ForPeople, Heard, Move, Remember, Say
from smsbox.dialogs.wondering import asks, beside_questions, wonders
from smsbox.i18n.phrases import Phrase
from smsbox.sms.counting import number_of
from smsbox.sms.fields import fold
from smsbox.sms.matching import options

_MOST_STEPS = 20
_SHOWN = 40
"""Characters of an answer in the summary."""
SUMMARY, WHAT = "summary", "what"


class FormKind:
    """What a form asks and understands. Its state: `at`, the key of the step or `summary` or `what`, the `answers` so
    far, and `back`: one answer is being changed, then comes the summary.
    """

    texts = FORM
    resumes = True

    def parse(self, part: Part) -> Form:
        """The steps, and what people have to do with what comes of them."""
        parts = list(part.tables("step", least=1, most=_MOST_STEPS))
        steps = tuple(map(_step, parts))
        once_each([(each, one.key) for each, one in zip(parts, steps, strict=True)], "key")
        if not part.has("step"):
            part.wrong("step", Phrase("this key is missing"))
        task = part.text("task", "", longest=60) if part.has("task") else ""
        return Form(steps, task, _due(part), part.flag("confirm", True), part.flag("once", False))

    def begin(self, flow: Flow[Form], view: FormView, heard: Heard) -> Move:
        """The first question."""
        if flow.part.once and view.sent:
            return Move((flow.say("once"),), step="once", outcome="done")
        return _at(flow, {"answers": {}}, flow.part.steps[0])

    def hear(self, flow: Flow[Form], state: Mapping[str, Any], view: FormView, heard: Heard) -> Move:
        """An answer, a step back, a step left out, the summary confirmed."""
        if asks_for(heard.meaning.words, BACK):
            return _back(flow, state)
        if state["at"] in (SUMMARY, WHAT):
            return _confirmed(flow, state, heard)
        step = flow.part.step(state["at"])
        assert step is not None
        if _skips(step, heard):
            if step.optional:
                return _on(flow, state, step, None)
            return Move((_asked_again(flow, step, "must"),), (), step.key, state, understood=False)
        said = _read(flow, step, heard)
        if isinstance(said, tuple):
            say = flow.say("which", choices=", ".join(said))
            return Move((say,), (), step.key, state, understood=False)
        if said is None:
            return Move((_asked_again(flow, step, _wrong(step)),), (), step.key, state, understood=False)
        move = _on(flow, state, step, said)
        if step.check != TEXT:
            return move
        people = (ForPeople(),) if wonders(heard.text) else ()
        return replace(move, effects=(*move.effects, *people), loose=True)

    def again(self, flow: Flow[Form], state: Mapping[str, Any], view: FormView) -> Move:
        """Where he was is asked again."""
        step = flow.part.step(state["at"])
        return _summary(flow, state) if step is None else _at(flow, state, step)

    def leave(self, flow: Flow[Form], state: Mapping[str, Any], view: FormView, why: str) -> Move:
        """Nothing is sent."""
        return Move(outcome="left")

    def later(self, flow: Flow[Form], view: FormView, heard: Heard) -> Move | None:
        """Nothing is asked for."""
        return None


# ── from step to step


def _at(flow: Flow[Form], state: Mapping[str, Any], step: Step) -> Move:
    return Move((_ask(flow, step),), (), step.key, {**state, "at": step.key})


def _on(flow: Flow[Form], state: Mapping[str, Any], step: Step, answer: str | None) -> Move:
    """Keep the answer; the next question, or the summary."""
    answers = {**state["answers"], step.key: answer or ""}
    steps = flow.part.steps
    following = steps[steps.index(step) + 1 :]
    if state.get("back") or not following:
        return _summary(flow, {"answers": answers}) if flow.part.confirm else _sent(flow, answers)
    return _at(flow, {"answers": answers}, following[0])


def _back(flow: Flow[Form], state: Mapping[str, Any]) -> Move:
    """The question before; the first one again where there is none."""
    steps, at = flow.part.steps, flow.part.step(state["at"])
    place = len(steps) if at is None else steps.index(at)
    return _at(flow, {"answers": state["answers"]}, steps[max(0, place - 1)])


def _skips(step: Step, heard: Heard) -> bool:
    words = heard.meaning.words
    if asks_for(words, SKIP) or heard.rest.strip() in ("-", "–", "—"):
        return True
    return step.optional and step.check != YESNO and len(words) == 1 and words[0] in NOTHING


def _summary(flow: Flow[Form], state: Mapping[str, Any]) -> Move:
    answers = state["answers"]
    lines = [
        f"{place}. {step.title}: {_short(_shown(step, answers.get(step.key, '')))}"
        for place, step in enumerate(flow.part.steps, 1)
    ]
    kept = {"answers": answers, "at": SUMMARY}
    return Move((flow.say("summary", summary="\n".join(lines)),), (), SUMMARY, kept)


def _confirmed(flow: Flow[Form], state: Mapping[str, Any], heard: Heard) -> Move:
    """YES sends it; NO asks what is to be changed; a number, or the name of a line, changes it."""
    step, answer = _line(flow.part, heard), agreed(heard.rest)
    back = {"answers": state["answers"], "back": True}
    if step is not None or state["at"] == WHAT or answer is False:
        chosen = _chosen(flow.part, step, heard)
        if chosen is not None:  # "the position is courier"
            return _on(flow, back, *chosen)
    if step is not None:
        return _at(flow, back, step)
    if answer:
        return _sent(flow, state["answers"])
    kept = {**state, "at": WHAT}
    return Move((flow.say("what"),), (), WHAT, kept, understood=answer is False)


def _line(form: Form, heard: Heard) -> Step | None:
    words = heard.meaning.words
    numbers = [each for word in words if (each := number_of(word)) is not None]
    if len(numbers) == 1 and len(words) <= 4 and 0 < numbers[0] <= len(form.steps):
        return form.steps[numbers[0] - 1]
    titles = options(tuple((each.key, (each.title,)) for each in form.steps), numbers=False)
    named = titles.named(heard.rest)
    return form.step(named.only) if named.only is not None and named.sure else None


def _chosen(form: Form, step: Step | None, heard: Heard) -> tuple[Step, str] | None:
    """The only answer that is named, of that step or of any."""
    found = [
        (each, named)
        for each in form.steps
        if each.choice is not None and step in (None, each)
        for named in options(each.choice.names, numbers=False).named(heard.rest).keys
    ]
    return found[0] if len(found) == 1 else None


def _sent(flow: Flow[Form], answers: Mapping[str, str]) -> Move:
    kept = tuple((step.key, answers.get(step.key, "")) for step in flow.part.steps)
    known = tuple(
        Remember(each.field, answers[each.key]) for each in flow.part.steps if each.field and answers.get(each.key)
    )
    return Move((flow.say("thanks"),), (Submit(kept), *known), "sent", outcome="done")


# ── what is asked and read


def _ask(flow: Flow[Form], step: Step) -> Say:
    text = _said(step)
    return Say(flow.say("skip").text.replace("{question}", text) if step.optional else text)


def _said(step: Step) -> str:
    return step.text if step.choice is None else f"{step.text} {step.choice.said}"


def _asked_again(flow: Flow[Form], step: Step, key: str) -> Say:
    """Why not, and the question once more; the shop's own words for this step where there are some."""
    if step.wrong and key != "must":
        return Say(step.wrong)
    text = flow.say(key).text.replace("{question}", _said(step))
    return Say(text, {"least": str(step.least), "most": str(step.most)})


def _wrong(step: Step) -> str:
    bounded = step.check == NUMBER and step.least is not None and step.most is not None
    return "bounds" if bounded else step.check


def _read(flow: Flow[Form], step: Step, heard: Heard) -> str | tuple[str, ...] | None:
    """The answer as it is kept; None for none that fits, several where it could be any of them."""
    said = heard.text if step.check in (TEXT, EMAIL) else heard.rest
    if step.check == NUMBER:
        return checks.number(said, step.least, step.most)
    if step.check == DAY:
        return checks.day(said, step.when, heard.now, flow.zone)
    if step.check == PHONE:
        return checks.phone(said, heard.number)
    if step.check == EMAIL:
        return checks.email(said)
    if step.check == YESNO:
        return checks.yes_or_no(said, flow.language)
    if step.check == CHOICE and step.choice is not None:
        found = step.choice.named(beside_questions(said)).keys
        return found if len(found) > 1 else found[0] if found else None
    if (asks(said) and not beside_questions(said).strip()) or (step.names and heard.meaning.kind is not None):
        return None
    return checks.text(checks.name(said) if step.names else said, step.least or 1, step.most or LONGEST_ANSWER)


def _shown(step: Step, answer: str) -> str:
    return date.fromisoformat(answer).strftime("%d.%m.%Y") if step.check == DAY and answer else answer or "-"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _step(part: Part) -> Step:
    key = part.text("key", longest=LONGEST_OPTION)
    check = part.choice("check", CHECKS, CHOICE if part.has("options") else TEXT)
    found = choice(part)
    if (check == CHOICE) != part.has("options"):
        part.wrong("options", Phrase('check = "choice" and options belong together'))
    bounds = {each: part.whole(each, 0, -1_000_000) if part.has(each) else None for each in ("least", "most")}
    return Step(
        *(key, part.text("title", key, longest=30), sentence(part, "text"), check, found),
        *(bounds["least"], bounds["most"], part.choice("when", WHEN, "any"), part.flag("optional")),
        fold(part.text("field", "", longest=LONGEST_OPTION)) if part.has("field") else "",
        sentence(part, "wrong") if part.has("wrong") else "",
    )


def _due(part: Part) -> int | None:
    """So long people have for it, in microseconds."""
    said = part.text("within", "") if part.has("within") else ""
    try:
        return parse_span(said) * SECOND if said else None
    except BadMoment:
        part.wrong("within", Phrase("no time that can be waited: {found}", found=said), "1h–30d")
        return None


KIND = FormKind()
BOOKS = _BOOKS
