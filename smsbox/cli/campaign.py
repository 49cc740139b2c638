"""`smsbox campaign`: makes, lists, shows and steers campaigns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.campaign_options import plan_from, plan_options
from smsbox.cli.campaign_results import export, over_time, results
from smsbox.cli.campaign_rows import id_argument
from smsbox.cli.campaign_running import check, launch, test
from smsbox.cli.console import print_facts, print_json, speech
from smsbox.cli.opening import config_option, json_option, moment, now, opened
from smsbox.cli.reading import limit_option, shown_limit
from smsbox.cli.tables import print_table
from smsbox.i18n.marks import N_
from smsbox.objects.campaigns import campaign_json

if TYPE_CHECKING:
    from smsbox.campaigns import Campaign
    from smsbox.config import Config

STATES = ("draft", "approved", "scheduled", "running", "paused", "finished", "cancelled")


@click.group()
def campaign() -> None:
    """Campaigns: list, show, make, check, launch, pause, resume, go-on, skip, cancel, test, results, export."""


@campaign.command("list")
@config_option
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only these; may be repeated.")
@click.option("--of", "parent_id", type=int, metavar="ID", help="What a standing campaign has made.")
@limit_option
@json_option
def list_campaigns(
    config_path: Path, states: tuple[str, ...], parent_id: int | None, limit: int | None, as_json: bool
) -> None:
    """List campaigns, the newest first."""
    from smsbox.campaigns import State, recent

    with opened(config_path) as (config, store):
        wanted = [State[each.upper()] for each in states]
        most = shown_limit(limit, as_json) or 1_000_000
        found = recent(store, most, states=wanted, parent_id=parent_id)
    if as_json:
        for each in found:
            print_json(campaign_json(each, moment(config)))
        return
    columns = ("id", N_("state"), N_("written to"), N_("left out"), N_("looked at"), N_("name"))
    print_table(N_("Campaigns"), columns, (_cells(each) for each in found))


def _cells(each: Campaign) -> tuple[str, ...]:
    share = speech().percent(each.share)
    return (str(each.id), each.state.label, str(each.fed), str(each.skipped), share, each.name)


@campaign.command()
@config_option
@id_argument
@json_option
def show(config_path: Path, campaign_id: int, as_json: bool) -> None:
    """Show one campaign: where it stands, its texts, who was left out and why."""
    from smsbox.campaigns import get
    from smsbox.campaigns.overview import skipped
    from smsbox.campaigns.words import left_out

    with opened(config_path, create=True) as (config, store):
        found = get(store, campaign_id)
        reasons = skipped(store, found)
    row = campaign_json(found, moment(config))
    if as_json:
        print_json(row | {"reasons": dict(reasons)})
        return
    print_facts(_facts(row, found))
    texts = ((str(each.weight), each.text) for each in found.plan.variants)
    print_table(N_("Texts"), (N_("weight"), N_("text")), texts)
    if reasons:
        lines = ((str(count), left_out(speech(), reason)) for reason, count in reasons.most_common())
        print_table(N_("Left out"), (N_("people"), N_("reason")), lines)


def _facts(row: dict[str, Any], found: Campaign) -> list[tuple[str, str]]:
    from smsbox.i18n.explanations import explain, knows
    from smsbox.i18n.facts import dated

    facts_why = found.paused_why or {}
    told = f"campaigns.{facts_why.get('why')}"
    paused = explain(speech(), told, facts_why).cause if knows(told) else str(facts_why.get("by") or "")
    names = {
        "name": N_("name"),
        "state": N_("state"),
        "written_to": N_("written to"),
        "left_out": N_("left out"),
        "kept_apart": N_("kept apart"),
        "start_at": N_("begins"),
        "launched_at": N_("launched"),
        "ended_at": N_("over"),
        "override": N_("launched all the same, because"),
    }
    facts = [
        (title, dated(speech(), row[name]) if name.endswith("_at") else str(row[name]))
        for name, title in names.items()
        if row[name] not in (None, 0)
    ]
    return [*facts, (N_("paused"), paused)] if row["state"] == "paused" and paused else facts


@campaign.command()
@config_option
@click.argument("name")
@plan_options
@json_option
def new(config_path: Path, name: str, as_json: bool, **given: Any) -> None:
    """Make a draft called NAME."""
    from smsbox.campaigns import create
    from smsbox.campaigns.texts import refuse

    with opened(config_path, create=True) as (config, store):
        plan = plan_from(config, store, given)
        refuse(store, config, plan)
        with store.write():
            made = create(store, name, plan, by=account(), now=now())
            noted(store, "campaign.made", f"{made.id} {made.name}")
    _tell(config, made, as_json)


@campaign.command()
@config_option
@id_argument
@click.option("--name", help="What it is called from now on.")
@plan_options
@json_option
def change(config_path: Path, campaign_id: int, name: str | None, as_json: bool, **given: Any) -> None:
    """Change a draft: what the options say; all else of it stays."""
    from smsbox.campaigns import edit, get
    from smsbox.campaigns.texts import refuse

    with opened(config_path, create=True) as (config, store):
        seen = get(store, campaign_id)
        plan = plan_from(config, store, given, seen.plan)
        refuse(store, config, plan)
        with store.write():
            done = edit(store, campaign_id, seen.version, name=name or seen.name, plan=plan, now=now())
            noted(store, "campaign.edited", f"{done.id} {done.name}")
    _tell(config, done, as_json)


@campaign.command()
@config_option
@id_argument
@click.argument("name")
@json_option
def copy(config_path: Path, campaign_id: int, name: str, as_json: bool) -> None:
    """Make a draft called NAME with the plan of another campaign."""
    from smsbox.campaigns import copy as duplicate

    with opened(config_path, create=True) as (config, store), store.write():
        made = duplicate(store, campaign_id, name, by=account(), now=now())
        noted(store, "campaign.copied", f"{made.id} {made.name}", campaign=(None, campaign_id))
    _tell(config, made, as_json)


@campaign.command()
@config_option
@id_argument
@json_option
def approve(config_path: Path, campaign_id: int, as_json: bool) -> None:
    """Approve a draft: from then on it is changed no more."""
    from smsbox.campaigns import approve as agree
    from smsbox.campaigns import get

    with opened(config_path, create=True) as (config, store), store.write():
        seen = get(store, campaign_id)
        done = agree(store, campaign_id, seen.version, by=account(), now=now())
        noted(store, "campaign.approved", f"{done.id} {done.name}")
    _tell(config, done, as_json)


_BY_THE_CONFIGURATION = ("resume", "skip")


def _steering(name: str, told: str) -> None:
    """Add a command that calls the function of campaigns of the same name."""

    @campaign.command(name.replace("_", "-"), help=told)
    @config_option
    @id_argument
    @json_option
    def command(config_path: Path, campaign_id: int, as_json: bool) -> None:
        from smsbox import campaigns
        from smsbox.outbox.doorbell import ring

        with opened(config_path, create=True) as (config, store):
            with store.write():
                act = getattr(campaigns, name)
                known = (store, config) if name in _BY_THE_CONFIGURATION else (store,)
                done = act(*known, campaign_id, now=now(), by=account())
                noted(store, f"campaign.{name}", f"{done.id} {done.name}")
            ring(config.store.directory)
        _tell(config, done, as_json)


for _name, _told in (
    ("pause", N_("Stop a campaign: nothing more of it leaves until it is resumed.")),
    ("resume", N_("Let a paused campaign go on exactly where it was.")),
    ("go_on", N_("Let a campaign go on to all others at once, without waiting for the reports of its pilot.")),
    ("skip", N_("Leave out the next turn of a campaign that comes again and again.")),
    ("cancel", N_("End a campaign for good: what has not left is withdrawn.")),
):
    _steering(_name, _told)


def _tell(config: Config, done: Campaign, as_json: bool) -> None:
    if as_json:
        print_json(campaign_json(done, moment(config)))
    else:
        print(f"{done.id}\t{done.state.label}\t{done.name}")


for _command in (check, launch, test, results, export, over_time):
    campaign.add_command(_command)
