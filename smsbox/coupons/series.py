"""Series of coupons: what they offer, from when until when, and where their codes come from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from smsbox.clock import Micros
from smsbox.coupons import codes
from smsbox.coupons.coupon import State
from smsbox.errors import SmsboxError
from smsbox.store import Store

MADE, POOL = "made", "pool"
"""Where codes come from: we make them, or they were given to us."""

MOST_AT_ONCE = 100_000
"""Codes of one pool or one print run."""
LONGEST_CODE, LONGEST_NAME, LONGEST_OFFER = 40, 80, 160
_STEP = 500

_COLUMNS = "id, name, kind, prefix, length, offer, valid_from, valid_until, made_at, by_whom, closed_at"
_INSERT_SERIES = (
    f"INSERT INTO coupon_series ({_COLUMNS}) "  # noqa: S608 – constants
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)"
)
INSERT = (
    "INSERT INTO coupons (id, series_id, code, written, state, number, campaign_id, given_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (code) DO NOTHING"
)
_CELL = re.compile("[;,\t]")
_HEADS = ("code", "codes", "код", "коди", "коды", "kod", "kody", "coupon", "купон", "kupon", "промокод", "promocode")
"""What may stand above a column of codes."""


class BadSeries(SmsboxError):
    """A series that cannot be made. Facts: `reason` (`name`, `prefix`, `length`, `days`, `code`, `empty`, `many`),
    `text` (what of it).
    """

    key = "coupons.bad_series"
    exit_code = 65


class NoSuchSeries(SmsboxError):
    """There is no series of that number. Facts: `id`."""

    key = "coupons.no_series"
    exit_code = 69


@dataclass(frozen=True, slots=True)
class Series:
    """One series. `length`: signs of a made code without `prefix`; `valid_until`: the first moment it is over."""

    id: int
    name: str
    kind: str
    prefix: str
    length: int
    offer: str
    valid_from: Micros | None
    valid_until: Micros | None
    made_at: Micros
    by_whom: str
    closed_at: Micros | None

    def over(self, now: Micros) -> bool:
        """Whether its codes are worth nothing any more."""
        return self.valid_until is not None and now >= self.valid_until

    def gives(self, now: Micros) -> bool:
        """Whether somebody may still be given one."""
        return self.closed_at is None and not self.over(now)

    def test_code(self) -> str:
        """A code for a test message, as long as a real one."""
        return codes.test_code(self.prefix, self.length)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many codes of a series are free (waiting in the pool), given, redeemed, void; `worth` of what was bought with
    them, in hundredths of the currency.
    """

    free: int = 0
    given: int = 0
    redeemed: int = 0
    void: int = 0
    worth: int = 0


def make_series(
    store: Store,
    *,
    name: str,
    now: Micros,
    by: str,
    offer: str = "",
    prefix: str = "",
    length: int = codes.USUAL,
    valid_from: Micros | None = None,
    valid_until: Micros | None = None,
    kind: str = MADE,
    pool: Sequence[str] | None = None,
) -> Series:
    """A new series: of codes made when somebody is given one, or of kind POOL, with the codes of `pool`, if given.

    Raises BadSeries.
    """
    prefix = codes.folded(prefix)
    _require(name, prefix, length, valid_from, valid_until)
    listed = None if pool is None else read_pool(store, pool)
    with store.write():
        series_id = store.reserve_ids("coupon_series", 1)[0]
        kind = kind if listed is None else POOL
        row = (series_id, name.strip(), kind, prefix, length, offer.strip()[:LONGEST_OFFER], valid_from, valid_until)
        store.run(_INSERT_SERIES, *row, now, by)
    fill_pool(store, series_id, listed or [])
    return one(store, series_id)


def read_pool(store: Store, lines: Iterable[str]) -> list[tuple[str, str]]:
    """The codes of `lines`, each as it is compared and as it is written. Raises BadSeries, also for those we have."""
    listed = _listed(lines)
    for at in range(0, len(listed), _STEP):
        taken = _taken(store, [code for code, _ in listed[at : at + _STEP]])
        if taken:
            raise BadSeries(reason="taken", text=taken)
    return listed


def fill_pool(store: Store, series_id: int, listed: Iterable[tuple[str, str]]) -> None:
    """Put what `read_pool` gave into the pool, in small transactions: nobody waits long for the database."""
    every = iter(listed)
    while step := list(islice(every, _STEP)):
        with store.write():
            ids = store.reserve_ids("coupons", len(step))
            rows: list[Sequence[Any]] = [
                (each, series_id, code, written, State.FREE, None, None, None)
                for each, (code, written) in zip(ids, step, strict=True)
            ]
            store.run_many(INSERT, rows)


def add_to_pool(store: Store, series_id: int, pool: Sequence[str]) -> int:
    """More codes for a pool; how many. Raises BadSeries (a code that is there already), NoSuchSeries."""
    series = one(store, series_id)
    if series.kind != POOL:
        raise BadSeries(reason="kind", text=series.name)
    listed = read_pool(store, pool)
    fill_pool(store, series_id, listed)
    return len(listed)


