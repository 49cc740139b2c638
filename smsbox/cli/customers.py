"""`smsbox customers`: the people the shop knows: listed, shown, added, changed, tagged, merged."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.console import note as remark
from smsbox.cli.console import print_facts, print_json
from smsbox.cli.customer_calls import called, calls
from smsbox.cli.customer_data import copy, erase, export
from smsbox.cli.customer_import import import_customers, undo_import
from smsbox.cli.customer_lists import doubles, imports, tags
from smsbox.cli.customer_permission import agree, choose, leave
from smsbox.cli.customer_rows import (
    STATES,
    pairs_of,
    print_customers,
    wanted_from,
    wanted_options,
    who_argument,
    who_is,
)
from smsbox.cli.customer_standing import may_send, permission
from smsbox.cli.opening import NOTHING_THERE, config_option, json_option, moment, now, opened
from smsbox.cli.reading import limit_option, shown_limit
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_
from smsbox.objects.customers import customer_json

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.store import Store


class NotMerged(SmsboxError):
    """Nobody was merged into a customer, or it cannot be taken back any more. Facts: `id`."""

    key = "cli.not_merged"
    exit_code = NOTHING_THERE


_FACTS = {
    "number": N_("number"),
    "name": N_("full name"),
    "salutation": N_("salutation"),
    "language": N_("language"),
    "state": N_("state"),
    "permission": N_("permission"),
    "birthday": N_("birthday"),
    "tags": N_("tags"),
    "other_numbers": N_("other numbers"),
}


@click.group()
def customers() -> None:
    """The customers of the shop: kept, tagged, merged, imported, exported, asked about, erased.

    WHO is an id or a telephone number.
    """


for command in (
    *(permission, may_send, agree, leave, choose, calls, called, tags, doubles),
    *(import_customers, imports, undo_import, export, copy, erase),
):
    customers.add_command(command)


@customers.command("list")
@config_option
@wanted_options
@limit_option
@json_option
def list_customers(config_path: Path, limit: int | None, as_json: bool, **given: Any) -> None:
    """List customers, the oldest first."""
    from smsbox import contacts

    wanted = wanted_from(given)
    with opened(config_path) as (config, store):
        found = contacts.every(store, wanted, now=now(), zone=config.region.zone)
        print_customers(store, config, islice(found, shown_limit(limit, as_json)), as_json=as_json)


@customers.command()
@config_option
@who_argument
@json_option
def show(config_path: Path, who: str, as_json: bool) -> None:
    """Show one customer with his fields and notes."""
    from smsbox import consent, contacts

    with opened(config_path, create=True) as (config, store):
        one = who_is(store, config, who)
        row = customer_json(one, consent.standing(store, one.number), moment(config))
        details, notes = contacts.details(store, one.id), contacts.notes(store, one.id)
        row["details"] = [
            {"name": each.name, "value": each.value, "at": moment(config)(each.at), "origin": each.origin}
            for each in details
        ]
        row["notes"] = [{"at": moment(config)(each.at), "who": each.who, "text": each.text} for each in notes]
    if as_json:
        print_json(row)
        return
    said = [(phrase, _told(row[name])) for name, phrase in _FACTS.items() if row[name]]
    said += [(each.name, each.value) for each in details]
    said += [(each.who or "–", each.text) for each in notes]
    print_facts(said)


def _told(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


_DATA = (
    click.option("--name", help="First and last name."),
    click.option("--salutation", help="How he is addressed, when that is not made from the name."),
    click.option("--language", type=click.Choice(("uk", "en", "pl", "ru")), help="In which language he is written to."),
    click.option("--state", type=click.Choice(STATES), help="How far he has come with the shop."),
    click.option("--birthday", help="1980-03-14, or 03-14 without the year."),
    click.option("--tag", "tags", multiple=True, help="A tag; may be repeated."),
    click.option("--field", "fields", multiple=True, metavar="NAME=VALUE", help="A field; may be repeated."),
)


def _data_options(command: Any) -> Any:
    for option in reversed(_DATA):
        command = option(command)
    return command


@customers.command()
@config_option
@click.argument("number")
@_data_options
def add(config_path: Path, number: str, **given: Any) -> None:
    """Add a customer with this NUMBER; his id is printed."""
    from smsbox import contacts
    from smsbox.sms.msisdn import parse

    values = _values(given)
    with opened(config_path, create=True) as (config, store), store.write():
        new = contacts.New(number=parse(number, config.region.country), origin=f"staff:{account()}", **values)
        made = contacts.add(store, new, now())
        noted(store, "customer.added", made.id)
    print(made.id)


@customers.command()
@config_option
@who_argument
@_data_options
@click.option("--number", help="The number he is written to from now on.")
@click.option("--other-number", "others", multiple=True, help="One more number of his; may be repeated.")
@click.option("--without-tag", "without_tags", multiple=True, help="Take this tag away; may be repeated.")
def change(
    config_path: Path,
    who: str,
    number: str | None,
    others: tuple[str, ...],
    without_tags: tuple[str, ...],
    **given: Any,
) -> None:
    """Change what is known of a customer; `--field NAME=` takes a field away."""
    from smsbox import contacts
    from smsbox.sms.msisdn import parse

    values = _values(given)
    with opened(config_path, create=True) as (config, store), store.write():
        one = who_is(store, config, who)
        if number is not None:
            values["number"] = parse(number, config.region.country)
        told = tuple(parse(each, config.region.country) for each in others)
        wanted = contacts.Changes(other_numbers=told, without_tags=without_tags, origin=f"staff:{account()}", **values)
        if contacts.change(store, one.id, wanted, now()):
            noted(store, "customer.changed", one.id)


def _values(given: dict[str, Any]) -> dict[str, Any]:
    """What was said, as fields of `New` and `Changes`."""
    from smsbox.contacts import State

    values = {name: value for name, value in given.items() if value is not None and name != "fields"}
    values["fields"] = pairs_of(given["fields"])
    if "state" in values:
        values["state"] = State[values["state"].upper()]
    return values


@customers.command()
@config_option
@wanted_options
@click.option("--remove", is_flag=True, help="Take it from them instead.")
@click.argument("name")
def tag(config_path: Path, remove: bool, name: str, **given: Any) -> None:
    """Put the tag NAME to all customers that the options find; how many got it is printed."""
    wanted = wanted_from(given)
    with opened(config_path) as (config, store):
        print(_tag_all(store, config, wanted, name, remove))


def _tag_all(store: Store, config: Config, wanted: Any, name: str, remove: bool) -> int:
    from smsbox import contacts
    from smsbox.store import scanning

    done, act = 0, contacts.untag if remove else contacts.tag
    for step in scanning.every(store, contacts.searched(store, wanted, now=now(), zone=config.region.zone)):
        done += act(store, step.ids, name)
    word = "untag" if remove else "tag"
    noted(store, f"customer.{word}", contacts.tag_of(name), found=(None, wanted.as_json()), customers=(None, done))
    return done


@customers.command()
@config_option
@who_argument
@click.argument("text")
def note(config_path: Path, who: str, text: str) -> None:
    """Write TEXT down about a customer."""
    from smsbox import contacts

    with opened(config_path, create=True) as (config, store), store.write():
        one = who_is(store, config, who)
        contacts.note(store, one.id, text, account(), now())
        noted(store, "customer.note", one.id)


@customers.command()
@config_option
@click.argument("keep")
@click.argument("gone")
def merge(config_path: Path, keep: str, gone: str) -> None:
    """Make one customer of two: KEEP stays, what is known of GONE goes to him."""
    from smsbox import contacts

    with opened(config_path, create=True) as (config, store), store.write():
        stays, goes = who_is(store, config, keep), who_is(store, config, gone)
        kept = contacts.merge(store, stays.id, goes.id, now(), by=account())
        noted(store, "customer.merged", kept.id, gone=(goes.id, kept.id))
    remark(N_("smsbox: customer {id} has the numbers {numbers}"), id=kept.id, numbers=", ".join(kept.numbers))


@customers.command()
@config_option
@who_argument
@json_option
def part(config_path: Path, who: str, as_json: bool) -> None:
    """Take the last merge into WHO back, for 30 days: two customers again, each as before; what was learnt since stays
    with WHO.
    """
    from smsbox import contacts

    with opened(config_path, create=True) as (config, store), store.write():
        kept = who_is(store, config, who)
        parted = contacts.part(store, kept.id, now())
        if parted is None:
            raise NotMerged(id=kept.id)
        noted(store, "customer.parted", kept.id, gone=(kept.id, parted.id))
    if as_json:
        print_json({"kept": kept.id, "parted": parted.id})
        return
    remark(N_("smsbox: customer {id} has the numbers {numbers}"), id=parted.id, numbers=", ".join(parted.numbers))
