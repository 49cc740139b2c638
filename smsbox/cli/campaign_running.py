"""`smsbox campaign check, launch, test`: what is done around the run of a campaign."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.campaign_rows import id_argument
from smsbox.cli.console import escaped, print_facts, print_json, speech
from smsbox.cli.opening import config_option, json_option, moment, now, opened
from smsbox.cli.reading import number
from smsbox.cli.sweeping import NotAgreed, yes_option
from smsbox.cli.tables import print_table
from smsbox.i18n.marks import N_, NN_
from smsbox.objects.campaigns import campaign_json, report_json

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from smsbox.campaigns import Campaign, Report
    from smsbox.clock import Micros
    from smsbox.config import Config, ModemConfig
    from smsbox.i18n.translator import Translator
    from smsbox.store import Store

_TAKES = NN_("%(num)s SMS in all, %(most)s at most for one", "%(num)s SMS in all, %(most)s at most for one")
_MARKS = ("+", "!", "✗")
_TESTED = NN_("%(num)s message queued", "%(num)s messages queued")


@click.command()
@config_option
@id_argument
@json_option
def check(config_path: Path, campaign_id: int, as_json: bool) -> None:
    """Look at a campaign before it is launched: whom it reaches, what it takes, what speaks against it."""
    from smsbox.campaigns import get

    with opened(config_path, create=True) as (config, store):
        found = get(store, campaign_id)
        report = _report(store, config, found)
    if as_json:
        print_json(report_json(report, moment(config)))
    else:
        _tell_report(report, config)


@click.command()
@config_option
@id_argument
@click.option("--because", metavar="TEXT", help="Why it has to be although the check speaks against it; kept.")
@yes_option
@json_option
def launch(config_path: Path, campaign_id: int, because: str | None, yes: bool, as_json: bool) -> None:
    """Check a campaign, approve it if it is a draft, and begin: now, or at its moment."""
    from smsbox import campaigns
    from smsbox.outbox.doorbell import ring

    with opened(config_path, create=True) as (config, store):
        found = campaigns.get(store, campaign_id)
        report = _report(store, config, found)
        if not as_json:
            _tell_report(report, config)
        if not (yes or _agreed()):
            raise NotAgreed(count=report.counts.may_get)
        with store.write():
            if found.state is campaigns.State.DRAFT:
                found = campaigns.approve(store, found.id, found.version, by=account(), now=now())
            begun = campaigns.launch(
                *(store, config, found.id, found.version), by=account(), now=now(), stops=report.stops, override=because
            )
            told = {"override": (None, begun.override)} if begun.override else {}
            noted(store, "campaign.launched", f"{begun.id} {begun.name}", **told)
        ring(config.store.directory)
    if as_json:
        print_json(campaign_json(begun, moment(config)))
    else:
        print(f"{begun.id}\t{begun.state.label}\t{begun.name}")


def _agreed() -> bool:
    return sys.stdin.isatty() and click.confirm(speech().gettext(N_("Do it?")), default=False)


def _report(store: Store, config: Config, found: Campaign) -> Report:
    from smsbox.campaigns import preflight

    return preflight(store, config, found.plan, now(), _working(store, config), campaign=found)


def _working(store: Store, config: Config) -> list[ModemConfig]:
    """The modems that work, as they were last known."""
    import json

    from smsbox.campaigns import takes
    from smsbox.store import modem_states

    return takes.working(config, (json.loads(text) for text, _ in modem_states.all(store).values()))


def _tell_report(report: Report, config: Config) -> None:
    from smsbox.campaigns import words

    tr, zone, at = speech(), config.region.zone, now()
    counts = {"num": tr.number(report.segments), "most": tr.number(report.most_each)}
    print(tr.ngettext(*_TAKES, report.segments) % counts)
    print_facts(_forecast(report, tr, zone, at))
    for each in report.checks:
        told = words.check(tr, each, zone, at)
        print(escaped(f"{_MARKS[each.level]} {told.cause}"))
        if told.step and each.level:
            print(escaped(f"  → {told.step}"))
    excluded = report.counts.excluded
    if excluded:
        lines = ((tr.number(count), words.left_out(tr, reason)) for reason, count in excluded.items())
        print_table(N_("Left out"), (N_("people"), N_("reason")), lines)


def _forecast(report: Report, tr: Translator, zone: ZoneInfo, at: Micros) -> list[tuple[str, str]]:
    """What is left of the packages, what it costs, when it would be through; as far as that is known."""
    facts = []
    if report.plan_left is not None:
        facts.append((N_("left in the package"), tr.number(report.plan_left)))
    if report.price is not None:
        facts.append((N_("it costs"), tr.sum(report.price)))
    if report.finish_at is not None:
        facts.append((N_("through"), tr.moment(report.finish_at, zone, at)))
    return facts


@click.command()
@config_option
@id_argument
@click.option("--to", "numbers", multiple=True, required=True, help="A telephone of the staff; may be repeated.")
def test(config_path: Path, campaign_id: int, numbers: tuple[str, ...]) -> None:
    """Send the texts of a campaign to telephones of the staff; nothing is used up by it."""
    from smsbox.campaigns import get, test_send
    from smsbox.outbox.doorbell import ring

    with opened(config_path, create=True) as (config, store):
        found = get(store, campaign_id)
        to = [number(each, config) or "" for each in numbers]
        with store.write():
            ids = test_send(store, config, found.plan, to, now(), campaign_id=found.id, by=account())
            noted(store, "campaign.tested", f"{found.id} {found.name}", messages=(None, len(ids)))
        ring(config.store.directory)
    print(speech().ngettext(*_TESTED, len(ids)) % {"num": speech().number(len(ids))})
