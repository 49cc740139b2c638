"""What `smsbox campaign new` is told: the plan of a campaign, from options or from a file of JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from smsbox.cli.console import misused
from smsbox.cli.opening import now
from smsbox.clock import BadMoment, parse_moment, parse_span
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.campaigns import Plan, Variant
    from smsbox.config import Config
    from smsbox.contacts import Wanted
    from smsbox.store import Store

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--plan",
        "path",
        type=click.Path(path_type=Path, allow_dash=True),
        help="A file with the plan as `show --json` has it (-: standard input).",
    ),
    click.option("--text", "texts", multiple=True, help="A text, as {name|friend}; two or more are compared."),
    click.option("--everyone", is_flag=True, help="To all customers who agreed."),
    click.option("--tag", "tags", multiple=True, help="To customers with this tag; may be repeated: with any of them."),
    click.option("--without", "without", multiple=True, metavar="TAG", help="Not to customers with this tag."),
    click.option("--audience", metavar="AUDIENCE", help="To an audience that is kept, by its id or name."),
    click.option("--filter", "plain", metavar="JSON", help="To whom, as a filter that audiences keep."),
    click.option("--topic", help="What it is about, for customers who chose topics."),
    click.option("--at", "at_text", metavar="MOMENT", help="When it begins: 2026-12-01 10:00, +2h. Left out: at once."),
    click.option("--pilot", type=click.IntRange(0, 1_000_000), help="So many go first; then their reports are read."),
    click.option("--pilot-wait", metavar="SPAN", help="How long the reports of the pilot are waited for: 30m, 1h."),
    click.option("--per-hour", type=click.IntRange(0, 1_000_000), help="At most so many people an hour."),
    click.option("--holdout", type=click.IntRange(0, 50), help="Percent who get nothing, to compare with."),
    click.option("--coupons", "series_id", type=int, metavar="SERIES", help="The series {coupon} is given from."),
    click.option("--shares", metavar="N,N,…", help="How the texts are shared out: with 1,1,2 the third goes to half."),
    click.option("--valid-until", metavar="MOMENT", help="What has not left by then stays: 2026-12-24 18:00, +3d."),
    click.option("--valid-hours", type=click.IntRange(0, 1512), help="What has not left after so many hours stays."),
)


def plan_options(command: Command) -> Command:
    """Give a command the options of a plan."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def plan_from(config: Config, store: Store, given: dict[str, Any], known: Plan | None = None) -> Plan:
    """The plan that was asked for, beginning with `known`. Raises click.UsageError, BadFilter, NoAudienceNamed."""
    from smsbox.campaigns import Plan, Start, Variant
    from smsbox.campaigns.plan import AT

    plan = _read(given["path"]) if given["path"] else known or Plan()
    changes: dict[str, Any] = {
        name: given[name]
        for name in ("topic", "pilot", "per_hour", "series_id", "valid_hours")
        if given[name] is not None
    }
    if given["texts"]:
        changes["variants"] = tuple(Variant(text) for text in given["texts"])
    if given["shares"]:
        changes["variants"] = _shared(changes.get("variants", plan.variants), given["shares"])
    audience = _audience(store, given)
    if audience is not None:
        changes["audience"] = audience
    if given["holdout"] is not None:
        changes["holdout"] = given["holdout"] / 100
    try:
        if given["pilot_wait"]:
            changes["pilot_wait_s"] = parse_span(given["pilot_wait"])
        if given["at_text"]:
            changes["start"] = Start(AT, at=parse_moment(given["at_text"], now(), config.region.zone))
        if given["valid_until"]:
            begins = changes.get("start", plan.start).at
            changes["valid_until"] = parse_moment(given["valid_until"], now(), config.region.zone, after=begins)
    except BadMoment as error:
        raise misused(N_("{text} is no time that can be read"), text=error.facts["text"]) from None
    return plan.having(**changes)


def _shared(variants: Sequence[Variant], shares: str) -> tuple[Variant, ...]:
    """The texts, each with its part."""
    parts = [each.strip() for each in shares.split(",")]
    if len(parts) != len(variants) or not all(
        each.isascii() and each.isdigit() and 1 <= int(each) <= 99 for each in parts
    ):
        raise misused(N_("--shares {text}: write one number from 1 to 99 for each text"), text=shares)
    return tuple(replace(each, weight=int(part)) for each, part in zip(variants, parts, strict=True))


def _audience(store: Store, given: dict[str, Any]) -> Wanted | None:
    """Whom the options mean, said in one way; None when they say nothing of it."""
    from smsbox.cli.audience import named
    from smsbox.contacts import Wanted

    by_tags = bool(given["everyone"] or given["tags"] or given["without"])
    if by_tags + bool(given["audience"]) + bool(given["plain"]) > 1:
        raise misused(N_("Say whom you mean in one way: by tags, by --audience or by --filter."))
    if given["audience"]:
        return named(store, given["audience"]).wanted
    if given["plain"]:
        return Wanted.from_json(given["plain"])
    if by_tags:
        return Wanted(any_tags=given["tags"], no_tags=given["without"], everyone=given["everyone"])
    return None


def _read(path: Path) -> Plan:
    from smsbox.campaigns import plan as plans

    try:
        return plans.from_json(sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8"))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise misused(N_("{path} holds no plan: {problem}"), path=str(path), problem=str(error)) from None
