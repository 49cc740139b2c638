"""`smsbox programs`: what other programs sent today and may send, and stopping all of them at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.console import note, print_json, speech
from smsbox.cli.opening import config_option, json_option, moment, now, opened
from smsbox.cli.tables import print_table
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.store import Store

_STOPPED = N_("smsbox: all programs are stopped; what they wrote and has not left waits")
_GO_ON = N_("smsbox: programs may send again")
_AS_BEFORE = N_("smsbox: nothing changed: it was so already")


@click.group(invoke_without_command=True)
@config_option
@json_option
@click.pass_context
def programs(context: click.Context, config_path: Path, as_json: bool) -> None:
    """Show what programs with tokens sent today; stop them all, and let them go on."""
    from smsbox.programs import stop
    from smsbox.programs.standing import spent_today

    if context.invoked_subcommand is not None:
        return
    with opened(config_path) as (config, store):
        found, at, spent = stop.stopped(store), moment(config), list(spent_today(store, config, now()))
    if as_json:
        for each in spent:
            print_json({"kind": each.kind, "name": each.name, "sms": each.count, "most": each.most})
        return
    if found is not None:
        note(N_("smsbox: all programs are stopped, by {by}, {at}"), by=found.by, at=(at(found.at) or "")[:16])
    say = speech().gettext
    rows = (
        (each.name or say(N_("all programs")), str(each.count), "–" if each.most is None else str(each.most))
        for each in spent
    )
    print_table(N_("SMS of programs today"), (N_("who"), N_("today"), N_("at most")), rows)


@programs.command()
@config_option
def stop(config_path: Path) -> None:
    """Take nothing more from any program; what they wrote and has not left waits."""
    from smsbox.programs import stop as stopping

    with opened(config_path, create=True) as (_, store):
        with store.write():
            done = stopping.stop(store, account(), now())
            if done:
                noted(store, "program.stopped")
        _follow(store)
    note(_STOPPED if done else _AS_BEFORE)


@programs.command("go-on")
@config_option
def go_on(config_path: Path) -> None:
    """Let programs send again; what waited for that leaves."""
    from smsbox.programs import stop as stopping

    with opened(config_path, create=True) as (_, store):
        with store.write():
            done = stopping.go_on(store, now())
            if done:
                noted(store, "program.went_on")
        _follow(store)
    note(_GO_ON if done else _AS_BEFORE)


def _follow(store: Store) -> None:
    from smsbox.programs import waiting

    while waiting.follow(store, now()):
        pass
