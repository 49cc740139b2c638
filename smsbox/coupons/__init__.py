"""Codes that are worth something once: made, given to one person, redeemed, never twice."""

from smsbox.coupons.by_sms import by_sms
from smsbox.coupons.codes import test_code
from smsbox.coupons.coupon import Coupon, State, every, find, of_number, of_series
from smsbox.coupons.giving import NothingToGive, give, had_by, print_codes, take_back
from smsbox.coupons.redeeming import Good, Redeemed, Refused, look, redeem, void, void_all
from smsbox.coupons.series import (
    MADE,
    POOL,
    BadSeries,
    Counts,
    NoSuchSeries,
    Series,
    add_to_pool,
    change,
    close,
    counts,
    fill_pool,
    listed,
    make_series,
    one,
    read_pool,
    remaining,
    sample,
)
from smsbox.coupons.words import days, refusal

__all__ = [
    "MADE",
    "POOL",
    "BadSeries",
    "Counts",
    "Coupon",
    "Good",
    "NoSuchSeries",
    "NothingToGive",
    "Redeemed",
    "Refused",
    "Series",
    "State",
    "add_to_pool",
    "by_sms",
    "change",
    "close",
    "counts",
    "days",
    "every",
    "fill_pool",
    "find",
    "give",
    "had_by",
    "listed",
    "look",
    "make_series",
    "of_number",
    "of_series",
    "one",
    "print_codes",
    "read_pool",
    "redeem",
    "refusal",
    "remaining",
    "sample",
    "take_back",
    "test_code",
    "void",
    "void_all",
]
