"""Series of coupons as the command line shows them to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsbox.cli.console import speech

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.coupons import Counts, Series


def series_cells(series: Series, counts: Counts, config: Config) -> tuple[str, ...]:
    """One series as a row of a table."""
    from smsbox import coupons

    stock = str(counts.free) if series.kind == coupons.POOL else "–"
    days = coupons.days(speech(), series, config.region.zone)
    return (str(series.id), series.name, stock, str(counts.given + counts.redeemed), str(counts.redeemed), days)
