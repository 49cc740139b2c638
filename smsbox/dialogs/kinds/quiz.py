"""A quiz: questions in their order, points, attempts, time; pure, but for its books in `dialogs.quizzes`.

    attempts = 1                   # how often one number may play
    counts = "best"                # which attempt counts: best, first, last
    told = true                    # after each answer it is told whether it was right
    time = "2m"                    # to answer each question in; the same in a question stands for that one alone
    [[question]]
    text = "Скільки коштує піца «Маргарита»?"
    options = ["89 грн", "119 грн", "139 грн"]
    right = "119 грн"              # without options: whatever may be answered, in a list
    points = 1

Time is taken from the moment a question leaves the box, queue and pauses before it are nobody's fault, to the moment
the answer comes in. Who leads has more points; of equals who took less time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from smsbox.clock import SECOND, BadMoment, Micros, parse_span
from smsbox.config.wrong import kind_of, nearest
from smsbox.dialogs import quiz_words as words
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows.part import Part
from smsbox.dialogs.moves import Heard, Move, Say, joined
from smsbox.dialogs.quizzes import BOOKS, Record, Scored
from smsbox.dialogs.scores import RULES, Answer, Attempt
from smsbox.dialogs.spoken import chosen
from smsbox.dialogs.vote_words import UNSURE_ANSWERS, has_no_choice
from smsbox.dialogs.wondering import asks
from smsbox.i18n.phrases import Phrase
from smsbox.sms.counting import number_of
from smsbox.sms.keywords import folded, words_of

__all__ = ["BOOKS", "KIND", "Question", "Quiz"]

MOST_QUESTIONS, MOST_OPTIONS, MOST_ATTEMPTS = 30, 9, 10
LONGEST_TEXT, LONGEST_OPTION, LONGEST_ASKED = 140, 30, 240
_SAID = 80
"""Characters of an answer that are kept."""
_BESIDE = 5
"""Words that may stand beside an answer without options; more of them would try them all."""
_UNSURE = frozenset(folded(each) for each in UNSURE_ANSWERS.split(", "))


@dataclass(frozen=True, slots=True)
class Question:
    """One question; without `options` it is answered in words of one's own, any of `right`. `time` None: any."""

    text: str
    options: tuple[str, ...]
    right: tuple[str, ...]
    points: int
    time: Micros | None

    @property
    def numbered(self) -> bool:
        """Whether an option may be called by its place: not where one has such a number in its name."""
        places = range(1, len(self.options) + 1)
        return not any(number_of(word) in places for each in self.options for word in folded(each).split())

    @property
    def mark(self) -> str:
        """By which an answer knows its question again, wherever it stands later."""
        return f"{crc32(f'{self.text}|{self.listed}'.encode()):08x}"

    @property
    def listed(self) -> str:
        """The options as players get them."""
        if not self.numbered:
            return ", ".join(self.options)
        return ", ".join(f"{place}-{option}" for place, option in enumerate(self.options, 1))

    def meant(self, text: str) -> str | None:
        """The answer that `text` gives, "" that he does not know; None where it is none, or several."""
        if self.options:
            named = chosen(tuple((each, (each,)) for each in self.options), text, numbers=self.numbered)
            return "" if not named.keys and " ".join(words_of(text)) in _UNSURE else named.only
        said = words_of(text)
        if not said:
            return None
        found = chosen(tuple((each, (each,)) for each in self.right), text, numbers=False).keys
        longest = max(len(folded(each).split()) for each in self.right) + _BESIDE
        numbers = {word for word in said if word.isdigit()}
        fair = len(said) <= longest and len(numbers) <= 1
        if not found and asks(text) and not has_no_choice(text):
            return None
        return found[0] if found and fair else " ".join(said)


@dataclass(frozen=True, slots=True)
class Quiz:
    """The part of a flow file."""

    questions: tuple[Question, ...]
    attempts: int
    counts: str
    told: bool

    @property
    def most(self) -> int:
        """The points one can have."""
        return sum(each.points for each in self.questions)


