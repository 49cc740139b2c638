"""Who was asked what in surveys, and what he answered: the books of surveys, and the figures of their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from smsbox import contacts
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.desk.happening import Happening
from smsbox.dialogs.asking import Choice
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.moves import Heard
from smsbox.i18n.marks import N_
from smsbox.i18n.phrases import Phrase
from smsbox.store import Store

_PUT = (
    "INSERT INTO survey_answers (id, flow_id, number, question, at, answered_at, answer, free) "
    "VALUES (?, ?, ?, ?, ?, NULL, '', 0)"
)
_LAST = (
    "SELECT id FROM survey_answers WHERE number = ? AND flow_id = ? AND question = ? AND answered_at IS NULL "
    "ORDER BY at DESC, id DESC LIMIT 1"
)
_ANSWER = "UPDATE survey_answers SET answered_at = ?, answer = ?, free = ? WHERE id = ?"
_OF = "FROM survey_answers a WHERE a.flow_id = ?"
_ANSWERED = (
    f"WITH RECURSIVE put (question) AS (SELECT min(a.question) {_OF} UNION ALL "  # noqa: S608 – constants
    f"SELECT (SELECT min(a.question) {_OF} AND a.question > put.question) FROM put WHERE put.question IS NOT NULL), "
    f"told (question, answer) AS (SELECT question, (SELECT min(a.answer) {_OF} AND a.question = put.question "
    "AND a.free = 0) FROM put WHERE question IS NOT NULL UNION ALL "
    f"SELECT question, (SELECT min(a.answer) {_OF} AND a.question = told.question AND a.free = 0 "
    "AND a.answer > told.answer) FROM told WHERE told.answer IS NOT NULL) "
    f"SELECT question, answer, (SELECT count(*) {_OF} AND a.question = told.question AND a.free = 0 "
    "AND a.answer = told.answer AND a.answered_at >= ? AND a.answered_at < ?) FROM told WHERE answer IS NOT NULL "
    f"UNION ALL SELECT question, '', (SELECT count(*) {_OF} AND a.question = put.question AND a.free = 1 "
    "AND a.answered_at >= ? AND a.answered_at < ?) FROM put WHERE question IS NOT NULL"
)
"""From answer to answer by their index: of all that were given, those of the time asked for are read, and no others."""
_EVER = (0, (1 << 62) - 1)


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `key`: by which its answers are kept; `field` of the customer, "" for none. Without a `choice` he
    answers in his own words. After `days` what is known is too old; `always`: asked in each talk, known or not.
    """

    key: str
    field: str
    text: str
    choice: Choice | None
    several: bool
    days: int
    always: bool


@dataclass(frozen=True, slots=True)
class Survey:
    """The questions; so many a talk `ask`s; nobody is asked anything again for `rest` days."""

    questions: tuple[Question, ...]
    ask: int
    rest: int

    def question(self, key: str) -> Question | None:
        """The one of that key."""
        return next((each for each in self.questions if each.key == key), None)


@dataclass(frozen=True, slots=True)
class Put:
    """This question is put to him now."""

    question: str


