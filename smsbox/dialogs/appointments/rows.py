"""The rows of appointments: a place is somebody's while it is held or kept, and two never have the same.

All that changes them is called inside a transaction that holds the flow's row (`flows.rows.hold`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from smsbox import events
from smsbox.clock import DAY, MINUTE, Micros
from smsbox.dialogs.appointments.calendar import Place, Plan, Service
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_
from smsbox.i18n.named import Named
from smsbox.pacing.calendar import midnight
from smsbox.store import Store

_COLUMNS = (
    "id, flow_id, number, service, resource, at, until, state, held_until, made_at, changed_at, remind_at, "
    "reminded_at, confirmed_at, moved_from, note, by_whom"
)
_SELECT = f"SELECT {_COLUMNS} FROM appointments"  # noqa: S608 – constants
_ALIVE = "(state = 1 OR (state = 0 AND held_until > ?))"
MOST = 400
"""Rows of one look into a book."""


class State(Named):
    """HELD until he answers; KEPT: he comes; what is beyond is nobody's place any more."""

    HELD = 0, N_("Waits for a yes")
    KEPT = 1, N_("Booked")
    CANCELLED = 2, N_("Cancelled")
    LAPSED = 3, N_("Not answered")
    MOVED = 4, N_("Moved")
    MISSED = 5, N_("Did not come")


class NotFree(SmsboxError):
    """Somebody has this time already. Facts: `resource`."""

    key = "appointment.not_free"


@dataclass(frozen=True, slots=True)
class Appointment:
    """`service` is a code of the flow, `until` when it ends. `remind_at`: when he is to be reminded; `reminded_at` when
    he was, `confirmed_at` when he said that he comes. `moved_from`: the appointment in whose place it came. `by_whom`:
    who of the shop wrote it down, "" for the customer himself.
    """

    id: int
    flow_id: int
    number: str
    service: str
    resource: str
    at: Micros
    until: Micros
    state: State
    held_until: Micros | None
    made_at: Micros
    changed_at: Micros
    remind_at: Micros | None
    reminded_at: Micros | None
    confirmed_at: Micros | None
    moved_from: int | None
    note: str
    by_whom: str

    @property
    def place(self) -> Place:
        """When and with whom."""
        return Place(self.at, self.resource)


def get(store: Store, appointment_id: int) -> Appointment | None:
    """One of them."""
    return _one(store, f"{_SELECT} WHERE id = ?", appointment_id) if 0 < appointment_id < 1 << 63 else None


def stands_now(store: Store, one: Appointment) -> Appointment:
    """What has become of it: where it was moved to, however often, else it itself."""
    where = "WHERE number = ? AND moved_from = ? AND state NOT IN (0, 3) ORDER BY id DESC LIMIT 1"
    while one.state is State.MOVED:
        to = _one(store, f"{_SELECT} {where}", one.number, one.id)
        if to is None:
            break
        one = to
    return one


def taken(
    store: Store, flow_id: int, since: Micros, until: Micros, now: Micros, *, but: Sequence[int] = ()
) -> dict[str, list[tuple[Micros, Micros]]]:
    """By resource what is taken between two moments; the appointments `but` do not count. Each lasts a day at most."""
    where = f"WHERE at > ? AND at < ? AND until > ? AND flow_id = ? AND {_ALIVE}"
    sql = f"SELECT resource, at, until, id FROM appointments {where}"  # noqa: S608 – constants
    found: dict[str, list[tuple[Micros, Micros]]] = defaultdict(list)
    for resource, at, ends, row_id in store.run(sql, since - DAY, until, since, flow_id, now).fetchall():
        if row_id not in but:
            found[resource].append((at, ends))
    return found


def insert(
    store: Store,
    flow_id: int,
    number: str,
    service: Service,
    place: Place,
    now: Micros,
    *,
    held_until: Micros | None = None,
    moved_from: int | None = None,
    dialog_id: int | None = None,
    note: str = "",
    by: str = "",
) -> int:
    """Write down a place as held or, without `held_until`, as kept; its id. Where he has it held already, that row is
    it. Raises NotFree, also where only a part of the time is somebody else's.
    """
    own = held_place(store, flow_id, number, place)
    but = [each.id for each in (own,) if each] + [each for each in (moved_from,) if each is not None]
    until = place.at + service.minutes * MINUTE
    if taken(store, flow_id, place.at, until, now, but=but).get(place.resource):
        raise NotFree(resource=place.resource)
    state = State.KEPT if held_until is None else State.HELD
    if own is not None:
        values = {"service": service.code, "until": until, "note": note or own.note, "by_whom": by}
        change(store, own.id, now, state=state, held_until=held_until, **values)
        return own.id
    # Of a move within its own time the old row still stands in the index of what is taken until the new one is kept.
    (row_id,) = store.reserve_ids("appointments", 1)
    store.run(
        "INSERT INTO appointments (id, flow_id, number, service, resource, at, until, state, held_until, dialog_id, "
        "made_at, changed_at, moved_from, note, by_whom) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(row_id, flow_id, number, service.code, place.resource, place.at, until, int(state), held_until, dialog_id),
        *(now, now, moved_from, note, by),
    )
    _tell(store, row_id, State.HELD, state, now)
    return row_id


