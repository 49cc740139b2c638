"""The record of what each SIM has sent and what became of it, by the minute, so that no restart forgets a quota."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from smsbox.clock import DAY, HOUR, MINUTE, Micros
from smsbox.pacing.calendar import day_start, month_start, package_start
from smsbox.pacing.drift import Minute
from smsbox.pacing.usage import Usage
from smsbox.store import Store

_KEPT: Micros = 62 * DAY
_RECORD = (
    "INSERT INTO usage (sim_id, minute, segments, last_at) VALUES (?, ?, 1, ?) ON CONFLICT (sim_id, minute) "
    "DO UPDATE SET segments = usage.segments + 1, last_at = excluded.last_at"
)
_SINCE = "SELECT coalesce(sum(segments), 0), max(last_at) FROM usage WHERE sim_id = ? AND minute >= ?"
_NOTE = (
    "INSERT INTO usage (sim_id, minute, segments, last_at, refused, delivered, undelivered, failed) "
    "VALUES (?, ?, 0, 0, ?, ?, ?, ?) ON CONFLICT (sim_id, minute) DO UPDATE SET "
    "refused = usage.refused + excluded.refused, delivered = usage.delivered + excluded.delivered, "
    "undelivered = usage.undelivered + excluded.undelivered, failed = usage.failed + excluded.failed"
)
"""A `last_at` of 0: something was learned in that minute, nothing sent."""
_COUNTED = ("segments", "last_at", "refused", "delivered", "undelivered", "failed")
_CARRY = (
    f"INSERT INTO usage (sim_id, minute, {', '.join(_COUNTED)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "  # noqa: S608 – constants
    f"ON CONFLICT (sim_id, minute) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COUNTED)}"
)


def record(store: Store, sim_id: int, now: Micros) -> None:
    """Count one segment claimed at `now`, in the transaction that claims it: one in doubt counts as sent."""
    store.run(_RECORD, sim_id, now // MINUTE, now)


def give_back(store: Store, sim_id: int, claimed_at: Micros) -> None:
    """Take back the segment claimed at `claimed_at`: it was certainly not sent."""
    store.run(
        "UPDATE usage SET segments = segments - 1 WHERE sim_id = ? AND minute = ? AND segments > 0",
        *(sim_id, claimed_at // MINUTE),
    )


def note_outcome(
    store: Store,
    sim_id: int,
    now: Micros,
    *,
    refused: int = 0,
    delivered: int = 0,
    undelivered: int = 0,
    failed: int = 0,
) -> None:
    """Count what was learned at `now` of segments this SIM sent, in the transaction that settles them.

    Refusals that speak of the SIM or the network, reports that the phone has it, reports that it never will and that
    speak of them too; and `failed`, all that was refused for good or never reached its phone, whatever the cause.
    """
    store.run(_NOTE, sim_id, now // MINUTE, refused, delivered, undelivered, failed)


def load(store: Store, sim_id: int, *, now: Micros, zone: ZoneInfo, package_day: int = 1) -> Usage:
    """What the SIM has sent, for `next_moment`.

    Within the last hour moments are known by the minute only; each counts as the last moment of its minute, so that
    after a restart a rolling limit waits up to a minute too long rather than being exceeded.
    """
    day, month = day_start(now, zone) // MINUTE, month_start(now, zone) // MINUTE
    package = package_start(now, zone, package_day) // MINUTE
    since = {start: store.run(_SINCE, sim_id, start).fetchone() for start in {day, month, package}}
    minutes = store.run(
        "SELECT minute, segments, last_at FROM usage WHERE sim_id = ? AND minute >= ? ORDER BY minute",
        *(sim_id, (now - HOUR) // MINUTE),
    ).fetchall()
    recent = [moment for minute, segments, last_at in minutes for moment in [max(last_at, minute * MINUTE)] * segments]
    last_at = max(row[1] or 0 for row in since.values()) or last_sent(store, sim_id)
    seen = store.run("SELECT first_seen_at FROM sims WHERE id = ?", sim_id).fetchone()
    today, in_month, in_package = (int(since[start][0]) for start in (day, month, package))
    return Usage(zone, tuple(recent), last_at, today, in_month, in_package, package_day, seen[0] if seen else None)


def sent_since(store: Store, sim_id: int, at: Micros) -> int:
    """How many segments the SIM has sent after the moment `at`; of the minute of `at` rather all than too few."""
    row = store.run(
        "SELECT coalesce(sum(segments), 0) FROM usage WHERE sim_id = ? AND minute >= ? AND last_at > ?",
        *(sim_id, at // MINUTE, at),
    ).fetchone()
    return int(row[0])


def last_sent(store: Store, sim_id: int) -> Micros | None:
    """When a segment last went out by this SIM."""
    sql = "SELECT last_at FROM usage WHERE sim_id = ? AND last_at > 0 ORDER BY minute DESC LIMIT 1"
    row = store.run(sql, sim_id).fetchone()
    return int(row[0]) if row else None


def outcomes(store: Store, sim_id: int, *, since: int, before: int) -> list[Minute]:
    """What became of the segments of a SIM, by minutes since the epoch, from `since` to just before `before`."""
    rows = store.run(
        "SELECT minute, segments, refused, delivered, undelivered FROM usage "
        "WHERE sim_id = ? AND minute >= ? AND minute < ? ORDER BY minute",
        *(sim_id, since, before),
    ).fetchall()
    return [Minute(*map(int, row)) for row in rows]


def carry(there: Store, here: Store, since: Micros, sims: Mapping[int, int]) -> None:
    """Have `here`, an older copy of `there`, know what was sent since: its quotas are the network's. `sims`: which id
    there is which here. Inside the caller's transaction in `here`.
    """
    sql = f"SELECT sim_id, minute, {', '.join(_COUNTED)} FROM usage WHERE minute >= ?"  # noqa: S608 – constants
    rows = there.run(sql, since // MINUTE).fetchall()
    here.run_many(_CARRY, [(sims[row[0]], *row[1:]) for row in rows if row[0] in sims])


def prune(store: Store, now: Micros) -> int:
    """Forget minutes that no limit looks at any more; how many."""
    with store.write():
        return int(store.run("DELETE FROM usage WHERE minute < ?", (now - _KEPT) // MINUTE).rowcount)