@dataclass(frozen=True, slots=True)
class Answered:
    """He answered; `free`: in his own words."""

    question: str
    answer: str
    free: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One answer as people see it."""

    id: int
    number: str
    question: str
    at: Micros
    answer: str
    free: bool


class AskedView:
    """What a survey may know of somebody; read when it asks."""

    def __init__(self, store: Store, flow: Flow[Survey], number: str) -> None:
        self._store, self._flow, self._number = store, flow, number

    def last(self) -> Micros | None:
        """When he was last asked anything here."""
        return max(self.asked().values(), default=None)

    def asked(self) -> dict[str, Micros]:
        """When he was last asked what."""
        sql = "SELECT question, max(at) FROM survey_answers WHERE number = ? AND flow_id = ? GROUP BY question"
        return {key: int(at) for key, at in self._store.run(sql, self._number, self._flow.id).fetchall()}

    def known(self) -> dict[str, Micros]:
        """Since when the answer to what is known: in his fields, from wherever, else from this survey."""
        sql = (
            "SELECT question, max(answered_at) FROM survey_answers WHERE number = ? AND flow_id = ? "
            "AND answered_at IS NOT NULL GROUP BY question"
        )
        found = {key: int(at) for key, at in self._store.run(sql, self._number, self._flow.id).fetchall()}
        him = contacts.by_number(self._store, self._number)
        fields = {} if him is None else {each.name: each.at for each in contacts.details(self._store, him.id)}
        for each in self._flow.part.questions:
            if each.field and each.field in fields:
                found[each.key] = max(found.get(each.key, 0), fields[each.field])
        return found


class SurveyBooks:
    """The books of surveys."""

    def view(self, store: Store, flow: Flow[Survey], number: str, now: Micros) -> AskedView:
        """What is known of him."""
        return AskedView(store, flow, number)

    def apply(
        self, store: Store, config: Config, flow: Flow[Survey], dialog_id: int | None, effect: Any, heard: Heard
    ) -> None:
        """Note what is asked, and the answer with it."""
        if isinstance(effect, Put):
            (row_id,) = store.reserve_ids("survey_answers", 1)
            store.run(_PUT, row_id, flow.id, heard.number, effect.question, heard.now)
        elif isinstance(effect, Answered):
            row = store.run(_LAST, heard.number, flow.id, effect.question).fetchone()
            if row is not None:
                store.run(_ANSWER, heard.at, effect.answer, int(effect.free), row[0])

    def flows_of(self, store: Store, number: str, now: Micros) -> list[int]:
        """None: see `knows`."""
        return []

    def knows(self, store: Store, flow: Flow[Survey], number: str, now: Micros) -> bool:
        """Nobody has anything here to write about."""
        return False

    def due(self, store: Store, now: Micros) -> bool:
        """Time alone brings nothing."""
        return False

    def tick(self, store: Store, config: Config, flow: Flow[Survey], now: Micros) -> None:
        """Nothing."""

    def happenings(self, store: Store, number: str, limit: int) -> list[Happening]:
        """His answers, the newest first."""
        rows = store.run(
            "SELECT answered_at, question, answer, flow_id FROM survey_answers WHERE number = ? "
            "AND answered_at IS NOT NULL ORDER BY id DESC LIMIT ?",
            *(number, limit),
        ).fetchall()
        return [
            Happening(
                at,
                "survey",
                Phrase(N_("Asked about {question}: {answer}"), question=question, answer=answer),
                f"/dialogs/{flow_id}/answers",
            )
            for at, question, answer, flow_id in rows
        ]


BOOKS = SurveyBooks()


# ── figures


def counts(store: Store, flow_id: int) -> dict[str, tuple[int, int, dict[str, int]]]:
    """Question → how often it was put, how often answered, and each chosen answer with how often; own words are not
    counted apart. An answer of several counts for each of them.
    """
    found: dict[str, tuple[int, int, dict[str, int]]] = {}
    sql = "SELECT question, count(*) FROM survey_answers WHERE flow_id = ? GROUP BY question ORDER BY min(id)"
    for key, put in store.run(sql, flow_id).fetchall():
        found[key] = int(put), 0, {}
    for key, answer, count in answered(store, flow_id, *_EVER):
        put, before, answers = found[key]
        found[key] = put, before + count, answers
        for each in answer.split(", ") if answer else []:
            answers[each] = answers.get(each, 0) + count
    return found


def answered(store: Store, flow_id: int, since: Micros, until: Micros) -> list[tuple[str, str, int]]:
    """Question, answer, and how often it was given in that time; all in own words as the answer ""."""
    values = (*[flow_id] * 5, since, until, flow_id, since, until)
    rows = store.run(_ANSWERED, *values).fetchall()
    return [(question, answer, int(count)) for question, answer, count in rows if count]


def page(
    store: Store, flow_id: int, *, question: str = "", free: bool = False, before: int | None = None, limit: int = 50
) -> list[Told]:
    """Answers, the newest first, below the id `before`; to one `question`, in own words only."""
    conditions, values = ["flow_id = ? AND answered_at IS NOT NULL"], list[Any]([flow_id])
    told = ((question, "question = ?", question), (free, "free = ?", 1), (before, "id < ?", before))
    for given, condition, value in told:
        if given:
            conditions.append(condition)
            values.append(value)
    sql = f"SELECT id, number, question, answered_at, answer, free FROM survey_answers WHERE {' AND '.join(conditions)}"  # noqa: S608 – from above
    return [_told(row) for row in store.run(f"{sql} ORDER BY id DESC LIMIT ?", *values, limit).fetchall()]


def _told(row: Sequence[Any]) -> Told:
    return Told(*(*row[:5], bool(row[5])))
