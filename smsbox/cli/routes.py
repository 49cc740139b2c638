"""`smsbox routes`: whose numbers begin how, which ones were ported, and changing both."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smsbox.cli.audited import noted
from smsbox.cli.console import print_json, speech
from smsbox.cli.opening import config_option, json_option, load_config, moment, now, open_store, opened
from smsbox.cli.reading import limit_option, number, shown_limit
from smsbox.cli.tables import print_table
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.routing import PrefixLine

_SOURCES = {"plan": N_("numbering plan"), "person": N_("set by a person"), "file": N_("configuration")}


@click.group(invoke_without_command=True)
@config_option
@json_option
@click.pass_context
def routes(context: click.Context, config_path: Path, as_json: bool) -> None:
    """Operators: list the beginnings of their numbers, set, drop; ported numbers."""
    if context.invoked_subcommand is None:
        _list(config_path, as_json)


@routes.command("list")
@config_option
@json_option
def list_prefixes(config_path: Path, as_json: bool) -> None:
    """List beginnings of numbers with their operators; the longest one counts."""
    _list(config_path, as_json)


@routes.command("set")
@config_option
@click.argument("prefix", metavar="NUMBER")
@click.argument("operator")
def set_one(config_path: Path, prefix: str, operator: str) -> None:
    """Say whose numbers begin with NUMBER (+38067); of a whole number: to whom it was ported."""
    from smsbox.routing import assign

    with opened(config_path, create=True) as (config, store):
        with store.write():
            done = assign(store, prefix, operator, pinned=_pinned(config), now=now())
            noted(store, "route.set", done, operator=(None, operator.strip()))
        print(f"{done} = {operator.strip()}")


@routes.command()
@config_option
@click.argument("prefix", metavar="NUMBER")
def drop(config_path: Path, prefix: str) -> None:
    """Forget what was set, or learned, for NUMBER: the numbering plan holds again."""
    from smsbox.routing import unassign

    with opened(config_path, create=True) as (_, store):
        with store.write():
            dropped = unassign(store, prefix)
            noted(store, "route.dropped", dropped)
        print(dropped)


@routes.command()
@config_option
@click.option("--to", "wanted", help="Only this number.")
@limit_option
@json_option
def ported(config_path: Path, wanted: str | None, limit: int | None, as_json: bool) -> None:
    """List numbers that left the operator of their beginning, and how that is known."""
    from smsbox.routing import ported as listed
    from smsbox.sms.operators import operator_name

    with opened(config_path, create=True) as (config, store):
        at, only = moment(config), number(wanted, config)
        lines = [line for line in listed(store, shown_limit(limit, as_json)) if only in (None, line.number)]
        if as_json:
            for line in lines:
                row = {"number": line.number, "operator": line.operator, "evidence": line.evidence, "at": at(line.at)}
                print_json(row)
            return
        rows = ((line.number, operator_name(line.operator), line.evidence, (at(line.at) or "")[:10]) for line in lines)
        print_table(N_("Ported numbers"), (N_("number"), N_("operator"), N_("known by"), N_("since")), rows)


def _list(config_path: Path, as_json: bool) -> None:
    from smsbox.routing import prefix_lines

    config = load_config(config_path)
    store = open_store(config)
    if store is None:
        found = prefix_lines({}, _pinned(config))
    else:
        with closing(store):
            from smsbox.routing import edited_prefixes

            found = prefix_lines(edited_prefixes(store), _pinned(config))
    if as_json:
        for line in found:
            print_json({"prefix": line.prefix, "operator": line.operator, "source": line.source})
        return
    print_table(N_("Operators"), (N_("begins with"), N_("operator"), N_("source")), (_cells(line) for line in found))


def _cells(line: PrefixLine) -> tuple[str, str, str]:
    from smsbox.sms.operators import operator_name

    return line.prefix, operator_name(line.operator), speech().gettext(_SOURCES[line.source])


def _pinned(config: Config) -> dict[str, str]:
    from smsbox.routing import Rules

    return Rules(prefixes=config.routing.prefixes).pinned
