"""Giving coupons: to one customer exactly one of a series for each campaign, however often it is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from smsbox.clock import Micros
from smsbox.coupons import codes, series
from smsbox.coupons.coupon import COLUMNS, Coupon, State, coupon
from smsbox.coupons.series import MADE, MOST_AT_ONCE, POOL, BadSeries, Series
from smsbox.errors import SmsboxError
from smsbox.store import Store

_LOCK = "SELECT id FROM coupon_series WHERE id = ? FOR UPDATE"
_NEXT = "SELECT id FROM coupons WHERE series_id = ? AND state = ? ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED"
_TAKE = "UPDATE coupons SET state = ?, number = ?, campaign_id = ?, given_at = ? WHERE id = ? AND state = ?"


_STEP = 200


class NothingToGive(SmsboxError):
    """A series from which nobody can be given a code. Facts: `series` (its name), `reason` (`empty`, `closed`,
    `over`).
    """

    key = "coupons.nothing_to_give"
    exit_code = 65


def give(store: Store, series_id: int, number: str, campaign_id: int | None, now: Micros) -> Coupon:
    """The coupon of `number` (E.164) in this campaign; the same one each time it is asked for.

    Joins the transaction that is open. Raises NothingToGive, NoSuchSeries.
    """
    with store.write():
        # On PostgreSQL two boxes take turns here; on SQLite whoever writes is alone anyway.
        store.run(_LOCK, series_id).fetchone()
        had = had_by(store, series_id, number, campaign_id)
        if had is not None:
            return had
        from_series = series.one(store, series_id)
        if not from_series.gives(now):
            raise NothingToGive(series=from_series.name, reason="over" if from_series.over(now) else "closed")
        if from_series.kind == MADE:
            return _made(store, from_series, number, campaign_id, now)
        return _taken(store, from_series, number, campaign_id, now)


def had_by(store: Store, series_id: int, number: str, campaign_id: int | None) -> Coupon | None:
    """What `number` was given in this campaign (None: by hand), if anything."""
    which = "campaign_id IS NULL" if campaign_id is None else "campaign_id = ?"
    asked = () if campaign_id is None else (campaign_id,)
    sql = f"SELECT {COLUMNS} FROM coupons WHERE number = ? AND series_id = ? AND {which} LIMIT 1"  # noqa: S608
    row = store.run(sql, number, series_id, *asked).fetchone()
    return None if row is None else coupon(row)


def take_back(store: Store, ids: Sequence[int]) -> int:
    """Coupons (by id, a few hundred at most) whose SMS never left: a code of a pool lies there again, one made for that
    customer counts no more; how many. One that was used stays so. Joins the transaction that is open.
    """
    marks = ",".join("?" * len(ids))
    these = f"id IN ({marks}) AND state = ? AND series_id IN (SELECT id FROM coupon_series WHERE kind = ?)"  # noqa: S608
    back = f"UPDATE coupons SET state = ?, number = NULL, campaign_id = NULL, given_at = NULL WHERE {these}"  # noqa: S608
    gone = f"UPDATE coupons SET state = ? WHERE {these}"  # noqa: S608
    with store.write():
        freed = store.run(back, State.FREE, *ids, State.GIVEN, POOL).rowcount
        return int(freed + store.run(gone, State.VOID, *ids, State.GIVEN, MADE).rowcount)


def print_codes(store: Store, series_id: int, count: int, now: Micros) -> list[Coupon]:
    """`count` codes for paper: given out, to nobody we know; in small transactions.

    Raises NothingToGive, also when a pool has fewer, BadSeries (`many`), NoSuchSeries.
    """
    if not 1 <= count <= MOST_AT_ONCE:
        raise BadSeries(reason="many", text=count)
    from_series, left = series.one(store, series_id), series.remaining(store, series_id)
    if not from_series.gives(now):
        raise NothingToGive(series=from_series.name, reason="over" if from_series.over(now) else "closed")
    if left is not None and left < count:
        raise NothingToGive(series=from_series.name, reason="empty")
    hand_out, printed = _made if from_series.kind == MADE else _taken, list[Coupon]()
    while len(printed) < count:
        with store.write():
            some = min(_STEP, count - len(printed))
            printed += [hand_out(store, from_series, None, None, now) for _ in range(some)]
    return printed


def _made(store: Store, of: Series, number: str | None, campaign_id: int | None, now: Micros) -> Coupon:
    while True:
        code = of.prefix + codes.made(of.length)
        coupon_id = store.reserve_ids("coupons", 1)[0]
        row: Sequence[object] = (coupon_id, of.id, code, code, State.GIVEN, number, campaign_id, now)
        if store.run(series.INSERT, *row).rowcount:
            return Coupon(coupon_id, of.id, code, code, State.GIVEN, number, campaign_id, now, *(None,) * 5)


def _taken(store: Store, of: Series, number: str | None, campaign_id: int | None, now: Micros) -> Coupon:
    while row := store.run(_NEXT, of.id, State.FREE).fetchone():
        if store.run(_TAKE, State.GIVEN, number, campaign_id, now, row[0], State.FREE).rowcount:
            found = store.run(f"SELECT {COLUMNS} FROM coupons WHERE id = ?", row[0]).fetchone()  # noqa: S608
            return coupon(found)
    raise NothingToGive(series=of.name, reason="empty")
