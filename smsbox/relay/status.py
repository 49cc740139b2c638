"""What is known of each modem now: one frozen snapshot per modem, on a board that page and doorbell read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from zoneinfo import ZoneInfo

from smsbox.clock import Micros, iso
from smsbox.i18n.phrases import kept

STARTING = "starting"
READY = "ready"
HOLDING = "holding"
DOWN = "down"

_MOMENTS = ("last_sent_at", "last_received_at", "next_send_at", "since", "at")
_LASTING = ("state", "reason", "imei", "imsi", "iccid", "sim_id", "operator", "registration", "recovery")
"""A change in one of these is worth a line in the database; signal and counters are not."""


@dataclass(frozen=True, slots=True)
class ModemStatus:
    """One modem as a technician wants to see it; `reason` is the key of an explanation, `facts` fill it.

    `kinds`: while it holds, the classes it sends all the same (their numbers); None while nothing holds it.
    """

    name: str
    port: str
    state: str = STARTING
    reason: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    manufacturer: str | None = None
    model: str | None = None
    imei: str | None = None
    imsi: str | None = None
    iccid: str | None = None
    sim_id: int | None = None
    smsc: str | None = None
    operator: str | None = None
    registration: str | None = None
    technology: str | None = None
    rssi: int | None = None
    dbm: int | None = None
    storage: str | None = None
    storage_used: int | None = None
    storage_capacity: int | None = None
    limits_left: Mapping[str, int] = field(default_factory=dict)
    resets_at: Mapping[str, Micros] = field(default_factory=dict)
    """When each of `limits_left` counts anew, or lets the next segment through."""
    drift: Mapping[str, object] | None = None
    """Why the SIM goes slowly or rests, while more fails than usual: `key`, `facts`, and `until`, when it rests."""
    recovery: Mapping[str, object] | None = None
    """The last measure of an incident that is not over: `rung`, `tries`, `helped`, `next_at` (no reset before)."""
    last_sent_at: Micros | None = None
    last_received_at: Micros | None = None
    next_send_at: Micros | None = None
    kinds: tuple[int, ...] | None = None
    since: Micros = 0
    at: Micros = 0

    def as_json(self, zone: ZoneInfo) -> dict[str, object]:
        """A plain dictionary with moments in ISO 8601."""
        plain = asdict(self) | {"facts": kept(self.facts)}
        for name in _MOMENTS:
            if plain[name] is not None:
                plain[name] = iso(plain[name], zone)
        plain["resets_at"] = {name: iso(at, zone) for name, at in self.resets_at.items()}
        for name, moment in (("recovery", "next_at"), ("drift", "until")):
            if plain[name] is not None:
                at = plain[name].get(moment)
                plain[name] |= {moment: iso(at, zone) if isinstance(at, int) else None}
        return plain


class StatusBoard:
    """The latest status of every modem; relays write theirs, anybody reads."""

    def __init__(self, remember: Callable[[ModemStatus], None]) -> None:
        self._remember = remember
        self._lock = threading.Lock()
        self._statuses: dict[str, ModemStatus] = {}

    def post(self, status: ModemStatus) -> None:
        """Put up `status`; what should outlive the daemon is handed on to be remembered."""
        with self._lock:
            before = self._statuses.get(status.name)
            self._statuses[status.name] = status
        if before is None or any(getattr(before, name) != getattr(status, name) for name in _LASTING):
            self._remember(status)

    def change(self, name: str, now: Micros, **changes: object) -> ModemStatus:
        """Change fields of one modem's status; `since` moves when the state or its reason does."""
        with self._lock:
            before = self._statuses[name]
        moved = any(key in changes and changes[key] != getattr(before, key) for key in ("state", "reason"))
        after = replace(before, **changes, at=now, since=now if moved else before.since)  # type: ignore[arg-type]
        self.post(after)
        return after

    def remove(self, name: str) -> None:
        """There is no such modem any more."""
        with self._lock:
            self._statuses.pop(name, None)

    def get(self, name: str) -> ModemStatus:
        """The status of modem `name`; KeyError when there is none."""
        with self._lock:
            return self._statuses[name]

    def all(self) -> list[ModemStatus]:
        """Every modem's status, in the order they were first posted."""
        with self._lock:
            return list(self._statuses.values())
