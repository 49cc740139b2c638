"""`smsbox coupon`: series, their codes, and the till for whoever has a script there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli import coupon_rows
from smsbox.cli.audited import account, noted
from smsbox.cli.console import misused, print_json, speech
from smsbox.cli.coupon_stock import change, close, codes, fill, pool_option, series_argument
from smsbox.cli.opening import config_option, json_option, moment, now, opened
from smsbox.cli.reading import day
from smsbox.cli.tables import print_table
from smsbox.i18n.marks import N_
from smsbox.objects.coupons import answer_json, series_json

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.coupons import Good, Redeemed, Refused

REFUSED = 65
"""The exit code of `coupons.CouponRefused`, also where JSON says why."""
WRITTEN = N_("smsbox: {count} coupons written to {file}")


@click.group()
def coupon() -> None:
    """Coupons: made, given, printed, checked, redeemed, listed, exported."""


@coupon.command()
@config_option
@click.argument("name")
@click.option("--offer", default="", help="What it is worth, shown at the till.")
@click.option("--prefix", default="", help="What its codes begin with.")
@click.option("--length", type=int, default=8, show_default=True, help="Characters of a code, 6 to 12.")
@click.option("--from", "since", help="First day: 2026-12-01. Left out: from now on.")
@click.option("--until", help="Last day: 2026-12-31. Left out: without end.")
@pool_option
@json_option
def make(
    config_path: Path,
    name: str,
    offer: str,
    prefix: str,
    length: int,
    since: str | None,
    until: str | None,
    pool: Any,
    as_json: bool,
) -> None:
    """Make a series called NAME."""
    from smsbox import coupons

    with opened(config_path, create=True) as (config, store):
        codes = None if pool is None else pool.read().splitlines()
        first, last = day(config, since, "--from"), day(config, until, "--until", end=True)
        kind, listed = (coupons.MADE, []) if codes is None else (coupons.POOL, coupons.read_pool(store, codes))
        with store.write():
            made = coupons.make_series(
                store,
                name=name,
                now=now(),
                by=account(),
                offer=offer,
                prefix=prefix,
                length=length,
                valid_from=first,
                valid_until=last,
                kind=kind,
            )
            noted(store, "coupon.series_made", made.name, kind=(None, made.kind))
        coupons.fill_pool(store, made.id, listed)
        if as_json:
            print_json(series_json(made, coupons.counts(store, made.id), moment(config)))
        else:
            print(made.id)


@coupon.command("list")
@config_option
@json_option
def list_series(config_path: Path, as_json: bool) -> None:
    """List series, the newest first."""
    from smsbox import coupons

    with opened(config_path) as (config, store):
        rows = [(each, coupons.counts(store, each.id)) for each in coupons.listed(store, 10_000)]
        if as_json:
            for series, counts in rows:
                print_json(series_json(series, counts, moment(config)))
            return
        columns = ("id", N_("name"), N_("in stock"), N_("given out"), N_("redeemed"), N_("valid"))
        print_table(N_("Coupons"), columns, (coupon_rows.series_cells(*row, config) for row in rows))


@coupon.command("print")
@config_option
@series_argument
@click.argument("count", type=click.IntRange(1, 100_000))
def print_paper(config_path: Path, series_id: int, count: int) -> None:
    """Make COUNT codes for paper and print them, one a line."""
    from smsbox import coupons

    with opened(config_path, create=True) as (_, store):
        printed = coupons.print_codes(store, series_id, count, now())
        noted(store, "coupon.printed", coupons.one(store, series_id).name, coupons=(None, count))
        sys.stdout.writelines(f"{each.written}\n" for each in printed)


@coupon.command()
@config_option
@series_argument
@click.argument("number")
def give(config_path: Path, series_id: int, number: str) -> None:
    """Give the customer of NUMBER a code of SERIES, by hand, and print it; once, however often it is asked."""
    from smsbox import coupons
    from smsbox.sms.msisdn import parse

    with opened(config_path, create=True) as (config, store), store.write():
        whom = parse(number, config.region.country)
        given = coupons.give(store, series_id, whom, None, now())
        noted(store, "coupon.given", given.written)
    print(given.written)


@coupon.command()
@config_option
@click.argument("code")
@json_option
def check(config_path: Path, code: str, as_json: bool) -> None:
    """Say whether CODE would count, without redeeming it."""
    from smsbox import coupons

    with opened(config_path, create=True) as (config, store):
        _tell(config, coupons.look(store, code, now()), as_json)


@coupon.command()
@config_option
@click.argument("code")
@click.option("--paid", help="What the customer paid: 249.90.")
@click.option("--once", help="A word of yours for this try: the same word again is the same try.")
@json_option
def redeem(config_path: Path, code: str, paid: str | None, once: str | None, as_json: bool) -> None:
    """Redeem CODE; exit code 0 when it counts, 65 when it does not."""
    from smsbox import coupons
    from smsbox.coupons.worth import hundredths

    worth = None if paid is None else hundredths(paid)
    if paid is not None and worth is None:
        raise misused(N_("--paid: {paid} is no sum."), paid=paid)
    with opened(config_path, create=True) as (config, store):
        with store.write():
            done = coupons.redeem(store, code, now(), account(), "cli", worth, once)
            if isinstance(done, coupons.Redeemed):
                noted(store, "coupon.redeemed", done.coupon.written)
            else:
                noted(store, "coupon.refused", done.code, why=(None, done.reason))
        _tell(config, done, as_json)


@coupon.command()
@config_option
@click.argument("code")
def void(config_path: Path, code: str) -> None:
    """Make CODE worth nothing, if it was not used."""
    from smsbox import coupons

    with opened(config_path, create=True) as (config, store):
        with store.write():
            gone = coupons.void(store, code)
            if gone is not None:
                noted(store, "coupon.void", gone.written)
        if gone is None:
            seen = coupons.look(store, code, now())
            assert isinstance(seen, coupons.Refused)
            _tell(config, seen, as_json=False)


@coupon.command()
@config_option
@series_argument
@click.option("--format", "kind", type=click.Choice(("csv", "xlsx")), help="Left out: by the name of the file.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
def export(config_path: Path, series_id: int, kind: str | None, file: Path) -> None:
    """Write the codes of SERIES to FILE (-: to standard output) for a spreadsheet."""
    from smsbox import coupons
    from smsbox.cli.export import reader_of, write_table
    from smsbox.sheets import coupons as sheet

    with opened(config_path, create=True) as (config, store):
        series = coupons.one(store, series_id)
        noted(store, "coupon.exported", series.name)
        write_table(file, kind, *sheet.contents(store, series, reader_of(config)), told=WRITTEN)


def _tell(config: Config, seen: Good | Redeemed | Refused, as_json: bool) -> None:
    from smsbox import coupons

    counts = not isinstance(seen, coupons.Refused)
    if as_json:
        print_json(answer_json(seen, moment(config)))
        if not counts:
            raise click.exceptions.Exit(REFUSED)
    elif isinstance(seen, coupons.Refused):
        told = coupons.refusal(speech(), seen, config.region.zone, now())
        raise coupons.CouponRefused(code=seen.code, cause=told.cause, step=told.step)
    else:
        print(
            "  ".join((seen.coupon.written, seen.series.offer or seen.series.name, seen.coupon.number or "")).rstrip()
        )


for _command in (change, fill, close, codes):
    coupon.add_command(_command)
