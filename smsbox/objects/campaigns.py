"""Campaigns, the last look at them and what came of them, as JSON objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from decimal import Decimal

    from smsbox.campaigns import Campaign, Report
    from smsbox.campaigns.counts import Count
    from smsbox.campaigns.results import Results
    from smsbox.objects.messages import Moment


def campaign_json(each: Campaign, at: Moment) -> dict[str, Any]:
    """A campaign as JSON; moments ISO 8601, its plan as it is kept."""
    import json

    return {
        "id": each.id,
        "parent_id": each.parent_id,
        "name": each.name,
        "state": each.state.label,
        "version": each.version,
        "made_at": at(each.made_at),
        "by": each.by_whom,
        "approved_by": each.approved_by,
        "override": each.override,
        "start_at": at(each.start_at),
        "launched_at": at(each.launched_at),
        "ended_at": at(each.ended_at),
        "written_to": each.fed,
        "left_out": each.skipped,
        "kept_apart": each.apart,
        "share": round(each.share, 4),
        "pilot_until": at(each.pilot_until),
        "pilot": each.pilot,
        "paused_why": each.paused_why,
        "plan": json.loads(each.plan.as_json()),
    }


def report_json(report: Report, at: Moment) -> dict[str, Any]:
    """What the last look before a launch says."""
    counts = report.counts
    return {
        "matching": counts.matching,
        "may_get": counts.may_get,
        "excluded": dict(counts.excluded),
        "leads": counts.leads,
        "customers": counts.customers,
        "segments": report.segments,
        "most_each": report.most_each,
        "plan_left": report.plan_left,
        "price": None if report.price is None else str(report.price),
        "begins_at": at(report.begins_at),
        "finish_at": at(report.finish_at),
        "sure": report.sure,
        "checks": [
            {"key": each.key, "level": each.level.name.lower(), "facts": dict(each.facts)} for each in report.checks
        ],
    }


def result_json(who: str, variant: int | None, count: Count, cost: Decimal | None) -> dict[str, Any]:
    """What came of a campaign among some people: `who` as in `parts_of`, `variant`: of which text."""
    from smsbox.outbox import State

    return {
        "who": who,
        "variant": variant,
        "people": count.people,
        "left_out": dict(count.skipped),
        "kept_apart": count.apart,
        "written_to": count.written,
        "messages": {State(int(state)).label: number for state, number in count.messages.items()},
        "failed_because": dict(count.causes_of(State.FAILED, State.UNDELIVERED)),
        "withdrawn_because": dict(count.causes_of(State.CANCELLED)),
        "answered": count.replied,
        "left": count.left,
        "coupons": count.coupons,
        "redeemed": count.redeemed,
        "worth": count.worth,
        "bought": count.bought,
        "heard": count.heard,
        "sms": count.paid,
        "sms_maybe_twice": count.twice,
        "cost": None if cost is None else str(cost),
    }


def parts_of(found: Results) -> Iterator[tuple[str, int | None, Count]]:
    """Who is counted (a word of the JSON), which text, and the count."""
    yield "all", None, found.whole
    for variant in found.variants:
        yield "text", variant, found.variant(variant)
    yield "apart", None, found.apart
    yield "customers", None, found.people(True)
    yield "leads", None, found.people(False)
