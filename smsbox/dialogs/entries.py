"""Entries of contests: what counts, what does not and why, and what a contest may look at when somebody writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from smsbox import contacts, coupons
from smsbox.clock import SECOND, Micros, micros
from smsbox.config import Config
from smsbox.coupons import codes
from smsbox.desk.happening import Happening
from smsbox.dialogs import draws
from smsbox.dialogs.contests import Contest, Enter, Entry, EntryState
from smsbox.dialogs.flow import Flow, FlowState
from smsbox.dialogs.moves import Heard
from smsbox.dialogs.receipts import OWN
from smsbox.i18n.marks import N_
from smsbox.i18n.phrases import Phrase
from smsbox.sms.fields import fold
from smsbox.store import Store

_INSERT = (
    "INSERT INTO entries (id, flow_id, code, shown, number, at, received_id, state, note) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_COLUMNS = "SELECT id, flow_id, code, shown, number, at, received_id, state, note FROM entries"
_TICKET = 6


class EntryView:
    """What the pure half may look at; read when it asks."""

    def __init__(self, store: Store, flow: Flow[Contest], number: str, now: Micros) -> None:
        self._store, self._flow, self._number, self._now = store, flow, number, now

    @property
    def listed(self) -> bool:
        """Whether the list is closed, whatever the clock says now."""
        return draws.listed(self._store, self._flow.id)

    @property
    def mine(self) -> int:
        """How many of his count."""
        return self._count("state = 0")

    @property
    def today(self) -> int:
        """How many of them came today, by the clock of the shop."""
        return self._count("state = 0 AND at >= ?", _midnight(self._now, self._flow.zone))

    @property
    def mistakes(self) -> int:
        """How many of today did not count."""
        return self._count("state IN (1, 2) AND at >= ?", _midnight(self._now, self._flow.zone))

    @property
    def excluded(self) -> bool:
        """Whether he may not take part."""
        part = self._flow.part
        if not part.staff and self._store.run("SELECT 1 FROM staff_phones WHERE number = ?", self._number).fetchone():
            return True
        him = contacts.by_number(self._store, self._number) if part.without_tags else None
        return him is not None and bool(set(map(fold, him.tags)) & set(map(fold, part.without_tags)))

    @property
    def ticket(self) -> str:
        """A number nobody has yet."""
        while True:
            made = codes.made(_TICKET)
            if self.taken(made) is None:
                return made

    def taken(self, code: str) -> str | None:
        """Whose entry has that code."""
        sql = "SELECT number FROM entries WHERE flow_id = ? AND code = ? AND state IN (0, 3) ORDER BY state LIMIT 1"
        row = self._store.run(sql, self._flow.id, code).fetchone()
        return None if row is None else str(row[0])

    def right(self, code: str) -> bool:
        """Whether there can be such a code: by its last sign, and where the box printed them, by what it printed."""
        fitting = [each for each in self._flow.part.patterns if each.read(code) is not None and each.fits(code)]
        if not fitting:
            return False
        return fitting[0].check != OWN or coupons.find(self._store, code) is not None

    def _count(self, condition: str, *values: Any) -> int:
        sql = f"SELECT count(*) FROM entries WHERE number = ? AND flow_id = ? AND {condition}"  # noqa: S608 – from above
        return int(self._store.run(sql, self._number, self._flow.id, *values).fetchone()[0])


def _midnight(now: Micros, zone: str) -> Micros:
    here = ZoneInfo(zone)
    return micros(datetime.combine(datetime.fromtimestamp(now // SECOND, here).date(), time(), here))


class EntryBooks:
    """The books of contests."""

    def opened(self, store: Store, config: Config, flow: Flow[Contest], now: Micros) -> None:
        """Before the first entry the seed is promised."""
        draws.begun(store, flow.id, now)

    def view(self, store: Store, flow: Flow[Contest], number: str, now: Micros) -> EntryView:
        """What a contest may look at."""
        return EntryView(store, flow, number, now)

    def apply(
        self, store: Store, config: Config, flow: Flow[Contest], dialog_id: int | None, effect: Any, heard: Heard
    ) -> None:
        """Keep an entry, or what was none."""
        state, note = (EntryState.IN, "") if isinstance(effect, Enter) else (effect.state, "")
        (entry_id,) = store.reserve_ids("entries", 1)
        store.run(
            _INSERT,
            *(entry_id, flow.id, effect.code, effect.shown, heard.number, heard.at, heard.message_id or None),
            *(int(state), note),
        )

    def flows_of(self, store: Store, number: str, now: Micros) -> list[int]:
        """In which he takes part."""
        sql = "SELECT DISTINCT flow_id FROM entries WHERE number = ? AND state = 0"
        return [row[0] for row in store.run(sql, number).fetchall()]

    def knows(self, store: Store, flow: Flow[Contest], number: str, now: Micros) -> bool:
        """Whether he takes part while entries are taken."""
        taken = flow.state is FlowState.OPEN and flow.within(now) and bool(flow.part.patterns)
        if not taken or draws.listed(store, flow.id):
            return False
        sql = "SELECT 1 FROM entries WHERE number = ? AND flow_id = ? AND state = 0 LIMIT 1"
        return store.run(sql, number, flow.id).fetchone() is not None

    def due(self, store: Store, now: Micros) -> bool:
        """Time alone brings nothing: a list is closed by people."""
        return False

    def tick(self, store: Store, config: Config, flow: Flow[Contest], now: Micros) -> None:
        """Nothing."""

    def happenings(self, store: Store, number: str, limit: int) -> list[Happening]:
        """His entries, the newest first."""
        rows = store.run(f"{_COLUMNS} WHERE number = ? ORDER BY id DESC LIMIT ?", number, limit).fetchall()
        return [_happened(_entry(row)) for row in rows]


BOOKS = EntryBooks()


def _happened(entry: Entry) -> Happening:
    said = (
        Phrase(N_("Takes part with {code}"), code=entry.shown)
        if entry.state is EntryState.IN
        else Phrase(N_("{code} does not take part: {why}"), code=entry.shown, why=Phrase(entry.state.text))
    )
    return Happening(entry.at, "contest", said, f"/dialogs/{entry.flow_id}/entries?find={entry.code}")


# ── what people see and change


COUNTED = 20_000
"""Entries are counted up to here, for a page that is there at once; the list of a draw is counted whole."""


def counts(store: Store, flow_id: int) -> dict[EntryState, int]:
    """How many of each state there are, each at most COUNTED."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM entries WHERE flow_id = ? AND state = ? LIMIT ?) AS few"
    found = {each: int(store.run(sql, flow_id, int(each), COUNTED).fetchone()[0]) for each in EntryState}
    return {each: count for each, count in found.items() if count}


