"""Questions that ride in campaigns: one at a time to each customer, seldom, and what he answers is kept with him.

Asking people beats guessing by what group they belong to: each is asked what is not known of him, or known too long;
the question he was never asked comes first, then the one asked longest ago.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from smsbox import contacts
from smsbox.clock import DAY, Micros
from smsbox.errors import SmsboxError
from smsbox.sms.fields import fold
from smsbox.sms.keywords import Kind, folded, understand, words_of
from smsbox.store import Store
from smsbox.subscription.topical import declined

REST: Micros = 30 * DAY
"""Nobody is asked anything again before that."""
WITHIN: Micros = 14 * DAY
"""So long after it left a question may be answered."""
FEWEST, MOST = 2, 9
LONGEST_TEXT, LONGEST_OPTION, LONGEST_FIELD = 100, 24, 40
_TALK = 6
"""Words in which an answer is still looked for."""
_NOT_ASKED = -1


class BadQuestion(SmsboxError):
    """A question that cannot be put. Facts: `reason` (text, field, options, reserved, days), `option`."""

    key = "subscription.bad_question"
    exit_code = 65

    def __init__(self, *, reason: str, option: str = "") -> None:
        super().__init__(reason=reason, option=option)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Question:
    """`field`: where the answer is kept; `options`: what may be answered; `days`: after so many an answer is old."""

    id: int
    field: str
    text: str
    options: tuple[str, ...]
    days: int
    made_at: Micros
    by_whom: str
    closed_at: Micros | None

    @property
    def said(self) -> str:
        """As customers get it."""
        return f"{self.text} {', '.join(f'{place}-{option}' for place, option in enumerate(self.options, 1))}"

    def meant(self, text: str) -> tuple[str, bool] | None:
        """The option `text` answers with, by its number or its word, and whether nothing else is said."""
        words = words_of(text)
        if not words or len(words) > _TALK:
            return None
        said = " ".join(words)
        if said.isdigit():
            return (self.options[int(said) - 1], True) if said.isascii() and 0 < int(said[:3]) <= self._count else None
        whole = [each for each in self.options if said == folded(each) or declined(said, folded(each))]
        within = [each for each in self.options if f" {folded(each)} " in f" {said} "]
        for found, plain in ((whole, True), (within, False)):
            if len(found) == 1:
                return found[0], plain
        return None

    @property
    def _count(self) -> int:
        return len(self.options)


@dataclass(frozen=True, slots=True)
class Asked:
    """The question somebody may answer now: when it was put, in which campaign."""

    question: Question
    campaign_id: int
    at: Micros


_SELECT = "SELECT id, field, text, options, days, made_at, by_whom, closed_at FROM questions"


def create(
    store: Store, text: str, field: str, options: Sequence[str], *, days: int = 365, by: str, now: Micros
) -> Question:
    """A new question. Raises BadQuestion."""
    text, name, kept = " ".join(text.split()), fold(field.strip()), [" ".join(each.split()) for each in options]
    kept = [each for each in kept if each]
    if not 3 <= len(text) <= LONGEST_TEXT or set("{}|") & set(text):
        raise BadQuestion(reason="text")
    if not name or len(name) > LONGEST_FIELD:
        raise BadQuestion(reason="field")
    told = {folded(each) for each in kept}
    if not FEWEST <= len(kept) == len(told) <= MOST or any(len(each) > LONGEST_OPTION for each in kept) or "" in told:
        raise BadQuestion(reason="options")
    for option in kept:
        if understand(option).kind in (Kind.STOP, Kind.START, Kind.HELP, Kind.PHRASE) or option.isdigit():
            raise BadQuestion(reason="reserved", option=option)
    if not 1 <= days <= 3650:
        raise BadQuestion(reason="days")
    with store.write():
        (question_id,) = store.reserve_ids("questions", 1)
        store.run(
            "INSERT INTO questions (id, field, text, options, days, made_at, by_whom) VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(question_id, name, text, json.dumps(kept, ensure_ascii=False), days, now, by),
        )
    return Question(question_id, name, text, tuple(kept), days, now, by, None)


def listed(store: Store, *, open_only: bool = False) -> list[Question]:
    """All questions, the open ones first, the newest first."""
    where = " WHERE closed_at IS NULL" if open_only else ""
    rows = store.run(f"{_SELECT}{where} ORDER BY closed_at IS NOT NULL, id DESC")
    return [_question(row) for row in rows.fetchall()]


def get(store: Store, question_id: int) -> Question | None:
    """The question of that id, also a closed one."""
    row = store.run(f"{_SELECT} WHERE id = ?", question_id).fetchone()
    return None if row is None else _question(row)


def close(store: Store, question_id: int, now: Micros) -> bool:
    """It is put to nobody any more; what was answered stays. False when it was closed before, or is none."""
    with store.write():
        done = store.run("UPDATE questions SET closed_at = ? WHERE id = ? AND closed_at IS NULL", now, question_id)
        return bool(done.rowcount == 1)


def longest(store: Store) -> str:
    """The longest of those that are open, "" when none is: what a text takes at most."""
    return max((each.said for each in listed(store, open_only=True)), key=len, default="")


def counts(store: Store, question: Question) -> tuple[int, dict[str, int]]:
    """How many were asked, and how many customers each option is known of, by whatever way."""
    asked = store.run("SELECT count(*) FROM recipients WHERE question_id = ?", question.id).fetchone()[0]
    rows = store.run("SELECT value, count(*) FROM contact_fields WHERE name = ? GROUP BY value", question.field)
    known = {folded(value): count for value, count in rows.fetchall()}
    return int(asked), {each: int(known.get(folded(each), 0)) for each in question.options}


def for_people(store: Store, people: Mapping[int, str], now: Micros) -> dict[int, Question]:
    """What to ask whom: customer id → question; `people`: their numbers by id. Few statements for all of them."""
    waiting = listed(store, open_only=True)
    if not waiting or not people:
        return {}
    known = _known(store, people, {each.field for each in waiting})
    asked = _asked(store, people.values())
    return {
        contact_id: chosen
        for contact_id, number in people.items()
        if (chosen := _next(waiting, known.get(contact_id, {}), asked.get(number, {}), now)) is not None
    }


def _next(
    waiting: Iterable[Question], known: Mapping[str, Micros], asked: Mapping[int, Micros], now: Micros
) -> Question | None:
    """The one whose turn it is for somebody."""
    if asked and now - max(asked.values()) < REST:
        return None
    open_ones = (each for each in waiting if now - known.get(each.field, now - 10**18) >= each.days * DAY)
    return min(open_ones, key=lambda each: (asked.get(each.id, _NOT_ASKED), each.id), default=None)


def _known(store: Store, ids: Iterable[int], fields: Iterable[str]) -> dict[int, dict[str, Micros]]:
    """Since when the fields are known of each."""
    some, names, found = list(ids), list(fields), dict[int, dict[str, Micros]]()
    marks, named = ",".join("?" * len(some)), ",".join("?" * len(names))
    sql = f"SELECT contact_id, name, at FROM contact_fields WHERE contact_id IN ({marks}) AND name IN ({named})"  # noqa: S608 – marks
    for contact_id, name, at in store.run(sql, *some, *names).fetchall():
        found.setdefault(contact_id, {})[name] = at
    return found


def _asked(store: Store, numbers: Iterable[str]) -> dict[str, dict[int, Micros]]:
    """When each was last asked what."""
    some, found = list(numbers), dict[str, dict[int, Micros]]()
    marks = ",".join("?" * len(some))
    sql = (
        "SELECT number, question_id, max(at) FROM recipients "  # noqa: S608 – marks
        f"WHERE number IN ({marks}) AND question_id IS NOT NULL GROUP BY number, question_id"
    )
    for number, question_id, at in store.run(sql, *some).fetchall():
        found.setdefault(number, {})[question_id] = at
    return found


def open_for(store: Store, number: str, now: Micros) -> Asked | None:
    """What `number` was asked lately, in a message that left."""
    row = store.run(
        "SELECT r.question_id, r.campaign_id, r.at FROM recipients r JOIN messages m ON m.id = r.message_id "
        "WHERE r.number = ? AND r.question_id IS NOT NULL AND r.at > ? AND m.state IN (1, 2, 4, 5, 6, 7) "
        "ORDER BY r.at DESC LIMIT 1",
        *(number, now - WITHIN),
    ).fetchone()
    question = None if row is None else get(store, row[0])
    return None if question is None else Asked(question, row[1], row[2])


def answered(store: Store, contact_id: int, asked: Asked) -> bool:
    """Whether he has said so since he was asked."""
    sql = "SELECT 1 FROM contact_fields WHERE contact_id = ? AND name = ? AND origin = ? AND at >= ?"
    values = (contact_id, asked.question.field, f"poll:{asked.question.id}", asked.at)
    return store.run(sql, *values).fetchone() is not None


def keep(store: Store, contact_id: int, question: Question, answer: str, at: Micros) -> None:
    """He answered: known from now on, with its age and where it is from."""
    contacts.set_field(store, contact_id, question.field, answer, at=at, origin=f"poll:{question.id}")


def _question(row: Sequence[Any]) -> Question:
    return Question(row[0], row[1], row[2], tuple(json.loads(row[3])), row[4], row[5], row[6], row[7])
