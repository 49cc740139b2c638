"""`smsbox calls`: who rang, and whom somebody still has to call back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.console import print_json, speech
from smsbox.cli.opening import NOTHING_THERE, config_option, json_option, moment, now, opened
from smsbox.cli.reading import limit_option, paged, shown_limit
from smsbox.cli.tables import print_table
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.inbox.calls import Call
    from smsbox.objects.messages import Moment


class NoOpenCall(SmsboxError):
    """No call of this id waits for anybody. Facts: `id`."""

    key = "cli.no_open_call"
    exit_code = NOTHING_THERE


@click.group()
def calls() -> None:
    """Calls that came in: list, done."""


@calls.command("list")
@config_option
@click.option("--open", "open_only", is_flag=True, help="Only those somebody has to call back.")
@limit_option
@json_option
def list_calls(config_path: Path, open_only: bool, limit: int | None, as_json: bool) -> None:
    """List calls, the newest first."""
    from smsbox.inbox.calls import listed

    with opened(config_path) as (config, store):
        at = moment(config)
        found = paged(
            lambda many, before: listed(store, many, before, open_only=open_only), shown_limit(limit, as_json)
        )
        if as_json:
            for call in found:
                print_json(_json(call, at))
            return
        columns = ("id", N_("last"), N_("from"), N_("rings"), N_("state"), N_("modem"))
        print_table(N_("Calls"), columns, (_cells(call, at) for call in found))


@calls.command()
@config_option
@click.argument("call_id", type=int, metavar="ID")
@click.option("--note", help="What came of it.")
def done(config_path: Path, call_id: int, note: str | None) -> None:
    """Somebody called back, or need not."""
    from smsbox.inbox.calls import settle

    with opened(config_path, create=True) as (_, store), store.write():
        if not settle(store, call_id, now=now(), by_whom=account(), note=note):
            raise NoOpenCall(id=call_id)
        noted(store, "call.settled", call_id, note=(None, note))


def _json(call: Call, at: Moment) -> dict[str, Any]:
    return {
        "id": call.id,
        "number": call.number,
        "state": call.state.label,
        "rule": call.rule,
        "rings": call.rings,
        "at": at(call.at),
        "last_at": at(call.last_at),
        "modem": call.modem,
        "message_id": call.message_id,
        "settled_at": at(call.settled_at),
        "settled_by": call.settled_by,
        "note": call.note,
    }


def _cells(call: Call, at: Moment) -> tuple[str, ...]:
    last = (at(call.last_at) or "")[:19].replace("T", " ")
    number = call.number or speech().gettext(N_("hidden number"))
    return (str(call.id), last, number, str(call.rings), call.state.label, call.modem)
