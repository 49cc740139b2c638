"""Coupons for the tests of the page: a series of each kind, given, redeemed, void, more than a page of them."""

from __future__ import annotations

from smsbox import coupons
from smsbox.clock import DAY, HOUR
from tests.web.desk import Desk

MADE, POOL, OVER = 1, 2, 3
"""Ids of the series."""


def furnish_coupons(desk: Desk) -> list[coupons.Coupon]:
    """Three series; the codes of the first."""
    store, now = desk.store, desk.clock.at
    made = coupons.make_series(
        store, name="Осінь", now=now - 9 * DAY, by="Олена", offer="−20 % на каву в зернах", valid_until=now + 30 * DAY
    )
    codes = [f"ZX-{place:04}" for place in range(40)]
    pool = coupons.make_series(store, name="Коди з каси", now=now - 9 * DAY, by="Олена", offer="−10 %", pool=codes)
    long_ago, since, until = now - 90 * DAY, now - 60 * DAY, now - DAY
    coupons.make_series(
        store, name="Літо", now=long_ago, by="Олена", prefix="LITO", valid_from=since, valid_until=until
    )
    given = [coupons.give(store, made.id, f"+3805000060{place:02}", None, now - DAY + place) for place in range(60)]
    for place in range(5):
        coupons.give(store, pool.id, f"+3805000060{place:02}", None, now - DAY)
    coupons.print_codes(store, made.id, 3, now)
    coupons.redeem(store, given[3].code, now - HOUR, "Ольга", "page", 25050)
    coupons.redeem(store, given[58].code, now - HOUR // 2, "+380500000002", "sms")
    coupons.void(store, given[57].code)
    return given