def people(store: Store, flow_id: int) -> int:
    """How many numbers take part, counted from at most COUNTED entries."""
    sql = (
        "SELECT count(*) FROM (SELECT DISTINCT number FROM (SELECT number FROM entries WHERE flow_id = ? "
        "AND state = 0 ORDER BY number LIMIT ?) AS few) AS each_one"
    )
    return int(store.run(sql, flow_id, COUNTED).fetchone()[0])


def page(
    store: Store,
    flow_id: int,
    *,
    states: Sequence[EntryState] = tuple(EntryState),
    code: str = "",
    number: str = "",
    before: int | None = None,
    limit: int = 50,
) -> list[Entry]:
    """Entries, the newest first, below the id `before`; of one `code` (in any spelling) or one `number` only."""
    conditions, values = ["flow_id = ?"], list[Any]([flow_id])
    if len(states) < len(EntryState):
        conditions.append(f"state IN ({','.join('?' * len(states))})")
        values += map(int, states)
    told = ((code, "code = ?", codes.folded(code)), (number, "number = ?", number), (before, "id < ?", before))
    for given, condition, value in told:
        if given:
            conditions.append(condition)
            values.append(value)
    sql = f"{_COLUMNS} WHERE {' AND '.join(conditions)} ORDER BY id DESC LIMIT ?"
    return [_entry(row) for row in store.run(sql, *values, limit).fetchall()]


def get(store: Store, entry_id: int) -> Entry | None:
    """The entry of that id."""
    row = store.run(f"{_COLUMNS} WHERE id = ?", entry_id).fetchone()
    return None if row is None else _entry(row)


def leave_out(store: Store, entry: Entry, note: str) -> bool:
    """People take an entry out, and say why; False where it does not take part. Inside a transaction that holds the
    flow. Raises Listed once the list is closed.
    """
    draws.require_open(store, entry.flow_id)
    return _moved(store, entry, EntryState.IN, EntryState.EXCLUDED, note)


def let_in(store: Store, entry: Entry, note: str) -> bool:
    """People let an entry in that did not count; False where its code takes part already. Raises Listed."""
    draws.require_open(store, entry.flow_id)
    taken = "SELECT 1 FROM entries WHERE flow_id = ? AND code = ? AND state = 0"
    if entry.state is EntryState.ERASED or store.run(taken, entry.flow_id, entry.code).fetchone() is not None:
        return False
    return _moved(store, entry, entry.state, EntryState.IN, note)


def _moved(store: Store, entry: Entry, old: EntryState, new: EntryState, note: str) -> bool:
    sql = "UPDATE entries SET state = ?, note = ? WHERE id = ? AND state = ?"
    return bool(store.run(sql, int(new), note[:200], entry.id, int(old)).rowcount == 1)


def _entry(row: Sequence[Any]) -> Entry:
    return Entry(*(*row[:7], EntryState(row[7]), row[8]))
