"""Contests: receipts, or just a word, enter into a draw; the pure half."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from smsbox.clock import SECOND, Micros
from smsbox.dialogs.checks import day
from smsbox.dialogs.contest_texts import ABOUT, HOW_MANY, RULES, TEXTS
from smsbox.dialogs.contests import Contest, Enter, EntryState, Turn
from smsbox.dialogs.drawing import MOST_PLACES, Rules
from smsbox.dialogs.entries import BOOKS as _BOOKS
from smsbox.dialogs.entries import EntryView
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows.part import Part
from smsbox.dialogs.moves import ForPeople, Heard, Move, Say
from smsbox.dialogs.receipts import CHECKS, FEWEST, MOST, NONE, Code, Pattern, find, only
from smsbox.dialogs.wondering import asks
from smsbox.i18n.phrases import Phrase

_LONGEST_RULES = 300
_FEW, _MORE = 5, 6
"""Words of a message that asks for nothing but the rules; but how many of his there are."""
_MOST_PRIZES = 50
_LONGEST_PRIZE = 60


@dataclass(slots=True)
class _Judged:
    """The codes of one message as they are being judged, by the text that tells of them."""

    told: dict[str, list[str]] = field(default_factory=dict)
    effects: list[Any] = field(default_factory=list)
    entered: int = 0

    def tell(self, key: str, code: Code, state: EntryState | None = None) -> None:
        """It is told so, and kept as `state`."""
        self.told.setdefault(key, []).append(code.shown)
        if state is EntryState.IN:
            self.effects.append(Enter(code.key, code.shown))
            self.entered += 1
        elif state is not None:
            self.effects.append(Turn(code.key, code.shown, state))


class ContestKind:
    """What a contest answers. The dialog is open only while a code is still asked for."""

    texts = TEXTS
    resumes = keeps = answers = True

    def parse(self, part: Part) -> Contest:
        """The rules of a contest."""
        codes, once = part.has("code"), part.flag("once", True)
        winners = part.whole("winners", 1, 1, MOST_PLACES)
        rules = Rules(winners, part.whole("reserves", 0, 0, MOST_PLACES), once, _one_line(part, "awaits"))
        code = part.table("code")
        return Contest(
            patterns=self._patterns(code) if codes else (),
            dated=code.flag("dated") if codes else False,
            rules=rules,
            words=part.text("rules", "", longest=_LONGEST_RULES) if part.has("rules") else "",
            prizes=self._prizes(part),
            most=part.whole("most", 0 if codes else 1, 0 if codes else 1, 100_000),
            most_a_day=part.whole("most_a_day", 20, 1, 10_000),
            mistakes=part.whole("mistakes_a_day", 20, 1, 1000),
            staff=part.flag("staff", False),
            without_tags=part.texts("without_tags"),
        )

    def begin(self, flow: Flow[Contest], view: EntryView, heard: Heard) -> Move:
        """The word, perhaps with codes beside it."""
        return self._heard(flow, view, heard, (), first=True)

    def hear(self, flow: Flow[Contest], state: Mapping[str, Any], view: EntryView, heard: Heard) -> Move:
        """The code that was asked for."""
        waiting = tuple(Code(*each) for each in state.get("waiting", ()))
        return self._heard(flow, view, heard, waiting, first=False)

    def again(self, flow: Flow[Contest], state: Mapping[str, Any], view: EntryView) -> Move:
        """He is asked for it once more."""
        waiting = tuple(Code(*each) for each in state.get("waiting", ()))
        return self._which_day(flow, waiting) if waiting else Move((self._ask(flow),), step="ask")

    def leave(self, flow: Flow[Contest], state: Mapping[str, Any], view: EntryView, why: str) -> Move:
        """Nothing was held."""
        return Move(outcome="left")

    def later(self, flow: Flow[Contest], view: EntryView, heard: Heard) -> Move | None:
        """One more receipt of somebody who takes part, or the rules, without the word."""
        part, said = flow.part, heard.meaning.words
        if part.words and RULES & set(said) and len(said) <= _FEW:
            return Move((Say(part.words),), step="rules", outcome="done")
        if HOW_MANY & set(said) and ABOUT & set(said) and len(said) <= _MORE and not view.listed:
            return Move((flow.say("count", count=view.mine),), step="count", outcome="done")
        if view.listed or not flow.within(heard.at) or not part.patterns or not only(heard.text, part.patterns):
            return None
        return self._codes(flow, view, find(heard.text, part.patterns), heard)

    def _heard(
        self, flow: Flow[Contest], view: EntryView, heard: Heard, waiting: tuple[Code, ...], *, first: bool
    ) -> Move:
        words, part = set(heard.meaning.words), flow.part
        codes = find(heard.rest, part.patterns)
        puzzled = first and not codes and not words & HOW_MANY and asks(heard.text)  # "what is the PRIZE?"
        if part.words and (words & RULES or puzzled):
            people = () if words & RULES else (ForPeople(),)
            return Move((Say(part.words),), people, step="rules", outcome="done")
        if view.excluded:
            return Move((flow.say("staff"),), step="staff", outcome="done")
        if view.listed or not flow.within(heard.at):  # he was asked before the end, and answers after it
            return Move((flow.say("listed"),), step="listed", outcome="closed")
        if waiting and (not codes or _day(flow, heard) is not None):  # the day that was asked for
            return self._codes(flow, view, list(waiting), heard)
        if not codes and words & HOW_MANY:
            return Move((flow.say("count", count=view.mine),), step="count", outcome="done")
        if not part.patterns:
            return self._ticket(flow, view)
        if codes:
            return self._codes(flow, view, codes, heard)
        if first and not heard.rest.strip():
            return Move((self._ask(flow),), step="ask")
        return Move((flow.say("unread", example=_example(part)),), step="ask", understood=False)

    def _ticket(self, flow: Flow[Contest], view: EntryView) -> Move:
        """Who needs no receipt gets a number of his own."""
        if view.mine >= flow.part.most:
            return Move((flow.say("full", count=view.mine),), step="full", outcome="full")
        ticket = view.ticket
        return Move((flow.say("ticket", code=ticket),), (Enter(ticket, ticket),), "entered", outcome="done")

    def _codes(self, flow: Flow[Contest], view: EntryView, codes: list[Code], heard: Heard) -> Move:
        """Each of them judged; the answers by what is said of them, what counts first."""
        judged, part, of_day = _Judged(), flow.part, _day(flow, heard)
        if view.mistakes >= part.mistakes:
            return Move((flow.say("enough"),), step="enough", outcome="done")
        if part.dated and of_day is None:
            return self._which_day(flow, tuple(codes), understood=bool(find(heard.rest, part.patterns)))
        older = of_day is not None and flow.opens_at is not None and of_day < _date(flow, flow.opens_at)
        for code in codes:
            entry = code if of_day is None else code.of(of_day)
            if older:
                judged.tell("too_old", entry)
            else:
                self._judge(part, view, code, heard, judged, entry)
        facts = {"count": view.mine + judged.entered, "most": part.most_a_day, "example": _example(part)}
        order = ("entered", "own", "taken", "wrong", "too_old", "full_day", "full")
        says = tuple(flow.say(key, code=", ".join(judged.told[key]), **facts) for key in order if key in judged.told)
        people = "taken" in judged.told or asks(heard.text)
        effects = tuple(judged.effects) + ((ForPeople(),) if people else ())
        right = bool(judged.told.keys() - {"wrong"})
        return Move(says, effects, "entered" if judged.entered else "refused", outcome="done" if right else None)

    def _judge(self, part: Contest, view: EntryView, code: Code, heard: Heard, judged: _Judged, entry: Code) -> None:
        """Whether `code` counts; kept as `entry`."""
        of_whom = view.taken(entry.key)
        if heard.number.endswith(code.key) or not view.right(code.key):
            judged.tell("wrong", entry, EntryState.WRONG)
        elif of_whom == heard.number:
            judged.tell("own", entry)
        elif of_whom is not None:
            judged.tell("taken", entry, EntryState.TAKEN)
        elif part.most and view.mine + judged.entered >= part.most:
            judged.tell("full", entry)
        elif view.today + judged.entered >= part.most_a_day:
            judged.tell("full_day", entry)
        else:
            judged.tell("entered", entry, EntryState.IN)

    def _which_day(self, flow: Flow[Contest], codes: tuple[Code, ...], *, understood: bool = True) -> Move:
        say = flow.say("which_day", code=", ".join(code.shown for code in codes))
        return Move((say,), (), "day", {"waiting": [[code.key, code.shown] for code in codes]}, understood=understood)

    def _ask(self, flow: Flow[Contest]) -> Say:
        return flow.say("ask", example=_example(flow.part))

    def _patterns(self, part: Part) -> tuple[Pattern, ...]:
        check = part.choice("check", CHECKS, NONE)
        found = tuple(Pattern(each, check) for each in part.texts("pattern", None))
        for each in found:
            if not each.good:
                said = Phrase(
                    "“{pattern}” tells no code: # for a digit, @ for a letter, * for either", pattern=each.written
                )
                part.wrong("pattern", said, f"{FEWEST}–{MOST}")
        return tuple(each for each in found if each.good)

    def _prizes(self, part: Part) -> tuple[str, ...]:
        prizes = part.texts("prizes")
        if len(prizes) > _MOST_PRIZES or any(len(each) > _LONGEST_PRIZE for each in prizes):
            part.wrong("prizes", Phrase("longer than {longest} characters", longest=_LONGEST_PRIZE))
        return prizes


def _day(flow: Flow[Contest], heard: Heard) -> date | None:
    """The day of the receipts, where codes begin anew each day and he says it."""
    said = day(heard.rest, "past", heard.now, flow.zone) if flow.part.dated else None
    return None if said is None else date.fromisoformat(said)


def _date(flow: Flow[Contest], at: Micros) -> date:
    return datetime.fromtimestamp(at // SECOND, ZoneInfo(flow.zone)).date()


def _one_line(part: Part, key: str) -> str:
    return " ".join(part.text(key, "").split()) if part.has(key) else ""


def _example(part: Contest) -> str:
    return part.patterns[0].example if part.patterns else ""


KIND = ContestKind()
BOOKS = _BOOKS
