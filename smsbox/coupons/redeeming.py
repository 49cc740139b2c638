"""Redeeming: a code is worth something once; whoever comes second is told when and where it was used."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox import contacts
from smsbox.clock import Micros
from smsbox.coupons import codes, series
from smsbox.coupons.coupon import COLUMNS, Coupon, State, coupon, find
from smsbox.coupons.series import Series
from smsbox.store import Store

UNKNOWN, CHECK, USED, EXPIRED, NOT_YET, VOID, FREE, TEST = (
    *("unknown", "check", "used", "expired", "not_yet", "void", "free", "test"),
)
"""Why a code is refused: nobody made it; it is mistyped; used before; over; too early; made void; still in the pool,
nobody was given it; one of a test message.
"""

_STEP = 2000
_REDEEM = (
    "UPDATE coupons SET state = ?, redeemed_at = ?, redeemed_by = ?, redeemed_how = ?, press = ?, worth = ? "
    "WHERE id = ? AND state = ?"
)


@dataclass(frozen=True, slots=True)
class Redeemed:
    """It counted."""

    coupon: Coupon
    series: Series

    @property
    def number(self) -> str | None:
        """Whose coupon it was (E.164), None for one on paper."""
        return self.coupon.number


@dataclass(frozen=True, slots=True)
class Refused:
    """It does not count, and why; `coupon` and `series` where there are such."""

    code: str
    reason: str
    coupon: Coupon | None = None
    series: Series | None = None

    @property
    def when(self) -> Micros | None:
        """When it was used."""
        return None if self.coupon is None else self.coupon.redeemed_at

    @property
    def by(self) -> str | None:
        """Who took it."""
        return None if self.coupon is None else self.coupon.redeemed_by


@dataclass(frozen=True, slots=True)
class Good:
    """It would count if it were redeemed now."""

    coupon: Coupon
    series: Series


def look(store: Store, code: str, now: Micros) -> Good | Refused:
    """What would become of `code`, without redeeming it."""
    found = find(store, code)
    if found is None:
        return _not_found(store, code)
    of = series.one(store, found.series_id)
    reason = _against(found, of, now)
    return Good(found, of) if reason is None else Refused(found.written, reason, found, of)


def redeem(
    store: Store, code: str, now: Micros, by: str, how: str = "page", worth: int | None = None, press: str | None = None
) -> Redeemed | Refused:
    """Redeem `code` for whoever brought it; the customer it was given to has bought something then.

    However many try at the same moment, on however many tills, it is redeemed for one. The same `press`, sent twice, is
    one try. `worth` of what he buys, in hundredths of the currency. Joins the transaction that is open.
    """
    with store.write():
        seen = look(store, code, now)
        if isinstance(seen, Refused):
            return _by_this_press(seen, press) or seen
        taken = (State.REDEEMED, now, by, how, press, worth, seen.coupon.id, State.GIVEN)
        if not store.run(_REDEEM, *taken).rowcount:
            again = look(store, code, now)  # somebody was quicker, between our look and our word
            return again if isinstance(again, Refused) else Refused(seen.coupon.written, USED, seen.coupon, seen.series)
        if seen.coupon.number is not None:
            contacts.bought(store, seen.coupon.number, now)
        return Redeemed(_anew(store, seen.coupon.id), seen.series)


def _by_this_press(seen: Refused, press: str | None) -> Redeemed | None:
    if press is None or seen.coupon is None or seen.series is None or seen.coupon.press != press:
        return None
    return Redeemed(seen.coupon, seen.series)


def void(store: Store, code: str) -> Coupon | None:
    """`code` is worth nothing any more; None when it was used already, void, or does not exist."""
    with store.write():
        found = find(store, code)
        if found is None:
            return None
        sql = "UPDATE coupons SET state = ? WHERE id = ? AND state IN (?, ?)"
        done = store.run(sql, State.VOID, found.id, State.FREE, State.GIVEN).rowcount
        return _anew(store, found.id) if done else None


def void_all(store: Store, series_id: int) -> int:
    """Every code of the series that was not used is worth nothing any more; how many. In small transactions."""
    count = 0
    for state in (State.FREE, State.GIVEN):
        while (last := _some(store, series_id, state)) is not None:
            with store.write():
                sql = "UPDATE coupons SET state = ? WHERE series_id = ? AND state = ? AND id <= ?"
                count += int(store.run(sql, State.VOID, series_id, state, last).rowcount)
    return count


def _against(found: Coupon, of: Series, now: Micros) -> str | None:
    """Why it does not count; None when it does."""
    by_state = {State.REDEEMED: USED, State.VOID: VOID, State.FREE: FREE}.get(found.state)
    if by_state is not None:
        return by_state
    if of.over(now):
        return EXPIRED
    return NOT_YET if of.valid_from is not None and now < of.valid_from else None


def _not_found(store: Store, code: str) -> Refused:
    """Mistyped, if one of our series has codes of that look; else unknown."""
    typed = codes.folded(code)
    if typed.startswith(codes.TEST):
        return Refused(typed, TEST)
    for prefix, length in series.prefixes(store):
        body = typed.removeprefix(prefix)
        if typed.startswith(prefix) and len(body) == length and not codes.checks(body):
            return Refused(typed, CHECK)
    return Refused(typed[: series.LONGEST_CODE], UNKNOWN)


def _anew(store: Store, coupon_id: int) -> Coupon:
    return coupon(store.run(f"SELECT {COLUMNS} FROM coupons WHERE id = ?", coupon_id).fetchone())  # noqa: S608


def _some(store: Store, series_id: int, state: State) -> int | None:
    """The last of the next codes in this state, as many as are changed at once; None: there are none."""
    some = "SELECT id FROM coupons WHERE series_id = ? AND state = ? ORDER BY id LIMIT ?"
    last = store.run(f"SELECT max(id) FROM ({some}) AS next_ones", series_id, state, _STEP).fetchone()[0]  # noqa: S608
    return None if last is None else int(last)
