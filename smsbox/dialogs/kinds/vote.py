"""A vote: one question, some options, one voice for each number; pure, but for its books in `dialogs.votes`.

    question = "Яку музику грати в суботу?"
    changeable = true              # whoever voted may change his mind until it closes
    numbers = true                 # options may be called by their place; off by itself where a name is a number
    [[option]]
    title = "Рок"
    words = ["рок-н-рол", "rock"]  # other names; spelling, endings, alphabets and slips need none
    key = "rock"                   # by which it is counted; the title, where there is none

What cannot be read is counted as unknown, with what was said, until he says it better or somebody of the shop does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from smsbox.dialogs import vote_words as words
from smsbox.dialogs.ballots import UNKNOWN, same
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows.part import Part
from smsbox.dialogs.moves import ForPeople, Heard, Move
from smsbox.dialogs.spoken import chosen
from smsbox.dialogs.votes import BOOKS, Counted, Standing
from smsbox.dialogs.wondering import beside_questions
from smsbox.i18n.phrases import Phrase
from smsbox.sms.keywords import Kind as Order
from smsbox.sms.keywords import folded, words_of
from smsbox.sms.matching import Named, options

__all__ = ["BOOKS", "KIND", "Choice", "Vote"]

FEWEST, MOST = 2, 20
LONGEST_TITLE, LONGEST_KEY, LONGEST_QUESTION, LONGEST_LIST = 30, 30, 120, 220


@dataclass(frozen=True, slots=True)
class Choice:
    """An option: `key` it is counted by, `title` people see, all its `names`, the title first."""

    key: str
    title: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vote:
    """The part of a flow file."""

    question: str
    choices: tuple[Choice, ...]
    changeable: bool
    numbers: bool

    @property
    def listed(self) -> str:
        """The options as customers get them."""
        return self.told(each.key for each in self.choices)

    def told(self, keys: Any) -> str:
        """These of them, with the numbers they have among all."""
        wanted = frozenset(keys)
        shown = ((place, each.title) for place, each in enumerate(self.choices, 1) if each.key in wanted)
        return ", ".join(f"{place}-{title}" if self.numbers else title for place, title in shown)

    def title(self, key: str) -> str:
        """What people see of that key; one that is no option any more is its own title."""
        return next((each.title for each in self.choices if each.key == key), key)

    def named(self, text: str, standing: Standing) -> Named:
        """Which of them `text` names, also by what the shop has taught."""
        keys = [each.key for each in self.choices]
        taught = standing.taught(same(text))
        if taught in keys:
            return Named((str(taught),), plain=True)
        named = chosen(tuple((each.key, each.names) for each in self.choices), text, numbers=self.numbers)
        if named.keys:
            return named
        more = tuple((key, names) for key, names in standing.aliases() if key in keys)
        return options(more, numbers=False).named(text) if more else named


class _Kind:
    """The pure half."""

    texts = words.TEXTS
    resumes = True

    def parse(self, part: Part) -> Vote:
        """Question, options, and whether a vote may be changed."""
        question = part.text("question", longest=LONGEST_QUESTION)
        choices = tuple(_choices(part))
        plain = any(folded(name).isdigit() for each in choices for name in each.names)
        found = Vote(question, choices, part.flag("changeable", True), part.flag("numbers", not plain))
        if plain and found.numbers:
            part.wrong("numbers", Phrase("an option is called by a number: its place cannot be one, too"), "false")
        if len(found.listed) > LONGEST_LIST:
            part.wrong(
                "option", Phrase("all options together are longer than {longest} characters", longest=LONGEST_LIST)
            )
        return found

    def begin(self, flow: Flow[Vote], view: Standing, heard: Heard) -> Move:
        """His choice beside the word is his vote; without one he is asked."""
        return _heard(flow, view, heard)

    def hear(self, flow: Flow[Vote], state: Mapping[str, Any], view: Standing, heard: Heard) -> Move:
        """The same in the open dialog; what he does not name he is asked again."""
        move = _heard(flow, view, heard)
        return move if words_of(heard.rest) else replace(move, understood=False)

    def again(self, flow: Flow[Vote], state: Mapping[str, Any], view: Standing) -> Move:
        """He is asked again."""
        return _asked(flow, view)

    def leave(self, flow: Flow[Vote], state: Mapping[str, Any], view: Standing, why: str) -> Move:
        """A vote that was counted stays."""
        says = (flow.say("left", word=flow.words[0]),) if why == "cancel" else ()
        return Move(says, step="left", outcome="left")

    def later(self, flow: Flow[Vote], view: Standing, heard: Heard) -> Move | None:
        """A second thought right after his vote: "ні, краще 2"."""
        named = flow.part.named(heard.rest, view)
        if named.only is None or not (named.plain and named.sure):
            return None
        return _heard(flow, view, heard)


def _heard(flow: Flow[Vote], view: Standing, heard: Heard) -> Move:
    if not flow.within(heard.at):
        return Move((flow.say(words.CLOSED),), step="closed", outcome="closed")
    said = heard.rest.strip()
    named = flow.part.named(said, view) if said else Named()
    if named.keys and not named.plain and not flow.part.named(beside_questions(said), view).keys:
        return replace(_asked(flow, view), outcome=None, understood=False)  # "and who plays the jazz?" is no vote
    if named.only is not None:
        move = _chosen(flow, view, named.only, said)
        more = (ForPeople(),) if "?" in said and not named.plain else ()
        return Move(move.says, move.effects + more, move.step, outcome="done")
    unread = (Counted(UNKNOWN, said, same(said)),) if words_of(said) and not view.settled else ()
    if named.keys:
        says = (flow.say(words.WHICH, options=flow.part.told(named.keys)),)
        return Move(says, unread, step="which")
    return _asked(flow, view) if named.plain and heard.meaning.kind is None else _unnamed(flow, view, heard, unread)


def _chosen(flow: Flow[Vote], view: Standing, key: str, said: str) -> Move:
    """He names one option."""
    option, counted = flow.part.title(key), (Counted(key, said, same(said)),)
    if not view.settled:
        return Move((flow.say(words.THANKS, option=option),), counted, step="voted")
    if view.choice == key:
        return Move((flow.say(words.SAME, option=option),), step="same")
    if flow.part.changeable:
        return Move((flow.say(words.CHANGED, option=option),), counted, step="changed")
    return Move((flow.say(words.ALREADY, option=flow.part.title(str(view.choice))),), step="already")


def _unnamed(flow: Flow[Vote], view: Standing, heard: Heard, unread: tuple[Counted, ...]) -> Move:
    """He names none."""
    if not words_of(heard.rest):
        return _asked(flow, view)
    if heard.meaning.kind is Order.YES and not view.settled:
        return replace(_asked(flow, view), understood=False)
    if words.has_no_choice(heard.rest) or heard.meaning.kind is Order.NO:
        return Move((flow.say(words.UNSURE, word=flow.words[0]),), unread, step="unsure", outcome="left")
    if view.settled and not flow.part.changeable:
        return _asked(flow, view)
    return Move((flow.say(words.UNKNOWN, options=flow.part.listed),), unread, step="unknown", understood=False)


def _asked(flow: Flow[Vote], view: Standing) -> Move:
    """The question, or what he has voted for."""
    if not view.settled:
        return Move((flow.say(words.ASK, question=flow.part.question, options=flow.part.listed),), step="asked")
    option = flow.part.title(str(view.choice))
    if flow.part.changeable:
        return Move((flow.say(words.CHANGE, option=option, options=flow.part.listed),), step="asked")
    return Move((flow.say(words.ALREADY, option=option),), step="already", outcome="done")


# ── the file


def _choices(part: Part) -> Iterator[Choice]:
    """The options; whatever two of them share is told."""
    owners: dict[str, str] = {}
    keys: set[str] = set()
    for table in part.tables("option", least=FEWEST, most=MOST):
        title = table.text("title", longest=LONGEST_TITLE)
        key = table.text("key", title or "-", longest=LONGEST_KEY)
        if key in keys:
            table.wrong("key" if table.has("key") else "title", Phrase("“{word}” stands there twice", word=key))
        keys.add(key)
        names = (title, *table.texts("words"))
        for name in filter(None, names):
            _check(table, "title" if name == title else "words", name, key, owners)
        yield Choice(key, title, names)
    if not part.has("option"):
        part.wrong("option", Phrase("write [[{name}]] with two brackets", name="option"))


def _check(table: Part, where: str, name: str, key: str, owners: dict[str, str]) -> None:
    said = folded(name) or name
    if owners.setdefault(said, key) != key:
        table.wrong(where, Phrase("“{word}” is the name of another option, too", word=name))
    table.spoken(where, name)


KIND = _Kind()
