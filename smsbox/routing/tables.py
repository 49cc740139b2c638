"""The rows routing keeps: SIMs as carriers, edited prefixes, ported numbers, and which SIM each customer knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from smsbox.clock import DAY, Micros
from smsbox.store import Store

LOST: Micros = 45 * DAY
"""A SIM not seen for so long is no carrier any more; a SIM whose monthly limit is reached may be silent for a month."""

FAILED = "failed"
"""Evidence that proves nothing yet: a SIM of the number's own operator could not reach it."""

_AT_ONCE = 500
_CARRIERS = "SELECT sim_id, operator, weight, kinds, allow, at FROM carriers WHERE sim_id > 0 ORDER BY sim_id"
_KEEP_CARRIER = (
    "INSERT INTO carriers (sim_id, operator, weight, kinds, allow, at) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (sim_id) DO UPDATE SET operator = excluded.operator, weight = excluded.weight, "
    "kinds = excluded.kinds, allow = excluded.allow, at = excluded.at"
)
_MEET = (
    "INSERT INTO correspondents (number, sim_id, at) VALUES (?, ?, ?) ON CONFLICT (number) DO UPDATE "
    "SET sim_id = excluded.sim_id, at = excluded.at"
)
_PORT = (
    "INSERT INTO ported (number, operator, evidence, at) VALUES (?, ?, ?, ?) ON CONFLICT (number) DO UPDATE "
    "SET operator = excluded.operator, evidence = excluded.evidence, at = excluded.at"
)
_PREFIX = (
    "INSERT INTO prefixes (prefix, operator, at) VALUES (?, ?, ?) ON CONFLICT (prefix) DO UPDATE "
    "SET operator = excluded.operator, at = excluded.at"
)


@dataclass(frozen=True, slots=True)
class KnownCarrier:
    """A SIM that sends, as any box that shares the database may know it.

    `operator` None: unknown; `kinds`: the classes it was able to send at `at`; `allow`: beginnings of the numbers it
    may write to.
    """

    sim_id: int
    operator: str | None
    weight: int
    kinds: tuple[int, ...]
    allow: tuple[str, ...]
    at: Micros

    def may_reach(self, number: str) -> bool:
        """Whether its modem may write to `number`."""
        return number.startswith(self.allow)


@dataclass(frozen=True, slots=True)
class Ported:
    """A number that left the operator of its prefix.

    `evidence`: `smsc` (the service centre of what it wrote), `person`, `delivery` (reached by a SIM of `operator` after
    one of its own could not).
    """

    number: str
    operator: str
    evidence: str
    at: Micros


def carriers(store: Store) -> list[KnownCarrier]:
    """Every SIM that ever sent or was about to, by id."""
    return [
        KnownCarrier(sim_id, operator, weight, tuple(k for k in (0, 1, 2) if kinds >> k & 1), tuple(allow.split()), at)
        for sim_id, operator, weight, kinds, allow, at in store.run(_CARRIERS).fetchall()
    ]


def carrier(store: Store, sim_id: int) -> KnownCarrier | None:
    """One of them."""
    return next((each for each in carriers(store) if each.sim_id == sim_id), None)


def several_carriers(store: Store) -> bool:
    """Whether there was ever more than one."""
    return store.run("SELECT 1 FROM carriers WHERE sim_id > 0 LIMIT 1 OFFSET 1").fetchone() is not None


def living(known: Iterable[KnownCarrier], now: Micros) -> list[KnownCarrier]:
    """Those that are not lost."""
    return [each for each in known if now - each.at < LOST]


def keep_carrier(store: Store, carrier: KnownCarrier) -> None:
    """Write one down, inside a transaction."""
    mask = sum(1 << kind for kind in carrier.kinds)
    store.run(
        _KEEP_CARRIER,
        *(carrier.sim_id, carrier.operator, carrier.weight, mask, " ".join(carrier.allow), carrier.at),
    )


# ── customers


def acquaintances(store: Store, numbers: Iterable[str]) -> dict[str, int]:
    """Number → the SIM it knows."""
    return dict(_among(store, "correspondents", "sim_id", numbers))


def meet(store: Store, number: str, sim_id: int, now: Micros) -> None:
    """From now on `number` knows this SIM."""
    store.run(_MEET, number, sim_id, now)


def ported_among(store: Store, numbers: Iterable[str]) -> dict[str, str]:
    """Number → its operator, for those that were ported."""
    return dict(_among(store, "ported", "operator", numbers))


def port(store: Store, number: str, operator: str, *, evidence: str, now: Micros) -> None:
    """`number` belongs to `operator`, whatever its prefix says."""
    with store.write():
        store.run(_PORT, number, operator, evidence, now)


def unport(store: Store, number: str) -> bool:
    """The prefix of `number` is right after all; False when nothing else was known."""
    with store.write():
        return int(store.run("DELETE FROM ported WHERE number = ?", number).rowcount) > 0


def told_of(store: Store, number: str) -> tuple[str, str] | None:
    """What is known of one number: operator and evidence, `FAILED` included."""
    row = store.run("SELECT operator, evidence FROM ported WHERE number = ?", number).fetchone()
    return (row[0], row[1]) if row else None


def ported(store: Store, limit: int | None = None, after: str = "") -> list[Ported]:
    """Up to `limit` ported numbers (None: all) in order, those behind `after`."""
    rows = store.run(
        "SELECT number, operator, evidence, at FROM ported WHERE number > ? AND evidence <> ? ORDER BY number LIMIT ?",
        *(after, FAILED, limit or 1 << 40),
    ).fetchall()
    return [Ported(*row) for row in rows]


def _among(store: Store, table: str, column: str, numbers: Iterable[str]) -> list[tuple[str, Any]]:
    wanted = sorted(set(numbers))
    if len(wanted) == 1:
        row = store.run(f"SELECT number, {column} FROM {table} WHERE number = ?", wanted[0]).fetchone()  # noqa: S608
        return [(row[0], row[1])] if row else []
    found: list[tuple[str, Any]] = []
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        sql = f"SELECT number, {column} FROM {table} WHERE number IN ({', '.join('?' * len(some))})"  # noqa: S608
        found += [(row[0], row[1]) for row in store.run(sql, *some).fetchall()]
    return found


# ── prefixes


def edited_prefixes(store: Store) -> dict[str, str]:
    """Beginning → operator, as people have set them."""
    return {row[0]: row[1] for row in store.run("SELECT prefix, operator FROM prefixes").fetchall()}


def set_prefix(store: Store, prefix: str, operator: str, now: Micros) -> None:
    """Numbers that begin so belong to `operator`."""
    with store.write():
        store.run(_PREFIX, prefix, operator, now)


def drop_prefix(store: Store, prefix: str) -> bool:
    """Forget what people said about this beginning; False when they said nothing."""
    with store.write():
        return int(store.run("DELETE FROM prefixes WHERE prefix = ?", prefix).rowcount) > 0