class _Kind:
    """The pure half. Its state: `attempt`, when it was `begun`, when the present question was `asked`, the `answers`
    so far, as many as questions are done.
    """

    texts = words.TEXTS
    resumes = keeps = only_called = True

    def parse(self, part: Part) -> Quiz:
        """Questions, and the rules for attempts."""
        attempts = part.whole("attempts", 1, 1, MOST_ATTEMPTS)
        counts, told = part.choice("counts", RULES, RULES[0]), part.flag("told", True)
        usual = _time(part, None)
        questions = tuple(_question(table, usual) for table in part.tables("question", least=1, most=MOST_QUESTIONS))
        if not part.has("question"):
            part.wrong("question", Phrase("write [[{name}]] with two brackets", name="question"))
        return Quiz(questions, attempts, counts, told)

    def begin(self, flow: Flow[Quiz], view: Record, heard: Heard) -> Move:
        """The first question; who has no attempt left is told what he has."""
        if not flow.within(heard.at):
            return Move((flow.say(words.CLOSED),), step="closed", outcome="closed")
        if view.played >= flow.part.attempts:
            begun = view.begun
            return _resumed(flow, view, begun, heard) if begun is not None else _over(flow, view)
        state = {"attempt": view.played + 1, "begun": heard.now, "asked": heard.now, "answers": []}
        first = Scored(view.played + 1, heard.now, (), ended=False)
        return Move((_next(flow, 0),), (first,), _step(0), state)

    def hear(self, flow: Flow[Quiz], state: Mapping[str, Any], view: Record, heard: Heard) -> Move:
        """An answer, and what comes after it."""
        if not flow.within(heard.at):
            return Move((flow.say(words.CLOSED),), step="closed", outcome="closed")
        done = tuple(Answer(*each) for each in state["answers"])
        place = _open(flow.part, done)
        question = flow.part.questions[place]
        meant = question.meant(heard.rest)
        if meant is None:
            says = (flow.say(words.CHOOSE, question=question.text, options=question.listed),)
            return Move(says, step=_step(place), state=state, understood=False)
        took = max(heard.at - (view.left_at(state["asked"]) or state["asked"]), 0)
        slow = question.time is not None and took > question.time
        points = question.points if meant in question.right and not slow else 0
        took = min(took, question.time) if question.time is not None else took
        answers = (*done, Answer(heard.rest.strip()[:_SAID], points, took, question.points, question.mark))
        return _answered(flow, state, view, heard, answers, _verdict(flow, question, points, slow=slow))

    def again(self, flow: Flow[Quiz], state: Mapping[str, Any], view: Record) -> Move:
        """The same question; its time goes on."""
        place = _open(flow.part, [Answer(*each) for each in state["answers"]])
        return Move((_next(flow, place),), step=_step(place), state=state)

    def leave(self, flow: Flow[Quiz], state: Mapping[str, Any], view: Record, why: str) -> Move:
        """The attempt stays begun: nobody may look at the questions first and play then."""
        says = (flow.say("left", word=flow.words[0]),) if why == "cancel" else ()
        return Move(says, step="left", outcome="left")

    def later(self, flow: Flow[Quiz], view: Record, heard: Heard) -> Move | None:
        """Nothing."""
        return None


def _answered(
    flow: Flow[Quiz],
    state: Mapping[str, Any],
    view: Record,
    heard: Heard,
    answers: tuple[Answer, ...],
    verdict: Say,
) -> Move:
    """The next question, or the end."""
    place, attempt = _open(flow.part, answers), state["attempt"]
    ended = place >= len(flow.part.questions)
    scored = Scored(attempt, state["begun"], answers, ended)
    if not ended:
        asked = {**state, "asked": heard.now, "answers": _kept(answers)}
        return Move((joined(verdict, _next(flow, place)),), (scored,), _step(place), asked)
    key = words.AGAIN if attempt < flow.part.attempts else words.DONE
    result = _result(flow, key, view, scored, heard)
    return Move((joined(verdict, result),), (scored,), "done", outcome="done")


def _result(flow: Flow[Quiz], key: str, view: Record, scored: Scored, heard: Heard) -> Say:
    """What he has achieved now, and the place he has with what counts."""
    score, took = sum(each.points for each in scored.answers), sum(each.took for each in scored.answers)
    mine, old = (score, took, heard.at), view.counted
    if old is not None and old.ended_at is not None:
        before = (old.score, old.took, old.ended_at)
        better = (-old.score, old.took) <= (-score, took)
        mine = before if flow.part.counts == "first" or (flow.part.counts == "best" and better) else mine
    most = sum(each.most for each in scored.answers) or flow.part.most
    return flow.say(key, score=score, most=max(score, most), rank=view.rank(*mine), word=flow.words[0])


