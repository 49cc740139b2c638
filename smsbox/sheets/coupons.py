"""A series of coupons as a table: each code, whose it is, what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from smsbox import coupons
from smsbox.coupons import Coupon, Series
from smsbox.i18n.marks import N_
from smsbox.sheets import exports
from smsbox.sheets.cells import Cell, Table
from smsbox.sheets.exports import Reader
from smsbox.store import Store

COLUMNS = (
    (N_("Code"), 18),
    (N_("State"), 14),
    (N_("Given to"), 16),
    (N_("Given at"), 19),
    (N_("Campaign"), 10),
    (N_("Redeemed"), 19),
    (N_("By whom"), 18),
    (N_("Paid"), 10),
)


def contents(
    store: Store, series: Series, reader: Reader, number: Callable[[str], str] = str
) -> tuple[Table, Iterator[list[Cell]]]:
    """Heads and rows; `number`: how a customer's number is shown to whom the file is for."""
    asked = [(reader.word(N_("Series")), series.name), (reader.word(N_("Offer")), series.offer)]
    table = exports.table(reader, N_("Coupons"), COLUMNS, asked)
    return table, rows(store, series, reader, number)


def rows(store: Store, series: Series, reader: Reader, number: Callable[[str], str] = str) -> Iterator[list[Cell]]:
    """Its codes, the oldest first."""
    return (_row(each, reader, number) for each in coupons.every(store, series.id))


def _row(coupon: Coupon, reader: Reader, number: Callable[[str], str]) -> list[Cell]:
    return [
        coupon.written,
        reader.word(coupon.state.text),
        "" if coupon.number is None else number(coupon.number),
        reader.moment(coupon.given_at),
        coupon.campaign_id,
        reader.moment(coupon.redeemed_at),
        coupon.redeemed_by or "",
        None if coupon.worth is None else Decimal(coupon.worth).scaleb(-2),
    ]
