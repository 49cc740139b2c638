"""What the database remembers of recoveries: where each modem stands on its ladder, and how often each rung helped."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from smsbox.clock import Micros
from smsbox.recovery.ladder import Ladder, Rung, from_json
from smsbox.store import Store


@dataclass(frozen=True, slots=True)
class Memory:
    """What outlives the daemon about one modem. `imei`, `port`, `usb` (bus path), `ids`: where it was last at work."""

    ladder: Ladder = field(default_factory=Ladder)
    imei: str = ""
    port: str = ""
    usb: str = ""
    ids: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often `rung` was tried on `modem`, how often the modem worked afterwards, and when it was tried last."""

    modem: str
    rung: str
    tried: int
    helped: int
    last_at: Micros


def load(store: Store, modem: str) -> Memory:
    """What is remembered of `modem`; nothing yet for an unknown one. Raises StoreTrouble."""
    row = store.run("SELECT json FROM ladders WHERE modem = ?", modem).fetchone()
    try:
        plain = json.loads(row[0]) if row is not None else {}
    except ValueError:
        plain = {}
    if not isinstance(plain, dict):
        return Memory()
    texts = {name: str(plain.get(name) or "") for name in ("imei", "port", "usb", "ids")}
    return Memory(ladder=from_json(plain.get("ladder") or {}), **texts)


def save(store: Store, modem: str, memory: Memory, now: Micros) -> None:
    """Remember `memory`; a power cut may take it back, so no flush is spent on it. Raises StoreTrouble."""
    plain: dict[str, Any] = {"ladder": memory.ladder.as_json()}
    plain |= {name: getattr(memory, name) for name in ("imei", "port", "usb", "ids")}
    with store.write(durable=False):
        store.run(
            "INSERT INTO ladders (modem, json, at) VALUES (?, ?, ?) "
            "ON CONFLICT (modem) DO UPDATE SET json = excluded.json, at = excluded.at",
            *(modem, json.dumps(plain, separators=(",", ":")), now),
        )


def count(store: Store, modem: str, rung: Rung, now: Micros, *, tried: int = 0, helped: int = 0) -> None:
    """Add to the figures of `rung`. Raises StoreTrouble."""
    with store.write(durable=False):
        store.run(
            "INSERT INTO recoveries (modem, rung, tried, helped, last_at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (modem, rung) DO UPDATE SET tried = recoveries.tried + excluded.tried, "
            "helped = recoveries.helped + excluded.helped, last_at = excluded.last_at",
            *(modem, rung.value, tried, helped, now),
        )


def tallies(store: Store, modem: str | None = None) -> list[Tally]:
    """The figures of every rung (of one modem, or all), by modem and from the mildest rung. Raises StoreTrouble."""
    rows = store.run("SELECT modem, rung, tried, helped, last_at FROM recoveries ORDER BY modem").fetchall()
    order = [rung.value for rung in Rung]
    found = [Tally(*row) for row in rows if row[1] in order and modem in (None, row[0])]
    return sorted(found, key=lambda each: (each.modem, order.index(each.rung)))
