"""`smsbox audience`: whom a campaign would reach: counted, listed, and filters kept by a name."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.console import misused, print_facts, print_json, speech
from smsbox.cli.customer_rows import print_customers, wanted_from, wanted_options
from smsbox.cli.opening import NOTHING_THERE, config_option, json_option, moment, now, opened
from smsbox.cli.reading import limit_option, shown_limit
from smsbox.cli.tables import print_table
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.campaigns import Audience
    from smsbox.campaigns.audiences import Counts
    from smsbox.contacts import Wanted
    from smsbox.store import Store

_audience_argument = click.argument("which", metavar="[AUDIENCE]", required=False)
_everyone_option = click.option("--everyone", is_flag=True, help="All customers; never meant without being said.")


class NoAudienceNamed(SmsboxError):
    """No audience is kept by this id or name. Facts: `name`."""

    key = "cli.no_audience"
    exit_code = NOTHING_THERE


@click.group()
def audience() -> None:
    """Whom a campaign would reach: list, count, members, save, forget.

    AUDIENCE is the id or name of one that is kept; or the options say whom.
    """


@audience.command("list")
@config_option
@json_option
def list_audiences(config_path: Path, as_json: bool) -> None:
    """List the audiences that are kept, by name."""
    from smsbox.campaigns.audiences import saved

    with opened(config_path) as (config, store):
        found = saved(store)
    if as_json:
        for each in found:
            row = {"id": each.id, "name": each.name, "filter": each.wanted.as_plain(), "by": each.by_whom}
            print_json(row | {"made_at": moment(config)(each.made_at), "changed_at": moment(config)(each.changed_at)})
        return
    rows = ((str(each.id), each.name, each.wanted.as_json()) for each in found)
    print_table(N_("Audiences"), ("id", N_("name"), N_("filter")), rows)


@audience.command()
@config_option
@_audience_argument
@wanted_options
@_everyone_option
@click.option("--topic", help="What it would be about, for customers who chose topics.")
@json_option
def count(config_path: Path, topic: str | None, as_json: bool, **given: Any) -> None:
    """Count whom a campaign would reach now, and who would be left out, by reason."""
    from smsbox.campaigns import Plan
    from smsbox.campaigns.audiences import counts

    with opened(config_path, create=True) as (config, store):
        plan = Plan(audience=_meant(store, given), topic=topic)
        found = counts(store, plan, config, now(), go_on=lambda: True)
    if as_json:
        print_json(_counts_json(found))
    else:
        _tell(found)


@audience.command()
@config_option
@_audience_argument
@wanted_options
@_everyone_option
@limit_option
@json_option
def members(config_path: Path, limit: int | None, as_json: bool, **given: Any) -> None:
    """List the customers of an audience, the oldest first; `smsbox customers may-send` tells who of them gets it."""
    from smsbox import contacts

    with opened(config_path, create=True) as (config, store):
        wanted = _meant(store, given)
        found = contacts.every(store, wanted, now=now(), zone=config.region.zone)
        print_customers(store, config, islice(found, shown_limit(limit, as_json)), as_json=as_json)


@audience.command()
@config_option
@click.argument("name")
@wanted_options
@_everyone_option
def save(config_path: Path, name: str, **given: Any) -> None:
    """Keep what the options say as audience NAME, and print its id; one that is called so already becomes this one."""
    from smsbox.campaigns import audiences

    with opened(config_path, create=True) as (_, store), store.write():
        kept = audiences.save(store, name, _meant(store, given | {"which": None}), by=account(), now=now())
        noted(store, "campaign.audience_kept", kept.name)
    print(kept.id)


@audience.command()
@config_option
@click.argument("which", metavar="AUDIENCE")
def forget(config_path: Path, which: str) -> None:
    """Keep an audience no more; campaigns that were made of it stay as they are."""
    from smsbox.campaigns import audiences

    with opened(config_path, create=True) as (_, store), store.write():
        gone = named(store, which)
        audiences.forget(store, gone.id)
        noted(store, "campaign.audience_forgotten", gone.name)


def named(store: Store, which: str) -> Audience:
    """The kept audience of this id or name. Raises NoAudienceNamed."""
    from smsbox.campaigns.audiences import saved

    kept = saved(store)
    found = next((each for each in kept if each.name.casefold() == which.strip().casefold()), None)
    found = found or next((each for each in kept if str(each.id) == which.strip()), None)
    if found is None:
        raise NoAudienceNamed(name=which)
    return found


def _meant(store: Store, given: dict[str, Any]) -> Wanted:
    """Who is meant: by the name of an audience, or by options. Raises click.UsageError when nobody said."""
    from dataclasses import replace

    which, everyone = given.pop("which"), given.pop("everyone")
    wanted = wanted_from(given)
    if which is not None:
        if everyone or not wanted.empty:
            raise misused(N_("Give either an audience or conditions."))
        return named(store, which).wanted
    if wanted.empty and not (everyone or wanted.everyone):
        raise misused(N_("Say whom you mean: an audience, conditions, or --everyone."))
    return replace(wanted, everyone=True) if everyone else wanted


def _counts_json(found: Counts) -> dict[str, Any]:
    names = ("matching", "may_get", "later", "leads", "customers")
    return {**{name: getattr(found, name) for name in names}, "excluded": dict(found.excluded)}


def _tell(found: Counts) -> None:
    from smsbox.campaigns import words

    tr = speech()
    facts = (
        (N_("people"), found.matching),
        (N_("may get it"), found.may_get),
        (N_("of them not at this hour"), found.later),
        (N_("of them customers"), found.customers),
        (N_("of them no customers yet"), found.leads),
    )
    print_facts((name, tr.number(value)) for name, value in facts)
    if found.excluded:
        lines = ((tr.number(number), words.left_out(tr, reason)) for reason, number in found.excluded.items())
        print_table(N_("Left out"), (N_("people"), N_("reason")), lines)
