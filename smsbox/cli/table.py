"""`smsbox table export`: what came of scenarios and of the desk, as CSV or .xlsx, in flat memory."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from smsbox.cli.audited import noted
from smsbox.cli.console import speech
from smsbox.cli.export import file_argument, format_option
from smsbox.cli.opening import config_option, opened
from smsbox.i18n.marks import N_

WHAT = (*("threads", "tasks", "orders", "appointments", "votes", "quiz", "entries", "answers", "applications"),)
"""The words of `smsbox.sheets.desk` and `smsbox.sheets.talks`, which are not loaded for `--help`; a test compares."""


@click.group()
def table() -> None:
    """Conversations, tasks, orders, appointments, votes and the like for a spreadsheet: export, month, shop."""


@table.command()
@config_option
@click.option("--month", "wanted", metavar="YYYY-MM", help="Left out: the last month that is over.")
@format_option
@file_argument
def month(config_path: Path, wanted: str | None, kind: str | None, file: Path) -> None:
    """Write what a month brought, beside the month before, to FILE (-: to standard output)."""
    from smsbox.cli.export import reader_of, write_table
    from smsbox.clock import micros
    from smsbox.sheets import month as sheet
    from smsbox.sheets.digest import compared, digest
    from smsbox.subscription import growth

    with opened(config_path) as (config, store):
        reader, zone = reader_of(config), config.region.zone
        at, asked = reader.now, None
        if wanted is not None:
            try:
                asked = date.fromisoformat(f"{wanted}-01")
            except ValueError:
                raise click.BadParameter(
                    speech().gettext(N_("a month is written 2026-10")), param_hint="--month"
                ) from None
            at = micros(datetime(asked.year, asked.month, 15, tzinfo=zone))
        found, before = compared(growth.months(at, zone, 2)[0 if asked is None else 1], reader.now, zone)
        table, rows = sheet.contents(digest(store, config, found, before), found, before, reader)
        noted(store, "message.table_taken", f"month {found.day:%Y-%m}")
        write_table(file, kind, table, rows, N_("smsbox: {count} rows written to {file}"))


@table.command()
@config_option
@click.option("--scenario", metavar="NAME", help="Of this scenario; threads, tasks, orders and appointments need none.")
@format_option
@click.argument("what", type=click.Choice(WHAT))
@file_argument
def export(config_path: Path, scenario: str | None, kind: str | None, what: str, file: Path) -> None:
    """Write WHAT to FILE (-: to standard output)."""
    from smsbox.cli.export import reader_of, write_table
    from smsbox.dialogs.flows import rows as flows
    from smsbox.sheets import desk, talks

    with opened(config_path) as (config, store):
        reader = reader_of(config)
        if what in desk.LISTS:
            heads, rows = desk.contents(store, what, reader)
        else:
            flow_id = None if scenario is None else flows.named(store, scenario).id
            heads, rows = talks.contents(store, config, what, flow_id, reader)
        noted(store, "message.table_taken", " ".join(filter(None, (what, scenario))))
        write_table(file, kind, heads, rows, N_("smsbox: {count} rows written to {file}"))


@table.command()
@config_option
@file_argument
def shop(config_path: Path, file: Path) -> None:
    """Write the whole shop to FILE, one .xlsx with a sheet for each list (-: to standard output)."""
    from smsbox.cli.export import reader_of, write_octets
    from smsbox.sheets import shop as sheets

    with opened(config_path) as (config, store):
        octets = sheets.octets(store, reader_of(config), people=True)
        noted(store, "message.table_taken", "shop + customers")
        write_octets(file, octets)
