"""Coupons, their series and what a till is told, as JSON objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smsbox.coupons import Counts, Coupon, Good, Redeemed, Refused, Series
    from smsbox.objects.messages import Moment


def answer_json(seen: Good | Redeemed | Refused, at: Moment) -> dict[str, Any]:
    """What was said of a code: whether it counts, if not why, and what is known of it."""
    from smsbox.coupons import Refused

    known = seen.coupon
    return {
        "code": seen.code if isinstance(seen, Refused) else seen.coupon.written,
        "counts": not isinstance(seen, Refused),
        "reason": seen.reason if isinstance(seen, Refused) else None,
        "series": None if seen.series is None else seen.series.id,
        "offer": None if seen.series is None else seen.series.offer,
        **(coupon_json(known, at) if known is not None else {}),
    }


def coupon_json(known: Coupon, at: Moment) -> dict[str, Any]:
    """One coupon, whose it is and what became of it."""
    return {
        "state": known.state.name.lower(),
        "number": known.number,
        "campaign": known.campaign_id,
        "given_at": at(known.given_at),
        "redeemed_at": at(known.redeemed_at),
        "redeemed_by": known.redeemed_by,
        "redeemed_how": known.redeemed_how,
        "paid": None if known.worth is None else f"{known.worth / 100:.2f}",
    }


def series_json(series: Series, counts: Counts, at: Moment) -> dict[str, Any]:
    """One series with its counts."""
    return {
        "id": series.id,
        "name": series.name,
        "kind": series.kind,
        "offer": series.offer,
        "from": at(series.valid_from),
        "until": at(series.valid_until),
        "closed_at": at(series.closed_at),
        "in_stock": counts.free if series.kind == "pool" else None,
        "given": counts.given + counts.redeemed,
        "redeemed": counts.redeemed,
        "void": counts.void,
        "paid": f"{counts.worth / 100:.2f}",
    }
