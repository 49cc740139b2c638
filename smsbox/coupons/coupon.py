"""One coupon: its code, whose it is, and what became of it; how coupons are looked up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from smsbox.clock import Micros
from smsbox.coupons import codes
from smsbox.i18n.marks import N_
from smsbox.store import Store

COLUMNS = (
    "id, series_id, code, written, state, number, campaign_id, given_at, redeemed_at, redeemed_by, redeemed_how, "
    "press, worth"
)

_STEP = 500
_LONGEST = 40
"""Signs of a code at most."""


class State(IntEnum):
    """FREE: in the pool. GIVEN: somebody's, or on paper. REDEEMED: used. VOID: worth nothing any more."""

    FREE = 0
    GIVEN = 1
    REDEEMED = 2
    VOID = 3

    @property
    def text(self) -> str:
        """In words, English."""
        return _STATES[self]


_STATES = {
    State.FREE: N_("in stock"),
    State.GIVEN: N_("given out"),
    State.REDEEMED: N_("redeemed"),
    State.VOID: N_("void"),
}


@dataclass(frozen=True, slots=True)
class Coupon:
    """One of a series. `code` as it is compared, `written` as people see it; `number` None: nobody's, on paper.

    `redeemed_how`: `page`, `cli`, `sms` or `api`; `press`: which press of a button redeemed it; `worth`: of what was
    bought, in hundredths of the currency.
    """

    id: int
    series_id: int
    code: str
    written: str
    state: State
    number: str | None
    campaign_id: int | None
    given_at: Micros | None
    redeemed_at: Micros | None
    redeemed_by: str | None
    redeemed_how: str | None
    press: str | None
    worth: int | None


def coupon(row: tuple[Any, ...]) -> Coupon:
    """The coupon of a row of COLUMNS."""
    coupon_id, series_id, code, written, state, *rest = row
    return Coupon(coupon_id, series_id, code, written, State(state), *rest)


def find(store: Store, code: str) -> Coupon | None:
    """The coupon of that code, however it was typed: B for 8 and З for 3 too, where no code is really called so."""
    sql = f"SELECT {COLUMNS} FROM coupons WHERE code = ?"  # noqa: S608 – constants
    for spelling in codes.spellings(codes.folded(code)[:_LONGEST]):
        row = store.run(sql, spelling).fetchone()
        if row is not None:
            return coupon(row)
    return None


def of_number(store: Store, number: str, limit: int = 50) -> list[Coupon]:
    """The coupons of one customer, the newest first."""
    sql = f"SELECT {COLUMNS} FROM coupons WHERE number = ? ORDER BY id DESC LIMIT ?"  # noqa: S608 – constants
    return [coupon(row) for row in store.run(sql, number, limit).fetchall()]


def of_series(
    store: Store,
    series_id: int,
    *,
    states: tuple[State, ...] = tuple(State),
    number: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[Coupon]:
    """Coupons of a series in these states, with `number` those of one customer, the newest first, below id `before`."""
    sql = f"SELECT {COLUMNS} FROM coupons WHERE series_id = ? AND state = ? AND id < ?"  # noqa: S608 – constants
    sql += (" AND number = ?" if number is not None else "") + " ORDER BY id DESC LIMIT ?"
    asked = () if number is None else (number,)
    below = (1 << 62) if before is None else before
    found = [row for state in states for row in store.run(sql, series_id, state, below, *asked, limit).fetchall()]
    return [coupon(row) for row in sorted(found, key=lambda row: -row[0])[:limit]]


def every(store: Store, series_id: int) -> Iterator[Coupon]:
    """All coupons of a series, the oldest first, in short reads."""
    sql = f"SELECT {COLUMNS} FROM coupons WHERE series_id = ? AND state = ? AND id > ? ORDER BY id LIMIT ?"  # noqa: S608
    after = 0
    while True:
        steps = (store.run(sql, series_id, state, after, _STEP).fetchall() for state in State)
        rows = sorted((row for step in steps for row in step), key=lambda row: int(row[0]))[:_STEP]
        if not rows:
            return
        yield from map(coupon, rows)
        after = rows[-1][0]
