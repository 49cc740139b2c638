"""What passed between a customer and the shop, as conditions on his number: consent, campaigns, coupons."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from smsbox.clock import DAY, Micros
from smsbox.contacts.filters import Wanted
from smsbox.store import Store, scanning

_OF_CAMPAIGN = "EXISTS (SELECT 1 FROM recipients r WHERE r.number = contacts.number AND {})"
_OF_ONE = "r.campaign_id = ? AND r.{} IS NOT NULL"
_COUPON = "EXISTS (SELECT 1 FROM coupons c WHERE c.number = contacts.number AND c.series_id = ? AND c.state = ?)"
_GIVEN, _REDEEMED = 1, 2
"""States of `smsbox.coupons`, which stands above."""


def conditions(store: Store, wanted: Wanted, now: Micros) -> Iterator[tuple[Any, ...]]:
    """Each with its values."""
    yield from _of_permission(store, wanted)
    yield from _of_campaigns(wanted, now)
    for state, series_id in ((_GIVEN, wanted.holds_coupon), (_REDEEMED, wanted.used_coupon)):
        if series_id is not None:
            yield _COUPON, series_id, state


def _of_permission(store: Store, wanted: Wanted) -> Iterator[tuple[Any, ...]]:
    one = "(SELECT {} FROM permissions p WHERE p.number = contacts.number)"
    if wanted.consents:
        marks = ",".join("?" * len(wanted.consents))
        yield f"coalesce({one.format('p.state')}, 0) IN ({marks})", *wanted.consents
    if wanted.prefers_call is not None:
        yield f"coalesce({one.format('p.prefers_call')}, 0) = ?", int(wanted.prefers_call)
    if wanted.topics:
        quoted = [json.dumps(topic, ensure_ascii=False) for topic in wanted.topics]
        found = [scanning.containing(store.dialect.name, "p.topics", each) for each in quoted]
        chosen = " OR ".join(condition for condition, *_ in found)
        values = [value for _, *given in found for value in given]
        yield f"EXISTS (SELECT 1 FROM permissions p WHERE p.number = contacts.number AND ({chosen}))", *values  # noqa: S608


def _of_campaigns(wanted: Wanted, now: Micros) -> Iterator[tuple[Any, ...]]:
    asked = (
        ("", "message_id", wanted.got_campaign),
        ("", "replied_at", wanted.answered_campaign),
        ("NOT ", "message_id", wanted.not_got_campaign),
        ("NOT ", "replied_at", wanted.not_answered_campaign),
    )
    for negated, column, campaign_id in asked:
        if campaign_id is not None:
            yield negated + _OF_CAMPAIGN.format(_OF_ONE.format(column)), campaign_id
    if wanted.nothing_got_days is not None:
        lately = "r.message_id IS NOT NULL AND r.at >= ?"
        yield "NOT " + _OF_CAMPAIGN.format(lately), now - wanted.nothing_got_days * DAY