def one(store: Store, series_id: int) -> Series:
    """The series of that number. Raises NoSuchSeries."""
    row = store.run(f"SELECT {_COLUMNS} FROM coupon_series WHERE id = ?", series_id).fetchone()  # noqa: S608
    if row is None:
        raise NoSuchSeries(id=series_id)
    return Series(*row)


def listed(store: Store, limit: int = 200) -> list[Series]:
    """The newest first."""
    rows = store.run(f"SELECT {_COLUMNS} FROM coupon_series ORDER BY id DESC LIMIT ?", limit)  # noqa: S608
    return [Series(*row) for row in rows.fetchall()]


def close(store: Store, series_id: int, now: Micros) -> bool:
    """Nobody is given one any more; those who have one may redeem it. False when it was closed. Raises NoSuchSeries."""
    one(store, series_id)
    with store.write():
        done = store.run("UPDATE coupon_series SET closed_at = ? WHERE id = ? AND closed_at IS NULL", now, series_id)
        return int(done.rowcount) > 0


def change(
    store: Store, series_id: int, *, name: str, offer: str, valid_from: Micros | None, valid_until: Micros | None
) -> Series:
    """Another name, offer or days; it holds for codes that are out, too. Raises BadSeries, NoSuchSeries."""
    old = one(store, series_id)
    _require(name, old.prefix, old.length, valid_from, valid_until)
    sql = "UPDATE coupon_series SET name = ?, offer = ?, valid_from = ?, valid_until = ? WHERE id = ?"
    with store.write():
        store.run(sql, name.strip(), offer.strip()[:LONGEST_OFFER], valid_from, valid_until, series_id)
        return one(store, series_id)


def counts(store: Store, series_id: int) -> Counts:
    """How many there are of each kind."""
    rows = store.run("SELECT state, count(*) FROM coupons WHERE series_id = ? GROUP BY state", series_id).fetchall()
    found = {State(state): number for state, number in rows}
    redeemed = "SELECT coalesce(sum(worth), 0) FROM coupons WHERE series_id = ? AND state = ?"
    worth = store.run(redeemed, series_id, State.REDEEMED).fetchone()[0] if State.REDEEMED in found else 0
    free, given, used, gone = (found.get(state, 0) for state in State)
    return Counts(free, given, used, gone, int(worth))


def remaining(store: Store, series_id: int) -> int | None:
    """How many more can be given; None: as many as you like. Raises NoSuchSeries."""
    if one(store, series_id).kind == MADE:
        return None
    free = "SELECT count(*) FROM coupons WHERE series_id = ? AND state = ?"
    return int(store.run(free, series_id, State.FREE).fetchone()[0])


def sample(store: Store, series_id: int | None) -> str:
    """A code as long as the longest that somebody will get, the same each time; of a pool one of those next in turn."""
    try:
        series = one(store, series_id or 0)
    except NoSuchSeries:
        return codes.example()
    if series.kind == MADE:
        return series.prefix + codes.example(series.length)
    sql = "SELECT written FROM coupons WHERE series_id = ? AND state = ? ORDER BY id LIMIT ?"
    found = [row[0] for row in store.run(sql, series.id, State.FREE, _STEP).fetchall()]
    return max(found, key=len, default=codes.example())


def prefixes(store: Store) -> list[tuple[str, int]]:
    """How the codes we made look: prefix and length, each once."""
    rows = store.run("SELECT DISTINCT prefix, length FROM coupon_series WHERE kind = ?", MADE)
    return [(prefix, length) for prefix, length in rows.fetchall()]


def _require(name: str, prefix: str, length: int, valid_from: Micros | None, valid_until: Micros | None) -> None:
    if not name.strip() or len(name) > LONGEST_NAME:
        raise BadSeries(reason="name", text=name[:LONGEST_NAME])
    if len(prefix) > codes.MOST_IN_PREFIX or prefix.startswith(codes.TEST):
        raise BadSeries(reason="prefix", text=prefix)
    if not codes.FEWEST <= length <= codes.MOST:
        raise BadSeries(reason="length", text=length)
    if valid_from is not None and valid_until is not None and valid_from >= valid_until:
        raise BadSeries(reason="days", text=name)


def _listed(pool: Iterable[str]) -> list[tuple[str, str]]:
    """Each code as it is compared and as it is written; of a table its first column. Raises BadSeries."""
    found: dict[str, str] = {}
    for line in pool:
        written = _CELL.split(line.strip("\ufeff \t\r\n"))[0].strip(' "')
        if not written or (not found and written.casefold() in _HEADS):
            continue
        code = codes.folded(written)
        if len(written) > LONGEST_CODE or len(code) < 4 or code.startswith(codes.TEST):
            raise BadSeries(reason="code", text=written[:LONGEST_CODE])
        if code in found:
            raise BadSeries(reason="twice", text=written)
        found[code] = written
    if not found:
        raise BadSeries(reason="empty", text="")
    if len(found) > MOST_AT_ONCE:
        raise BadSeries(reason="many", text=len(found))
    return list(found.items())


def _taken(store: Store, asked: list[str]) -> str | None:
    marks = ", ".join("?" * len(asked))
    row = store.run(f"SELECT written FROM coupons WHERE code IN ({marks}) LIMIT 1", *asked).fetchone()  # noqa: S608
    return None if row is None else str(row[0])
