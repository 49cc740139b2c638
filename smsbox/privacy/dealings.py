"""What was between the shop and the owner of some numbers beside the talk: calls, coupons, campaigns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.store import Store

_CALLS = "SELECT at, number, rings, note, settled_by FROM calls WHERE number IN ({}) ORDER BY id DESC LIMIT ?"
_COUPONS = (
    "SELECT c.code, s.name, c.given_at, c.redeemed_at FROM coupons c JOIN coupon_series s ON s.id = c.series_id "
    "WHERE c.number IN ({}) ORDER BY c.id DESC LIMIT ?"
)
_CAMPAIGNS = (
    "SELECT r.campaign_id, c.name, r.at, r.message_id, r.reason, r.replied_at, r.left_at FROM recipients r "
    "JOIN campaigns c ON c.id = r.campaign_id WHERE r.number IN ({}) ORDER BY r.campaign_id DESC LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Rang:
    """One call of his."""

    at: Micros
    number: str
    rings: int
    note: str | None
    settled_by: str | None


@dataclass(frozen=True, slots=True)
class Coupon:
    """One coupon he was given."""

    code: str
    series: str
    given_at: Micros | None
    redeemed_at: Micros | None


@dataclass(frozen=True, slots=True)
class Reached:
    """One campaign that met him; `reason` why he got nothing, None when he got it."""

    id: int
    name: str
    at: Micros
    message_id: int | None
    reason: str | None
    replied_at: Micros | None
    left_at: Micros | None


@dataclass(frozen=True, slots=True)
class Dealings:
    """The newest of each kind first."""

    calls: list[Rang]
    coupons: list[Coupon]
    campaigns: list[Reached]


def dealings(store: Store, numbers: Sequence[str], limit: int) -> Dealings:
    """The newest `limit` of each kind with any of these numbers."""
    marks = ",".join("?" * len(numbers))
    calls, coupons, campaigns = (
        store.run(sql.format(marks), *numbers, limit).fetchall() for sql in (_CALLS, _COUPONS, _CAMPAIGNS)
    )
    return Dealings(
        [Rang(*row) for row in calls], [Coupon(*row) for row in coupons], [Reached(*row) for row in campaigns]
    )