def _resumed(flow: Flow[Quiz], view: Record, begun: Attempt, heard: Heard) -> Move:
    """He left in the middle, and is back: the question he saw once more; its time has gone on. Answers to questions
    that are not asked any more count no more; where none is left he is done.
    """
    marks = {each.mark for each in flow.part.questions}
    answers = tuple(each for each in begun.answers if not each.asked or each.asked in marks)
    place, asked = _open(flow.part, answers), begun.begun_at + begun.took
    if place >= len(flow.part.questions):
        scored = Scored(begun.attempt, begun.begun_at, answers, ended=True)
        return Move((_result(flow, words.DONE, view, scored, heard),), (scored,), "done", outcome="done")
    state = {"attempt": begun.attempt, "begun": begun.begun_at, "asked": asked, "answers": _kept(answers)}
    return Move((_next(flow, place),), (), _step(place), state)


def _kept(answers: Sequence[Answer]) -> list[list[Any]]:
    return [each.kept for each in answers]


def _open(quiz: Quiz, answers: Sequence[Answer]) -> int:
    """The place of the first question without an answer; behind the last where all have one."""
    if not all(each.asked for each in answers):
        return len(answers)  # noted by an earlier version of this program
    left = [each.asked for each in answers]
    for place, question in enumerate(quiz.questions):
        if question.mark not in left:
            return place
        left.remove(question.mark)
    return len(quiz.questions)


def _over(flow: Flow[Quiz], view: Record) -> Move:
    had = view.counted
    score, took, ended_at = (0, 0, None) if had is None else (had.score, had.took, had.ended_at)
    place = "-" if ended_at is None else view.rank(score, took, ended_at)
    most = max(score, (had.most if had is not None else 0) or flow.part.most)  # of what he has played
    return Move((flow.say(words.PLAYED, score=score, most=most, rank=place),), step="over", outcome="done")


def _next(flow: Flow[Quiz], place: int) -> Say:
    question, total = flow.part.questions[place], len(flow.part.questions)
    return flow.say(words.NEXT, place=place + 1, total=total, question=question.text, options=question.listed)


def _verdict(flow: Flow[Quiz], question: Question, points: int, *, slow: bool) -> Say:
    """What is said about an answer."""
    if not flow.part.told:
        return flow.say(words.NOTED)
    key = words.SLOW if slow else words.RIGHT if points else words.WRONG
    return flow.say(key, answer=question.right[0])


def _step(place: int) -> str:
    return f"question {place + 1}"


# ── the file


def _question(part: Part, usual: Micros | None) -> Question:
    text = part.text("text", longest=LONGEST_TEXT)
    offered, right = part.texts("options"), part.texts("right", None)
    question = Question(text, offered, right, part.whole("points", 1, 1, 100), _time(part, usual))
    if offered and not 2 <= len(offered) <= MOST_OPTIONS:
        part.wrong("options", Phrase("{value} is out of bounds", value=len(offered)), f"2–{MOST_OPTIONS}")
    if len({folded(each) for each in offered}) < len(offered) or any(len(each) > LONGEST_OPTION for each in offered):
        part.wrong(
            "options",
            Phrase("the options differ, and none is longer than {longest} characters", longest=LONGEST_OPTION),
        )
    part.spoken("options", *offered)
    part.spoken("right", *(() if offered else right))
    for each in right if offered else ():
        if each not in offered:
            part.wrong("right", Phrase("“{word}” is none of the options", word=each), near=nearest(each, offered))
    if len(text) + len(question.listed) > LONGEST_ASKED:
        part.wrong("text", Phrase("all options together are longer than {longest} characters", longest=LONGEST_ASKED))
    return question


def _time(part: Part, usual: Micros | None) -> Micros | None:
    """How long one has for an answer."""
    if not part.has("time"):
        return usual
    said = part.text("time")
    try:
        return parse_span(said) * SECOND
    except BadMoment:
        part.wrong("time", Phrase("no time that can be waited: {found}", found=kind_of(said)), "30s–2h")
        return usual


KIND = _Kind()
