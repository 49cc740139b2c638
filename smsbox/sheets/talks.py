"""What came of scenarios as tables: votes, quizzes, entries, orders, appointments, surveys and forms; short reads.

Every table of one flow is read by its key, a few hundred rows at a time, however many there are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from smsbox import contacts
from smsbox.config import Config
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows import rows as flows
from smsbox.dialogs.kinds import KINDS
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_
from smsbox.sheets import exports
from smsbox.sheets import talk_columns as columns
from smsbox.sheets.cells import Cell, Table
from smsbox.sheets.exports import Reader
from smsbox.store import Store

STEP = 400
_SECOND = 1_000_000

Columns = Sequence[tuple[str, int]]
Rows = Iterator[Sequence[Any]]


class NoSuchTable(SmsboxError):
    """A scenario of this kind has no such table. Facts: `what`, `kind`."""

    key = "sheets.no_such_table"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: `sql` has `{flow}` for a condition on the flow and ends with a keyset and a limit; `key`:
    where the key of a row stands in it.
    """

    sql: str
    key: slice
    first: tuple[Any, ...]

    def rows(self, store: Store, flow_id: int | None) -> Rows:
        """All of them, a short read at a time."""
        after: Sequence[Any] = self.first
        given = [] if flow_id is None else [flow_id]
        sql = self.sql.format(flow="" if flow_id is None else "flow_id = ? AND")
        while found := store.run(sql, *given, *after, STEP).fetchall():
            after = found[-1][self.key]
            yield from found


_BY_ID, _BY_NUMBER = slice(0, 1), slice(0, 1)
_VOTED = Source(
    "SELECT number, choice, said, at, changed, by_whom FROM votes WHERE {flow} number > ? ORDER BY number LIMIT ?",
    *(_BY_NUMBER, ("",)),
)
_PLAYED = Source(
    "SELECT number, attempt, score, took, begun_at, ended_at, counts, answers FROM quiz_results "
    "WHERE {flow} (number, attempt) > (?, ?) ORDER BY number, attempt LIMIT ?",
    *(slice(0, 2), ("", 0)),
)
_ENTERED = Source(
    "SELECT id, at, number, shown, state, note FROM entries WHERE {flow} id > ? ORDER BY id LIMIT ?", _BY_ID, (0,)
)
_ORDERED = Source(
    "SELECT id, said, made_at, number, state, changed_at, worth, delivery, currency, address, note, taken_by, flow_id "
    "FROM orders WHERE {flow} id > ? ORDER BY id LIMIT ?",
    *(_BY_ID, (0,)),
)
_BOOKED = Source(
    "SELECT id, at, until, service, resource, number, state, made_at, reminded_at, confirmed_at, note, by_whom, "
    "flow_id FROM appointments WHERE {flow} id > ? ORDER BY id LIMIT ?",
    *(_BY_ID, (0,)),
)
_ASKED = Source(
    "SELECT id, number, question, at, answered_at, answer FROM survey_answers WHERE {flow} id > ? ORDER BY id LIMIT ?",
    *(_BY_ID, (0,)),
)
_SENT = Source("SELECT id, at, number, answers FROM applications WHERE {flow} id > ? ORDER BY id LIMIT ?", _BY_ID, (0,))

OF_KIND = {
    "vote": "votes",
    "quiz": "quiz",
    "contest": "entries",
    "order": "orders",
    "appointment": "appointments",
    "survey": "answers",
    "form": "applications",
}
"""Kind of a flow → the word of its table; orders and appointments also of all flows together."""
OF_ALL = ("orders", "appointments")
assert set(OF_KIND) == set(KINDS)


def contents(
    store: Store, config: Config, what: str, flow_id: int | None, reader: Reader
) -> tuple[Table, Iterator[list[Cell]]]:
    """Heads and rows of the table called `what`, of one flow. Raises NoSuchFlow, NoSuchTable."""
    if flow_id is None:
        if what not in OF_ALL:
            raise NoSuchTable(what=what, kind="")
        made = _MADE[what](store, config, None, reader)
        return exports.table(reader, made.title, made.columns, []), made.rows
    flow = flows.loaded(store, config, flow_id)
    if OF_KIND[flow.kind] != what:
        raise NoSuchTable(what=what, kind=flow.kind)
    made = _MADE[what](store, config, flow, reader)
    asked = [(reader.word(N_("Scenario")), flow.title or flow.name)]
    return exports.table(reader, made.title, made.columns, asked), made.rows


@dataclass(frozen=True, slots=True)
class _Made:
    title: str
    columns: Columns
    rows: Iterator[list[Cell]]


Maker = Callable[[Store, Config, Any, Reader], _Made]


