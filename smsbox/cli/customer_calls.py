"""`smsbox customers calls` and `called`: who would rather be told about a campaign by telephone."""

from __future__ import annotations

from pathlib import Path

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.console import print_json
from smsbox.cli.customer_rows import who_argument, who_is
from smsbox.cli.opening import NOTHING_THERE, config_option, json_option, moment, now, opened
from smsbox.cli.reading import limit_option, shown_limit
from smsbox.cli.tables import print_table
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

_MOST = 1_000_000


class NoCallWanted(SmsboxError):
    """This customer waits for no call about that campaign. Facts: `number`, `id`."""

    key = "cli.no_call_wanted"
    exit_code = NOTHING_THERE


@click.command()
@config_option
@limit_option
@json_option
def calls(config_path: Path, limit: int | None, as_json: bool) -> None:
    """List customers who would rather be called, and about which campaign."""
    from smsbox import contacts

    with opened(config_path) as (config, store):
        found = contacts.to_call(store, now(), shown_limit(limit, as_json) or _MOST)
    if as_json:
        for each in found:
            row = {"campaign": each.campaign_id, "name": each.name, "number": each.number, "customer": each.contact_id}
            print_json(row | {"about": each.campaign, "at": moment(config)(each.at)})
        return
    rows = ((str(each.contact_id), each.number, each.name, str(each.campaign_id), each.campaign) for each in found)
    print_table(N_("Would rather be called"), ("id", N_("number"), N_("full name"), N_("campaign"), N_("about")), rows)


@click.command()
@config_option
@who_argument
@click.argument("campaign", type=int)
@click.option("--note", "text", default="", help="What came of it; it is kept with the customer.")
def called(config_path: Path, who: str, campaign: int, text: str) -> None:
    """Note that WHO was told about CAMPAIGN by telephone."""
    from smsbox import contacts

    with opened(config_path, create=True) as (config, store):
        one = who_is(store, config, who)
        with store.write():
            numbers = [each.number for each in contacts.to_call(store, now(), _MOST) if each.campaign_id == campaign]
            number = next((each for each in one.numbers if each in numbers), None)
            if number is not None:
                contacts.called(store, campaign, number, now(), by=account(), note=text)
                noted(store, "customer.called", one.id, campaign=(None, campaign))
    if number is None:
        raise NoCallWanted(number=one.number, id=campaign)
