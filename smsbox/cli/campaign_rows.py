"""What the commands of campaigns share: the open store, and a campaign as JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from smsbox.campaigns import Campaign

id_argument = click.argument("campaign_id", type=int, metavar="ID")


def campaign_json(each: Campaign, at: Callable[[int | None], str | None]) -> dict[str, Any]:
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