def named(store: Store, rows: Rows, at: int) -> Iterator[tuple[Sequence[Any], str]]:
    """Each row with the name of its customer, looked up for many at a time; `at`: where the number stands."""
    some: list[Sequence[Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == STEP:
            yield from _with_names(store, some, at)
            some = []
    yield from _with_names(store, some, at)


def _with_names(store: Store, some: Sequence[Sequence[Any]], at: int) -> Iterator[tuple[Sequence[Any], str]]:
    known = contacts.names(store, (row[at] for row in some))
    for row in some:
        yield row, known[row[at]][1] if row[at] in known else ""


def _money(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths) / 100


def _votes(store: Store, config: Config, flow: Flow[Any], reader: Reader) -> _Made:
    unknown = reader.word(N_("Nobody could tell"))

    def rows() -> Iterator[list[Cell]]:
        for row, name in named(store, _VOTED.rows(store, flow.id), 0):
            number, choice, said, at, changed, by = row
            told = flow.part.title(choice) if choice else unknown
            yield [number, name, told, said, reader.moment(at), int(changed), by or ""]

    return _Made(N_("Votes"), columns.VOTES, rows())


def _quiz(store: Store, config: Config, flow: Flow[Any], reader: Reader) -> _Made:
    questions = [each.text for each in flow.part.questions]
    yes, no = reader.word(N_("yes")), reader.word(N_("no"))

    def rows() -> Iterator[list[Cell]]:
        for row, name in named(store, _PLAYED.rows(store, flow.id), 0):
            number, attempt, score, took, begun, ended, counts, answers = row
            said = [each[0] for each in json.loads(answers)][: len(questions)]
            head = [number, name, int(attempt), int(score), took // _SECOND, reader.moment(begun), reader.moment(ended)]
            yield [*head, yes if counts else no, *said, *([""] * (len(questions) - len(said)))]

    return _Made(N_("Quiz"), (*columns.QUIZ, *((each, 24) for each in questions)), rows())


def _entries(store: Store, config: Config, flow: Flow[Any], reader: Reader) -> _Made:
    from smsbox.dialogs.contests import EntryState
    from smsbox.dialogs.draws import places

    drawn = {each.entry_id: each for each in places(store, flow.id)}

    def rows() -> Iterator[list[Cell]]:
        for row, name in named(store, _ENTERED.rows(store, flow.id), 2):
            entry, at, number, shown, state, note = row
            place = drawn.get(entry)
            told = (place.place, reader.moment(place.told_at)) if place else (None, None)
            word = reader.word(EntryState(state).text)
            yield [entry, reader.moment(at), number, name, shown, word, *told, note]

    return _Made(N_("Entries"), columns.ENTRIES, rows())


def _orders(store: Store, config: Config, flow: Flow[Any] | None, reader: Reader) -> _Made:
    """A row for each of the goods; what is one for the order stands in its first."""
    from smsbox.dialogs.orders.goods import OrderState

    titles = _titles(store)

    def rows() -> Iterator[list[Cell]]:
        for row, name in named(store, _ORDERED.rows(store, flow.id if flow else None), 3):
            order, said, made, number, state, since, worth, delivery, currency, address, note, taken, flow_id = row
            head = [said, reader.moment(made), number, name, reader.word(OrderState(state).text), reader.moment(since)]
            whole: list[Cell] = [_money(delivery), _money(worth), currency]
            for code, title, price, amount in _lines(store, order):
                goods = [code, title, _money(price), int(amount), _money(price * amount)]
                yield [*head, *goods, *whole, address, note, taken or "", titles.get(flow_id, "")]
                whole = [None, None, currency]

    return _Made(N_("Orders"), columns.ORDERS, rows())


def _lines(store: Store, order_id: int) -> Sequence[Sequence[Any]]:
    sql = "SELECT code, title, price, amount FROM order_lines WHERE order_id = ? ORDER BY place"
    return store.run(sql, order_id).fetchall() or [("", "", 0, 0)]


def _appointments(store: Store, config: Config, flow: Flow[Any] | None, reader: Reader) -> _Made:
    from smsbox.dialogs.appointments.rows import State

    titles, plans = _titles(store), dict[int, Any]()

    def service(flow_id: int, code: str) -> str:
        if flow_id not in plans:
            plans[flow_id] = _part(store, config, flow_id)
        return str(plans[flow_id].service(code).title) if plans[flow_id] else code

    def rows() -> Iterator[list[Cell]]:
        for row, name in named(store, _BOOKED.rows(store, flow.id if flow else None), 5):
            one, at, until, code, resource, number, state, made, reminded, confirmed, note, by, flow_id = row
            when = [one, reader.moment(at), reader.moment(until), service(flow_id, code), resource]
            past = [reader.moment(each) for each in (made, reminded, confirmed)]
            word = reader.word(State(state).text)
            yield [*when, number, name, word, *past, note, by, titles.get(flow_id, "")]

    return _Made(N_("Appointments"), columns.APPOINTMENTS, rows())


def _answers(store: Store, config: Config, flow: Flow[Any], reader: Reader) -> _Made:
    def rows() -> Iterator[list[Cell]]:
        for row, name in named(store, _ASKED.rows(store, flow.id), 1):
            _, number, key, at, answered, answer = row
            question = flow.part.question(key)
            text = question.text if question else key
            yield [number, name, text, reader.moment(at), reader.moment(answered), answer]

    return _Made(N_("What they answered"), columns.ANSWERS, rows())


def _applications(store: Store, config: Config, flow: Flow[Any], reader: Reader) -> _Made:
    """A column for each question of today; what older versions asked stands behind them, by its key."""
    steps = flow.part.steps
    keys = [each.key for each in steps]

    def rows() -> Iterator[list[Cell]]:
        for row, name in named(store, _SENT.rows(store, flow.id), 2):
            one, at, number, kept = row
            answers = json.loads(kept)
            older = "; ".join(f"{key}: {said}" for key, said in answers.items() if key not in keys)
            yield [one, reader.moment(at), number, name, *(answers.get(key, "") for key in keys), older]

    heads = (*columns.FORM, *((each.title, 24) for each in steps), (N_("Asked earlier"), 30))
    return _Made(N_("Applications"), heads, rows())


def _titles(store: Store) -> dict[int, str]:
    return {each.id: each.title for each in flows.listed(store)}


def _part(store: Store, config: Config, flow_id: int) -> Any:
    """The part of a flow, None where it is gone or not understood any more."""
    try:
        return flows.loaded(store, config, flow_id).part
    except SmsboxError:
        return None


_MADE: dict[str, Maker] = {
    "votes": _votes,
    "quiz": _quiz,
    "entries": _entries,
    "orders": _orders,
    "appointments": _appointments,
    "answers": _answers,
    "applications": _applications,
}
