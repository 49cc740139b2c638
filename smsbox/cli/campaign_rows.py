"""What the commands of campaigns share: the open store, and a campaign as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.opening import load_config, open_store

if TYPE_CHECKING:
    from smsbox.campaigns import Campaign
    from smsbox.config import Config
    from smsbox.store import Store

id_argument = click.argument("campaign_id", type=int, metavar="ID")


@contextmanager
def opened(config_path: Path) -> Iterator[tuple[Config, Store]]:
    """The configuration and the store, made if there is none."""
    config = load_config(config_path)
    store = open_store(config, create=True)
    assert store is not None
    with closing(store):
        yield config, store


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