def change(store: Store, row_id: int, now: Micros, **values: object) -> None:
    """Set columns of one row."""
    named = {**values, "changed_at": now}
    columns = ", ".join(f"{name} = ?" for name in named)
    before = store.run("SELECT state FROM appointments WHERE id = ?", row_id).fetchone() if "state" in values else None
    store.run(f"UPDATE appointments SET {columns} WHERE id = ?", *map(_plain, named.values()), row_id)  # noqa: S608
    if before is not None:
        _tell(store, row_id, State(before[0]), State(_plain(values["state"])), now)


def _tell(store: Store, row_id: int, before: State, after: State, now: Micros) -> None:
    """Write into the log what others want to hear of: not what was only held."""
    if before is not after and State.KEPT in (before, after):
        events.append(store, events.APPOINTMENT_CHANGED, now=now, appointment=row_id, state=after.label)


def end(store: Store, row_id: int, state: State, now: Micros) -> None:
    """The place is free again, or was not used; nobody is reminded."""
    change(store, row_id, now, state=state, held_until=None, remind_at=None)


def held_place(store: Store, flow_id: int, number: str, place: Place) -> Appointment | None:
    """What he has held there, whether its time is over or not."""
    where = "WHERE number = ? AND at = ? AND flow_id = ? AND resource = ? AND state = 0"
    return _one(store, f"{_SELECT} {where}", number, place.at, flow_id, place.resource)


def held_by(store: Store, flow_id: int, number: str) -> list[Appointment]:
    """What he has held, whether its time is over or not: to him it is free."""
    return _many(store, f"{_SELECT} WHERE number = ? AND flow_id = ? AND state = 0", number, flow_id)


def day_bounds(day: date, zone: ZoneInfo) -> tuple[Micros, Micros]:
    """When a day begins and ends."""
    return midnight(day, zone), midnight(day + timedelta(days=1), zone)


def of_number(store: Store, flow_id: int, number: str, now: Micros) -> list[Appointment]:
    """What he has before him, kept, the next one first."""
    where = "WHERE number = ? AND at > ? AND flow_id = ? AND state = 1 ORDER BY at LIMIT 9"
    return _many(store, f"{_SELECT} {where}", number, now, flow_id)


def everything_of(store: Store, number: str, limit: int) -> list[Appointment]:
    """All of a number in whatever flow, the newest first; nothing that was only held."""
    where = "WHERE number = ? AND state NOT IN (0, 3) ORDER BY at DESC LIMIT ?"
    return _many(store, f"{_SELECT} {where}", number, limit)


def between(
    store: Store, since: Micros, until: Micros, now: Micros, *, flow_id: int | None = None, limit: int = MOST
) -> list[Appointment]:
    """What stands in the book between two moments, by time: held, kept, and who did not come."""
    flow, values = ("", ()) if flow_id is None else ("AND flow_id = ? ", (flow_id,))
    where = f"WHERE at > ? AND at < ? AND until > ? {flow}AND ({_ALIVE} OR state = 5) ORDER BY at, id LIMIT ?"
    return _many(store, f"{_SELECT} {where}", since - DAY, until, since, *values, now, limit)


def unconfirmed(store: Store, now: Micros, until: Micros, limit: int) -> list[Appointment]:
    """Who was reminded of what is before him, and has not answered."""
    where = (
        "WHERE at > ? AND at < ? AND state = 1 AND reminded_at IS NOT NULL AND confirmed_at IS NULL ORDER BY at LIMIT ?"
    )
    return _many(store, f"{_SELECT} {where}", now, until, limit)


def overdue(store: Store, flow_id: int, now: Micros) -> list[Appointment]:
    """What was held for so long that it is free again."""
    return _many(store, f"{_SELECT} WHERE held_until <= ? AND flow_id = ?", now, flow_id)


def to_remind(store: Store, flow_id: int, now: Micros) -> list[Appointment]:
    """Of what people are to be reminded now."""
    return _many(store, f"{_SELECT} WHERE remind_at <= ? AND flow_id = ? ORDER BY remind_at LIMIT 100", now, flow_id)


def due(store: Store, now: Micros) -> bool:
    """Whether time has run out for anything, in any flow."""
    held = "SELECT 1 FROM appointments WHERE held_until <= ? LIMIT 1"
    remind = "SELECT 1 FROM appointments WHERE remind_at <= ? LIMIT 1"
    waits = "SELECT 1 FROM waiting WHERE until <= ? AND ended_at IS NULL LIMIT 1"
    return any(store.run(sql, now).fetchone() is not None for sql in (held, remind, waits))


def minutes_of(plan: Plan, appointment: Appointment) -> int:
    """How long it lasts."""
    known = next((each for each in plan.services if each.code == appointment.service), None)
    return known.minutes if known else (appointment.until - appointment.at) // MINUTE


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, State) else value


def _one(store: Store, sql: str, *values: object) -> Appointment | None:
    return next(iter(_many(store, sql, *values)), None)


def _many(store: Store, sql: str, *values: object) -> list[Appointment]:
    return [_made(row) for row in store.run(sql, *values).fetchall()]


def _made(row: Sequence[Any]) -> Appointment:
    fields = [*row[:7], State(row[7]), *row[8:]]
    return Appointment(*fields)
