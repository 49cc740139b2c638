"""What `smsbox campaign new` is told: the plan of a campaign, from options or from a file of JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from smsbox.cli.console import misused
from smsbox.cli.opening import now
from smsbox.clock import BadMoment, parse_moment, parse_span
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.campaigns import Plan
    from smsbox.config import Config

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--plan", "path", type=click.Path(path_type=Path), help="A file with the plan as `show --json` has it."
    ),
    click.option("--text", "texts", multiple=True, help="A text, as {name|friend}; two or more are compared."),
    click.option("--everyone", is_flag=True, help="To all customers who agreed."),
    click.option("--tag", "tags", multiple=True, help="To customers with this tag; may be repeated: with any of them."),
    click.option("--without", "without", multiple=True, metavar="TAG", help="Not to customers with this tag."),
    click.option("--topic", help="What it is about, for customers who chose topics."),
    click.option("--at", "at_text", metavar="MOMENT", help="When it begins: 2026-12-01 10:00, +2h. Left out: at once."),
    click.option("--pilot", type=click.IntRange(0, 1_000_000), help="So many go first; then their reports are read."),
    click.option("--pilot-wait", metavar="SPAN", help="How long the reports of the pilot are waited for: 30m, 1h."),
    click.option("--per-hour", type=click.IntRange(0, 1_000_000), help="At most so many people an hour."),
    click.option("--holdout", type=click.IntRange(0, 50), help="Percent who get nothing, to compare with."),
    click.option("--coupons", "series_id", type=int, metavar="SERIES", help="The series {coupon} is given from."),
    click.option("--valid-hours", type=click.IntRange(0, 1512), help="What has not left after so many hours stays."),
)


def plan_options(command: Command) -> Command:
    """Give a command the options of a plan."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def plan_from(config: Config, given: dict[str, Any]) -> Plan:
    """The plan that was asked for. Raises click.UsageError, BadFilter."""
    from smsbox.campaigns import Plan, Start, Variant
    from smsbox.campaigns.plan import AT
    from smsbox.contacts import Wanted

    plan = _read(given["path"]) if given["path"] else Plan()
    changes: dict[str, Any] = {
        name: given[name]
        for name in ("topic", "pilot", "per_hour", "series_id", "valid_hours")
        if given[name] is not None
    }
    if given["texts"]:
        changes["variants"] = tuple(Variant(text) for text in given["texts"])
    if given["everyone"] or given["tags"] or given["without"]:
        changes["audience"] = Wanted(any_tags=given["tags"], no_tags=given["without"], everyone=given["everyone"])
    if given["holdout"] is not None:
        changes["holdout"] = given["holdout"] / 100
    try:
        if given["pilot_wait"]:
            changes["pilot_wait_s"] = parse_span(given["pilot_wait"])
        if given["at_text"]:
            changes["start"] = Start(AT, at=parse_moment(given["at_text"], now(), config.region.zone))
    except BadMoment as error:
        raise misused(N_("{text} is no time that can be read"), text=error.facts["text"]) from None
    return plan.having(**changes)


def _read(path: Path) -> Plan:
    from smsbox.campaigns import plan as plans

    try:
        return plans.from_json(path.read_text(encoding="utf-8"))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise misused(N_("{path} holds no plan: {problem}"), path=str(path), problem=str(error)) from None
