"""`smsbox automatons`: numbers that get no automatic answers, because an automaton seems to answer there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.console import print_json, speech
from smsbox.cli.opening import NOTHING_THERE, config_option, json_option, moment, now, opened
from smsbox.cli.tables import print_table
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_


class NotSilent(SmsboxError):
    """This number is answered as any other. Facts: `number`."""

    key = "cli.not_silent"
    exit_code = NOTHING_THERE


@click.group()
def automatons() -> None:
    """Numbers that get no automatic answers, since an automaton seems to answer there: list, lift."""


@automatons.command("list")
@config_option
@json_option
def list_automatons(config_path: Path, as_json: bool) -> None:
    """List them, the newest first."""
    from smsbox.i18n.facts import fill
    from smsbox.subscription.automatons import WHY, silences

    with opened(config_path) as (config, store):
        at, say = moment(config), speech().gettext
        found = silences(store, now(), 1000)
    if as_json:
        for each in found:
            row: dict[str, Any] = {"number": each.number, "why": each.why, "count": each.count}
            print_json(row | {"at": at(each.at), "until": at(each.until)})
        return
    rows = (
        (each.number, (at(each.until) or "")[:16].replace("T", " "), fill(say(WHY[each.why]), {"count": each.count}))
        for each in found
    )
    print_table(N_("Without automatic answers"), (N_("number"), N_("until"), N_("why")), rows)


@automatons.command()
@config_option
@click.argument("number")
def lift(config_path: Path, number: str) -> None:
    """A person is behind NUMBER: answer it again."""
    from smsbox.sms.msisdn import parse
    from smsbox.subscription import automatons as silenced

    with opened(config_path, create=True) as (config, store), store.write():
        known = parse(number, config.region.country)
        if not silenced.lift(store, known, account(), now()):
            raise NotSilent(number=known)
        noted(store, "message.answered_again", known)
