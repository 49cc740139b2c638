"""`smsbox campaign results, export, over-time`: what came of campaigns, counted in the ledger, also as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from smsbox.cli.audited import noted
from smsbox.cli.campaign_rows import id_argument
from smsbox.cli.console import print_json, speech
from smsbox.cli.export import file_argument, format_option, reader_of, write_table
from smsbox.cli.opening import config_option, json_option, now, opened
from smsbox.cli.tables import print_table
from smsbox.i18n.marks import N_
from smsbox.objects.campaigns import parts_of, result_json

if TYPE_CHECKING:
    from decimal import Decimal

    from smsbox.campaigns.counts import Count

_COLUMNS = (
    *(N_("people"), N_("written to"), N_("arrived"), N_("failed"), N_("answered"), N_("left"), N_("redeemed")),
    *(N_("SMS"), N_("cost"), N_("who")),
)
_WRITTEN = N_("smsbox: {count} rows written to {file}")


@click.command()
@config_option
@id_argument
@json_option
def results(config_path: Path, campaign_id: int, as_json: bool) -> None:
    """What came of a campaign, counted now: all, each text, customers, those who were none yet."""
    from smsbox.campaigns import get, turned
    from smsbox.campaigns import results as counted

    with opened(config_path, create=True) as (config, store):
        found = turned.counted_now(store, get(store, campaign_id), now())
        priced = counted.prices(store, config)
    lines = [(who, variant, count, counted.cost(count, priced)) for who, variant, count in parts_of(found)]
    if as_json:
        for who, variant, count, cost in lines:
            print_json(result_json(who, variant, count, cost))
        return
    print_table(N_("Results"), _COLUMNS, (_cells(who, variant, count, cost) for who, variant, count, cost in lines))


@click.command()
@config_option
@click.option("--recipients", is_flag=True, help="Everybody whose turn came, instead of the sums.")
@format_option
@id_argument
@file_argument
def export(config_path: Path, recipients: bool, kind: str | None, campaign_id: int, file: Path) -> None:
    """Write the results of a campaign to FILE (-: to standard output) for a spreadsheet."""
    from smsbox.campaigns import get
    from smsbox.sheets import campaigns as sheets

    with opened(config_path, create=True) as (config, store):
        found, reader = get(store, campaign_id), reader_of(config)
        if recipients:
            asked = [(speech().gettext(sheets.CAMPAIGN), found.name)]
            table, rows = sheets.recipients_table(reader, asked), sheets.recipients_rows(store, campaign_id, reader)
        else:
            table, rows = sheets.results_table(store, config, found, reader)
        noted(store, "campaign.exported", campaign_id)
        write_table(file, kind, table, rows, _WRITTEN)


@click.command("over-time")
@config_option
@format_option
@file_argument
def over_time(config_path: Path, kind: str | None, file: Path) -> None:
    """Write the last twelve months to FILE: campaigns, growth, leaving, coupons, cost."""
    from smsbox.campaigns.overtime import over_time as looked
    from smsbox.campaigns.results import recount_some
    from smsbox.sheets import campaigns as sheets
    from smsbox.subscription import growth

    with opened(config_path, create=True) as (config, store):
        while recount_some(store, now()):
            pass
        stretches = looked(store, growth.months(now(), config.region.zone)).stretches
        table, rows = sheets.months_table(store, config, stretches, reader_of(config))
        noted(store, "campaign.exported", "reports")
        write_table(file, kind, table, rows, _WRITTEN)


_WHO = {
    "all": N_("All"),
    "apart": N_("Kept out, to compare"),
    "customers": N_("Customers"),
    "leads": N_("Not customers yet"),
}


def _cells(who: str, variant: int | None, count: Count, cost: Decimal | None) -> tuple[str, ...]:
    say = speech().gettext
    name = say(N_("Text %(letter)s")) % {"letter": chr(ord("A") + variant)} if variant is not None else say(_WHO[who])
    numbers = (count.people, count.written, count.delivered, count.failed, count.replied, count.left, count.redeemed)
    return (*map(str, numbers), str(count.paid), "" if cost is None else str(cost), name)
