"""The record of what each SIM has sent, by the minute, so that no restart forgets a quota."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from smsbox.clock import DAY, HOUR, MINUTE, Micros
from smsbox.pacing.limits import Usage, day_start, month_start
from smsbox.store import Store

_KEPT: Micros = 62 * DAY
_RECORD = (
    "INSERT INTO usage (sim_id, minute, segments, last_at) VALUES (?, ?, 1, ?) ON CONFLICT (sim_id, minute) "
    "DO UPDATE SET segments = usage.segments + 1, last_at = excluded.last_at"
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


def load(store: Store, sim_id: int, *, now: Micros, zone: ZoneInfo) -> Usage:
    """What the SIM has sent, for `next_moment`.

    Within the last hour moments are known by the minute only; each counts as the last moment of its minute, so that
    after a restart a rolling limit waits up to a minute too long rather than being exceeded.
    """
    month, day, hour = month_start(now, zone) // MINUTE, day_start(now, zone) // MINUTE, (now - HOUR) // MINUTE
    row = store.run(
        "SELECT coalesce(sum(segments), 0), coalesce(sum(CASE WHEN minute >= ? THEN segments ELSE 0 END), 0), "
        "max(last_at) FROM usage WHERE sim_id = ? AND minute >= ?",
        *(day, sim_id, month),
    ).fetchone()
    minutes = store.run(
        "SELECT minute, segments, last_at FROM usage WHERE sim_id = ? AND minute >= ? ORDER BY minute", sim_id, hour
    ).fetchall()
    recent = [moment for minute, segments, last_at in minutes for moment in [max(last_at, minute * MINUTE)] * segments]
    last_at = row[2]
    if last_at is None:
        last_at = store.run("SELECT max(last_at) FROM usage WHERE sim_id = ?", sim_id).fetchone()[0]
    return Usage(zone, tuple(recent), last_at, int(row[1]), int(row[0]))


def prune(store: Store, now: Micros) -> int:
    """Forget minutes that no limit looks at any more; how many."""
    with store.write():
        return int(store.run("DELETE FROM usage WHERE minute < ?", (now - _KEPT) // MINUTE).rowcount)
