"""Who waits for a place, in the order they came; what gets free is held for one of them, and then for the next.

A place that was offered is an appointment held for him: nobody else can have it until he answers or its time is over.
All of it is called inside a transaction that holds the flow's row.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from smsbox.clock import Micros
from smsbox.dialogs.appointments import rows
from smsbox.dialogs.appointments.rows import Appointment, State
from smsbox.dialogs.appointments.whens import When
from smsbox.store import Store

_SELECT = "SELECT id, flow_id, number, service, wish, at, until, told_at, appointment_id FROM waiting"
_MOST = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """`until`: after that his wish means nothing any more; places he has `seen` are not offered again.
    `appointment_id`: the place held for him, once he was told at `told_at`.
    """

    id: int
    flow_id: int
    number: str
    service: str
    resource: str
    when: When
    seen: tuple[Micros, ...]
    at: Micros
    until: Micros
    told_at: Micros | None
    appointment_id: int | None


def when_json(when: When) -> dict[str, Any]:
    """A wish as plain JSON."""
    days, not_on = ([day.isoformat() for day in some] for some in (when.days, when.not_on))
    return {
        "days": days,
        "begins": when.begins,
        "ends": when.ends,
        "at": when.at,
        "soon": when.soon,
        "not_on": not_on,
    }


def when_of(plain: dict[str, Any]) -> When:
    """The wish that `when_json` wrote."""
    days, not_on = (tuple(map(date.fromisoformat, plain.get(name, ()))) for name in ("days", "not_on"))
    return When(days, plain["begins"], plain["ends"], plain["at"], plain["soon"], not_on)


def join(
    store: Store,
    flow_id: int,
    number: str,
    service: str,
    resource: str,
    when: When,
    *,
    until: Micros,
    now: Micros,
    seen: Sequence[Micros] = (),
) -> int:
    """He waits, at the end of the line; who waits for the same service already keeps his place, with his new wish."""
    wish = json.dumps({"resource": resource, "seen": list(seen), **when_json(when)}, ensure_ascii=False)
    known = next((each for each in of_number(store, flow_id, number, now) if each.service == service), None)
    if known is not None and known.appointment_id is None:
        store.run("UPDATE waiting SET wish = ?, until = ? WHERE id = ?", wish, until, known.id)
        return known.id
    (row_id,) = store.reserve_ids("waiting", 1)
    store.run(
        "INSERT INTO waiting (id, flow_id, number, service, wish, at, until) VALUES (?, ?, ?, ?, ?, ?, ?)",
        *(row_id, flow_id, number, service, wish, now, until),
    )
    return row_id


def line(store: Store, flow_id: int, now: Micros) -> list[Waiting]:
    """Who waits, the first first, without those who have an offer before them."""
    where = "WHERE flow_id = ? AND ended_at IS NULL AND appointment_id IS NULL AND until > ? ORDER BY id LIMIT ?"
    return _many(store, where, flow_id, now, _MOST)


def everybody(store: Store, now: Micros, limit: int) -> list[Waiting]:
    """Who waits in whatever flow, those with an offer too."""
    return _many(store, "WHERE ended_at IS NULL AND until > ? ORDER BY id LIMIT ?", now, limit)


def of_number(store: Store, flow_id: int, number: str, now: Micros) -> list[Waiting]:
    """What somebody waits for."""
    where = "WHERE number = ? AND flow_id = ? AND ended_at IS NULL AND until > ? ORDER BY id LIMIT 9"
    return _many(store, where, number, flow_id, now)


def get(store: Store, waiting_id: int) -> Waiting | None:
    """One of them, while he waits."""
    return next(iter(_many(store, "WHERE id = ? AND ended_at IS NULL", waiting_id)), None)


def offer_to(store: Store, flow_id: int, number: str, now: Micros) -> tuple[Waiting, Appointment] | None:
    """What is held for him, while it is."""
    for each in of_number(store, flow_id, number, now):
        held = rows.get(store, each.appointment_id) if each.appointment_id is not None else None
        if held is not None and held.state is State.HELD and (held.held_until or 0) > now:
            return each, held
    return None


def lapsed_offer(store: Store, flow_id: int, number: str, since: Micros) -> tuple[Waiting, Appointment] | None:
    """The last place that was held for him and that he has not answered in time; None where that was before `since`."""
    where = "WHERE number = ? AND flow_id = ? AND ended_at > ? AND told_at IS NOT NULL ORDER BY id DESC LIMIT 1"
    for each in _many(store, where, number, flow_id, since):
        held = rows.get(store, each.appointment_id) if each.appointment_id is not None else None
        if held is not None and held.state is State.LAPSED:
            return each, held
    return None


def in_vain(store: Store, flow_id: int, now: Micros) -> list[Waiting]:
    """Who has waited until his day was over."""
    return _many(store, "WHERE until <= ? AND flow_id = ? AND ended_at IS NULL", now, flow_id)


def told(store: Store, waiting_id: int, appointment_id: int, now: Micros) -> None:
    """He was offered a place."""
    store.run("UPDATE waiting SET appointment_id = ?, told_at = ? WHERE id = ?", appointment_id, now, waiting_id)


def end(store: Store, waiting_id: int, now: Micros) -> None:
    """He waits no more."""
    store.run("UPDATE waiting SET ended_at = ? WHERE id = ? AND ended_at IS NULL", now, waiting_id)


def offer_over(store: Store, appointment_id: int, flow_id: int, now: Micros) -> None:
    """Whoever that place was held for has had his turn."""
    sql = "UPDATE waiting SET ended_at = ? WHERE flow_id = ? AND ended_at IS NULL AND appointment_id = ?"
    store.run(sql, now, flow_id, appointment_id)


def _many(store: Store, where: str, *values: object) -> list[Waiting]:
    return [_made(row) for row in store.run(f"{_SELECT} {where}", *values).fetchall()]


def _made(row: Sequence[Any]) -> Waiting:
    wish = json.loads(row[4])
    fields = [*row[:4], wish["resource"], when_of(wish), tuple(wish["seen"]), *row[5:]]
    return Waiting(*fields)
