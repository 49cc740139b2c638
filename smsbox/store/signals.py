"""The history of each modem's radio: field strength and registration, one line every five minutes and at changes."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.clock import DAY, MINUTE, Micros
from smsbox.store.db import Store

KEPT: Micros = 14 * DAY

_NOTE = (
    "INSERT INTO signals (modem, minute, rssi, registration, technology) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (modem, minute) DO UPDATE SET rssi = excluded.rssi, registration = excluded.registration, "
    "technology = excluded.technology"
)


@dataclass(frozen=True, slots=True)
class Sample:
    """The radio at `at`: `rssi` 0..31 of +CSQ (27.007 8.5) or None, registration and technology in words."""

    at: Micros
    rssi: int | None
    registration: str | None
    technology: str | None

    @property
    def dbm(self) -> int | None:
        """Field strength in dBm."""
        return None if self.rssi is None else -113 + 2 * self.rssi


def note(
    store: Store, modem: str, *, now: Micros, rssi: int | None, registration: str | None, technology: str | None
) -> None:
    """Keep one sample; a second one of the same minute replaces it. A power cut may take it back."""
    with store.write(durable=False):
        store.run(_NOTE, modem, now // MINUTE, rssi, registration, technology)


def history(store: Store, modem: str, *, since: Micros) -> list[Sample]:
    """The samples of `modem` since then, oldest first."""
    rows = store.run(
        "SELECT minute, rssi, registration, technology FROM signals WHERE modem = ? AND minute >= ? ORDER BY minute",
        *(modem, since // MINUTE),
    )
    return [Sample(minute * MINUTE, rssi, *rest) for minute, rssi, *rest in rows.fetchall()]


def prune(store: Store, now: Micros) -> int:
    """Forget samples older than two weeks; how many."""
    with store.write(durable=False):
        return int(store.run("DELETE FROM signals WHERE minute < ?", (now - KEPT) // MINUTE).rowcount)
