"""`smsbox coupon change`, `fill`, `close` and `codes`: a series after it was made, and every code of it."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import click

from smsbox.cli.audited import noted
from smsbox.cli.console import print_json, speech
from smsbox.cli.opening import config_option, json_option, moment, now, opened
from smsbox.cli.reading import day, limit_option, shown_limit
from smsbox.cli.tables import print_table
from smsbox.i18n.marks import N_
from smsbox.objects.coupons import coupon_json

CODES = ("free", "given", "redeemed", "void")
"""The words of `smsbox.coupons.State`, which is not loaded for `--help`; a test compares them."""

series_argument = click.argument("series_id", type=int, metavar="SERIES")
pool_option = click.option(
    "--pool",
    type=click.File("r", encoding="utf-8-sig"),
    help="A file of codes you have, one a line (-: standard input).",
)


@click.command()
@config_option
@series_argument
@click.option("--name", help="What it is called from now on.")
@click.option("--offer", help="What it is worth, shown at the till.")
@click.option("--from", "since", help="First day: 2026-12-01.")
@click.option("--until", help="Last day: 2026-12-31.")
def change(
    config_path: Path, series_id: int, name: str | None, offer: str | None, since: str | None, until: str | None
) -> None:
    """Change name, offer or days of SERIES; it holds for codes that are out, too."""
    from smsbox import coupons

    with opened(config_path, create=True) as (config, store), store.write():
        old = coupons.one(store, series_id)
        done = coupons.change(
            store,
            series_id,
            name=name or old.name,
            offer=old.offer if offer is None else offer,
            valid_from=day(config, since, "--from") if since else old.valid_from,
            valid_until=day(config, until, "--until", end=True) if until else old.valid_until,
        )
        noted(store, "coupon.series_changed", done.name)


@click.command()
@config_option
@series_argument
@click.argument("pool", metavar="FILE", type=click.File("r", encoding="utf-8-sig"))
def fill(config_path: Path, series_id: int, pool: Any) -> None:
    """Add the codes of FILE (-: standard input), one a line, to a SERIES of codes you have; prints how many."""
    from smsbox import coupons

    with opened(config_path, create=True) as (_, store):
        count = coupons.add_to_pool(store, series_id, pool.read().splitlines())
        noted(store, "coupon.added", coupons.one(store, series_id).name, coupons=(None, count))
    print(count)


@click.command()
@config_option
@series_argument
@click.option("--void", "void_too", is_flag=True, help="What is out and was not used counts no more, either.")
def close(config_path: Path, series_id: int, void_too: bool) -> None:
    """Give nobody a code of SERIES any more; those that are out still count."""
    from smsbox import coupons

    with opened(config_path, create=True) as (_, store):
        with store.write():
            name = coupons.one(store, series_id).name
            if coupons.close(store, series_id, now()):
                noted(store, "coupon.series_closed", name)
            if void_too:
                noted(store, "coupon.all_void", name)
        if void_too:
            coupons.void_all(store, series_id)


@click.command()
@config_option
@series_argument
@click.option("--state", "states", multiple=True, type=click.Choice(CODES), help="Only these; may be repeated.")
@limit_option
@json_option
def codes(config_path: Path, series_id: int, states: tuple[str, ...], limit: int | None, as_json: bool) -> None:
    """List the codes of SERIES, whose they are and whether they were used; the oldest first."""
    from smsbox import coupons

    with opened(config_path, create=True) as (config, store):
        coupons.one(store, series_id)
        found = (each for each in coupons.every(store, series_id) if not states or each.state.name.lower() in states)
        shown, at = islice(found, shown_limit(limit, as_json)), moment(config)
        if as_json:
            for each in shown:
                print_json({"code": each.written, **coupon_json(each, at)})
            return
        rows = (
            (each.written, speech().gettext(each.state.text), each.number or "", (at(each.redeemed_at) or "")[:10])
            for each in shown
        )
        print_table(N_("Coupons"), (N_("code"), N_("state"), N_("number"), N_("redeemed")), rows)
