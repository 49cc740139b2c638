"""What came of forms: applications as they were sent, each with its task for people; the books of forms."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.desk import tasks
from smsbox.desk.happening import Happening
from smsbox.dialogs.asking import Choice
from smsbox.dialogs.checks import DAY
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.moves import Heard
from smsbox.i18n.marks import N_
from smsbox.i18n.phrases import Phrase
from smsbox.sms.keywords import words_of
from smsbox.store import Store

TASK = "application"
"""The word of their tasks."""
_INSERT = (
    "INSERT INTO applications (id, flow_id, version, number, at, answers, dialog_id, received_id) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_COLUMNS = "SELECT id, flow_id, version, number, at, answers FROM applications"
_LONGEST_TITLE = 120
_NAMES = "звати звуть зовут імя имя піб фіо фио прізвище фамилия name called imie nazwisko nazywa"


@dataclass(frozen=True, slots=True)
class Step:
    """One question: `key` of its answer, `title` in the summary, the `text` asked, what the answer has to be. `least`
    and `most` bound a number, or the characters of a text; `when` a day. `wrong`: said instead of the usual words.
    """

    key: str
    title: str
    text: str
    check: str
    choice: Choice | None
    least: int | None
    most: int | None
    when: str
    optional: bool
    field: str
    wrong: str

    @property
    def names(self) -> bool:
        """Whether it asks what somebody is called."""
        return bool(set(_NAMES.split()) & set(words_of(f"{self.title} {self.text}")))


@dataclass(frozen=True, slots=True)
class Form:
    """The steps. `task`: how people see it in their list, to be done `within` so long (microseconds). `confirm`: the
    customer reads it all before it is sent; `once`: only one of each number.
    """

    steps: tuple[Step, ...]
    task: str
    within: Micros | None
    confirm: bool
    once: bool

    def step(self, key: str) -> Step | None:
        """The one of that key."""
        return next((each for each in self.steps if each.key == key), None)


@dataclass(frozen=True, slots=True)
class Submit:
    """It is sent: key → answer, in the order of the steps."""

    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FormView:
    """`sent`: he has sent this form before."""

    sent: bool


@dataclass(frozen=True, slots=True)
class Application:
    """One that was sent."""

    id: int
    flow_id: int
    version: int
    number: str
    at: Micros
    answers: dict[str, str]


class FormBooks:
    """The books of forms."""

    def view(self, store: Store, flow: Flow[Form], number: str, now: Micros) -> FormView:
        """Whether he has sent it."""
        sql = "SELECT 1 FROM applications WHERE number = ? AND flow_id = ? LIMIT 1"
        return FormView(store.run(sql, number, flow.id).fetchone() is not None)

    def apply(
        self, store: Store, config: Config, flow: Flow[Form], dialog_id: int | None, effect: Any, heard: Heard
    ) -> None:
        """Keep an application, and give people something to do."""
        (row_id,) = store.reserve_ids("applications", 1)
        answers = json.dumps(dict(effect.answers), ensure_ascii=False)
        store.run(
            _INSERT,
            *(row_id, flow.id, flow.version, heard.number, heard.at, answers, dialog_id, heard.message_id or None),
        )
        within = flow.part.within
        due_at = None if within is None else heard.now + within
        title = _title(flow, effect.answers)
        tasks.add(store, TASK, heard.number, title, ref_id=row_id, due_at=due_at, now=heard.now)

    def flows_of(self, store: Store, number: str, now: Micros) -> list[int]:
        """None: see `knows`."""
        return []

    def knows(self, store: Store, flow: Flow[Form], number: str, now: Micros) -> bool:
        """What was sent is with people."""
        return False

    def due(self, store: Store, now: Micros) -> bool:
        """Time alone brings nothing."""
        return False

    def tick(self, store: Store, config: Config, flow: Flow[Form], now: Micros) -> None:
        """Nothing."""

    def happenings(self, store: Store, number: str, limit: int) -> list[Happening]:
        """What he has sent, the newest first."""
        rows = store.run(
            "SELECT a.id, a.flow_id, a.at, f.title FROM applications a JOIN flows f ON f.id = a.flow_id "
            "WHERE a.number = ? ORDER BY a.id DESC LIMIT ?",
            *(number, limit),
        ).fetchall()
        said = N_("Application sent: {title}")
        return [
            Happening(at, "form", Phrase(said, title=title), f"/dialogs/{flow_id}/answers#a{row_id}")
            for row_id, flow_id, at, title in rows
        ]


BOOKS = FormBooks()


def _title(flow: Flow[Form], answers: Sequence[tuple[str, str]]) -> str:
    """What is to be done, and the answers that tell it from others."""
    told = ", ".join(_read(flow.part.step(key), answer) for key, answer in answers if answer)
    return f"{flow.part.task or flow.title}: {told}"[:_LONGEST_TITLE]


def told(form: Form, application: Application) -> list[tuple[str, str]]:
    """Its answers as people read them: the title of each step and what was answered; what an earlier version of the
    form asked by its key.
    """
    steps = ((key, form.step(key), answer) for key, answer in application.answers.items())
    return [(step.title if step else key, _read(step, answer)) for key, step, answer in steps]


def _read(step: Step | None, answer: str) -> str:
    """An answer as people read it: days as 28.11.2026."""
    day = step is not None and step.check == DAY and answer
    return date.fromisoformat(answer).strftime("%d.%m.%Y") if day else answer


def flow_of(store: Store, application_id: int) -> int | None:
    """The id of the flow it was sent to; None when there is none."""
    row = store.run("SELECT flow_id FROM applications WHERE id = ?", application_id).fetchone()
    return None if row is None else int(row[0])


def count(store: Store, flow_id: int) -> int:
    """How many were sent."""
    return int(store.run("SELECT count(*) FROM applications WHERE flow_id = ?", flow_id).fetchone()[0])


def page(store: Store, flow_id: int, *, before: int | None = None, limit: int = 50) -> list[Application]:
    """Applications, the newest first, below the id `before`."""
    below, values = (" AND id < ?", (before,)) if before is not None else ("", ())
    sql = f"{_COLUMNS} WHERE flow_id = ?{below} ORDER BY id DESC LIMIT ?"
    return [_application(row) for row in store.run(sql, flow_id, *values, limit).fetchall()]


def every(store: Store, flow_id: int) -> Iterator[Application]:
    """All of them, the oldest first, a few at a time."""
    after = 0
    while True:
        sql = f"{_COLUMNS} WHERE flow_id = ? AND id > ? ORDER BY id LIMIT 500"
        rows = store.run(sql, flow_id, after).fetchall()
        yield from map(_application, rows)
        if len(rows) < 500:
            return
        after = rows[-1][0]


def _application(row: Sequence[Any]) -> Application:
    return Application(*(*row[:5], json.loads(row[5])))
