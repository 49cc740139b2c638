"""Customers on the command line: the objects that scripts rely on, who is meant by a word, and which are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import click

from smsbox.cli.console import misused, print_json, speech
from smsbox.cli.opening import NOTHING_THERE, moment
from smsbox.cli.tables import print_table
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_
from smsbox.objects.customers import customer_json

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.consent import Standing
    from smsbox.contacts import Contact, Wanted
    from smsbox.store import Store

Command = TypeVar("Command", bound=Callable[..., Any])

STATES = ("lead", "customer", "lapsed")
CONSENTS = ("unknown", "asked", "agreed", "declined", "left")
"""The words of `smsbox.contacts.State` and `smsbox.consent.State`, which are not loaded for `--help`; a test compares.
"""

_WANTED = (
    click.option("--text", help="Beginnings of words of the name, or digits of a number."),
    click.option("--tag", "tags", multiple=True, help="With this tag; may be repeated: with all of them."),
    click.option("--without", "without", multiple=True, metavar="TAG", help="Without this tag; may be repeated."),
    click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only these; may be repeated."),
    click.option("--consent", "consents", multiple=True, type=click.Choice(CONSENTS), help="Who stands so."),
    click.option(
        "--field", "tests", multiple=True, metavar="NAME=VALUE", help="With this value; NAME alone: with any."
    ),
    click.option("--filter", "plain", metavar="JSON", help="A filter as audiences keep it, instead of the others."),
)
_BATCH = 500
who_argument = click.argument("who", metavar="WHO")


class NoCustomer(SmsboxError):
    """There is no such customer. Facts: `contact` (as typed)."""

    key = "contacts.unknown"
    exit_code = NOTHING_THERE


def wanted_options(command: Command) -> Command:
    """Give a command the options that say which customers."""
    for option in reversed(_WANTED):
        command = option(command)
    return command


def wanted_from(given: dict[str, Any]) -> Wanted:
    """The filter that was asked for; takes its options out of `given`. Raises click.UsageError, BadFilter."""
    from smsbox.consent import State as Consent
    from smsbox.contacts import FieldTest, State, Wanted

    names = ("text", "tags", "without", "states", "consents", "tests", "plain")
    asked = {name: given.pop(name) for name in names}
    if asked["plain"]:
        if any(asked[name] for name in names[:-1]):
            raise misused(N_("--filter says it all: leave the other conditions out"))
        return Wanted.from_json(asked["plain"])
    pairs = [each.partition("=") for each in asked["tests"]]
    return Wanted(
        text=asked["text"] or "",
        all_tags=asked["tags"],
        no_tags=asked["without"],
        states=tuple(State[each.upper()] for each in asked["states"]),
        consents=tuple(int(Consent[each.upper()]) for each in asked["consents"]),
        fields=tuple(FieldTest(name, "=" if equals else "has", value) for name, equals, value in pairs),
    )


def who_is(store: Store, config: Config, word: str) -> Contact:
    """Who is meant by an id or a number in any usual form. Raises NoCustomer."""
    from smsbox import contacts
    from smsbox.sms.msisdn import BadNumber, parse

    if word.isascii() and word.isdecimal() and len(word) < len("123456789"):
        found = contacts.get(store, int(word))
    else:
        try:
            found = contacts.by_number(store, parse(word, config.region.country))
        except BadNumber:
            found = None
    if found is None:
        raise NoCustomer(contact=word[:40])
    return found


def number_of(store: Store, config: Config, word: str) -> str:
    """The number of a customer, or of a stranger in any usual form. Raises NoCustomer, BadNumber."""
    from smsbox.sms.msisdn import parse

    try:
        return who_is(store, config, word).number
    except NoCustomer:
        if word.isdecimal() and len(word) < len("123456789"):
            raise
        return parse(word, config.region.country)


def pairs_of(texts: tuple[str, ...]) -> dict[str, str | None]:
    """`NAME=VALUE` as fields; `NAME=` takes one away. Raises click.UsageError."""
    pairs = [each.partition("=") for each in texts]
    for name, equals, _ in pairs:
        if not equals or not name.strip():
            raise misused(N_("--field {text}: write NAME=VALUE"), text=name)
    return {name: value or None for name, _, value in pairs}


def print_customers(store: Store, config: Config, found: Iterator[Contact], *, as_json: bool) -> None:
    """Print customers with where they stand: as JSON read in flat memory, or as a table."""
    from smsbox import consent

    if as_json:
        while some := list(islice(found, _BATCH)):
            standing = consent.standings(store, [each.number for each in some])
            for each in some:
                print_json(customer_json(each, standing[each.number], moment(config)))
        return
    shown = list(found)
    standing = consent.standings(store, [each.number for each in shown])
    rows = (_cells(each, standing[each.number]) for each in shown)
    columns = ("id", N_("number"), N_("state"), N_("permission"), N_("full name"), N_("tags"))
    print_table(N_("Customers"), columns, rows)


def _cells(one: Contact, standing: Standing) -> tuple[str, ...]:
    say, permission = speech().gettext, "left" if standing.gone else standing.state.label
    return (str(one.id), one.number, say(one.state.text), permission, one.name, ", ".join(one.tags))
