"""Which SIM each modem may send from, and which modems people have paused."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.store.db import Store

_SEAT = (
    "INSERT INTO seats (modem, sim_id, accepted_at, accepted_by) VALUES (?, ?, ?, ?) ON CONFLICT (modem) DO UPDATE "
    "SET sim_id = excluded.sim_id, accepted_at = excluded.accepted_at, accepted_by = excluded.accepted_by"
)
_PAUSE = (
    "INSERT INTO pauses (modem, at, by_whom, why) VALUES (?, ?, ?, ?) ON CONFLICT (modem) DO UPDATE "
    "SET by_whom = excluded.by_whom, why = excluded.why"
)


@dataclass(frozen=True, slots=True)
class Pause:
    """A modem somebody paused at `at`; it receives, but sends nothing."""

    modem: str
    at: Micros
    by_whom: str | None
    why: str | None


def seated(store: Store, modem: str) -> int | None:
    """The SIM that `modem` may send from; None as long as none was accepted."""
    row = store.run("SELECT sim_id FROM seats WHERE modem = ?", modem).fetchone()
    return int(row[0]) if row else None


def accept(store: Store, modem: str, sim_id: int, *, now: Micros, by_whom: str | None = None) -> None:
    """From now on `modem` may send from SIM `sim_id`; `by_whom` None: by itself, the first SIM it ever had."""
    with store.write():
        store.run(_SEAT, modem, sim_id, now, by_whom)


def pause(store: Store, modem: str, *, now: Micros, by_whom: str | None = None, why: str | None = None) -> None:
    """Send nothing more by `modem`; a segment under way is finished. Pausing twice keeps the first moment."""
    with store.write():
        store.run(_PAUSE, modem, now, by_whom, why)


def resume(store: Store, modem: str) -> bool:
    """Send by `modem` again; whether it was paused."""
    with store.write():
        return int(store.run("DELETE FROM pauses WHERE modem = ?", modem).rowcount) > 0


def paused(store: Store, modem: str) -> Pause | None:
    """The pause of `modem`, None when it may send."""
    row = store.run("SELECT modem, at, by_whom, why FROM pauses WHERE modem = ?", modem).fetchone()
    return Pause(*row) if row else None


def pauses(store: Store) -> list[Pause]:
    """All pauses, by name of modem."""
    return [Pause(*row) for row in store.run("SELECT modem, at, by_whom, why FROM pauses ORDER BY modem").fetchall()]
