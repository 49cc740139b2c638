"""`smsbox alarms`: who was told what by which way, and a test that shows whether somebody can be."""

from __future__ import annotations

from pathlib import Path

import click

from smsbox.cli.audited import noted
from smsbox.cli.console import note, print_json, sentence_of, speech
from smsbox.cli.opening import config_option, json_option, moment, now, opened
from smsbox.cli.tables import print_table
from smsbox.i18n.marks import N_

_TESTED = "alarm.tested"
_WORDS = {"email": N_("E-mail"), "webhook": N_("Webhook"), "sms": "SMS"}
_ARRIVED = N_("smsbox: the test was taken: {way}")
_QUEUED = N_("smsbox: the test is queued: message {ids}")


@click.group()
def alarms() -> None:
    """Alarms by e-mail, webhook and SMS: list what was told, test whether somebody can be told."""


@alarms.command("list")
@config_option
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="At most so many.")
@json_option
def list_alarms(config_path: Path, limit: int, as_json: bool) -> None:
    """List what was told by which way, and what could not be told; the newest first."""
    from smsbox.alarms import records, troubles
    from smsbox.store.kept import Kept

    with opened(config_path) as (config, store):
        at = moment(config)
        lines = records.log(store, Kept(store, config.store.directory).box, limit)
    if as_json:
        for line in lines:
            fixed = {"at": at(line.at), "channel": line.channel, "kind": line.kind}
            print_json({**fixed, "content": dict(line.content), "error": dict(line.error) if line.error else None})
        return
    say = speech().gettext
    rows = (
        (
            (at(line.at) or "")[:16].replace("T", " "),
            say(_WORDS.get(line.channel, line.channel)),
            str(line.content.get("subject", "")),
            sentence_of(troubles.of_plain(line.error)) if line.error else "",
        )
        for line in lines
    )
    print_table(N_("Alarms"), (N_("when"), N_("by"), N_("what"), N_("failed")), rows)


@alarms.command("test")
@config_option
@click.argument("way", type=click.Choice(("email", "webhook", "sms")))
def send_test(config_path: Path, way: str) -> None:
    """Send a test by WAY and say what came of it."""
    from smsbox.alarms.trying import try_now
    from smsbox.outbox import doorbell

    with opened(config_path) as (config, store):
        statuses = doorbell.modems(config.store.directory) or []
        noted(store, _TESTED, way)
        ids = try_now(store, config, way, statuses, now())
        if ids:
            doorbell.ring(config.store.directory)
    if ids:
        note(_QUEUED, ids=", ".join(map(str, ids)))
    else:
        note(_ARRIVED, way=speech().gettext(_WORDS[way]))
