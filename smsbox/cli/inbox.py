"""`smsbox inbox`: what customers wrote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.console import print_json, speech
from smsbox.cli.export import inbox_export
from smsbox.cli.opening import NoReceived, config_option, json_option, load_config, moment, opened
from smsbox.cli.reading import limit_option, one, paged, print_one, shown_limit
from smsbox.cli.tables import print_table
from smsbox.cli.wanted import incoming, incoming_options
from smsbox.i18n.marks import N_
from smsbox.objects.messages import inbound_json

if TYPE_CHECKING:
    from smsbox.inbox import InboundView


@click.group()
def inbox() -> None:
    """Received messages: list, show, export."""


inbox.add_command(inbox_export)


@inbox.command("list")
@config_option
@incoming_options
@click.option("--pending", is_flag=True, help="Long messages too that still wait for a part of theirs.")
@limit_option
@json_option
def list_messages(config_path: Path, pending: bool, limit: int | None, as_json: bool, **given: Any) -> None:
    """List received messages, the newest first."""
    from smsbox.inbox import found as look

    with opened(config_path) as (config, store):
        at = moment(config)
        wanted = incoming(config, store, given, pending=pending)
        found = paged(lambda many, before: look(store, wanted, many, before), shown_limit(limit, as_json))
        if as_json:
            for view in found:
                print_json(inbound_json(view, at))
            return
        rows = (
            (
                str(view.id),
                (at(view.received_at) or "")[:19].replace("T", " "),
                view.sender,
                _mark(view.complete),
                view.text,
                _handled(view),
            )
            for view in found
        )
        heads = ("id", N_("received"), N_("from"), N_("complete"), N_("text"), N_("handled"))
        print_table(N_("Inbox"), heads, rows)


def _mark(complete: bool) -> str:
    return speech().gettext(N_("yes") if complete else N_("parts missing"))


def _handled(view: InboundView) -> str:
    """What the program did with it."""
    return speech().gettext(view.done) if view.done else ""


@inbox.command()
@config_option
@click.argument("message_id", type=int, metavar="ID")
@json_option
def show(config_path: Path, message_id: int, as_json: bool) -> None:
    """Show one received message."""
    from smsbox.inbox import get

    config = load_config(config_path)
    view = one(config, get, message_id, NoReceived)
    row = inbound_json(view, moment(config))
    if as_json:
        print_json(row)
    else:
        print_one({**row, "routed_by": _handled(view)})
