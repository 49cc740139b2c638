"""`smsbox user`: who may use the page, and the way back in for whoever locked himself out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.audited import typist
from smsbox.cli.console import print_json, speech
from smsbox.cli.opening import config_option, json_option, moment, now, opened
from smsbox.cli.tables import print_table
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.objects.messages import Moment
    from smsbox.store import Store
    from smsbox.store.accounts import Account

ROLES = ("owner", "marketer", "manager", "technician")
"""The words of `smsbox.people.rights.Role`, which is not loaded for `--help`; a test compares them."""


@click.group()
def user() -> None:
    """Who may use the page: list, add, role, disable, enable, reset-password, reset-code, and order by SMS: phones,
    add-phone, remove-phone.

    It needs no running daemon, and no password: whoever may read the configuration may do this.
    """


@user.command("list")
@config_option
@json_option
def list_users(config_path: Path, as_json: bool) -> None:
    """List the users with their roles."""
    from smsbox.people.accounts import state
    from smsbox.people.second_factor import is_on
    from smsbox.store.accounts import everybody

    with opened(config_path) as (config, store):
        at = moment(config)
        found = everybody(store)
    if as_json:
        for each in found:
            print_json(_json(each, at))
        return
    say = speech().gettext
    rows = (
        (
            *(each.name, each.role, state(each, now()), say(N_("on") if is_on(each) else N_("off"))),
            (at(each.created_at) or "")[:10],
        )
        for each in found
    )
    print_table(N_("Users"), (N_("name"), N_("role"), N_("state"), N_("code"), N_("since")), rows)


@user.command()
@config_option
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="manager", show_default=True, help="What NAME may do.")
def add(config_path: Path, name: str, role: str) -> None:
    """Make a user; with the one-time code that is printed NAME sets a password on the page."""
    from smsbox.people import invitations
    from smsbox.people.rights import Role

    with opened(config_path, create=True) as (_, store):
        made, code = invitations.invite(store, name, Role(role), by=typist(), now=now())
    _tell_code(made.name, code)


@user.command("reset-password")
@config_option
@click.argument("name")
def reset_password(config_path: Path, name: str) -> None:
    """Void the password of NAME and print a one-time code, with which a new one is set on the page."""
    from smsbox.people import accounts, invitations

    with opened(config_path, create=True) as (_, store):
        found = accounts.named(store, name)
        code = invitations.renew(store, found.id, by=typist(), now=now())
    _tell_code(found.name, code)


@user.command("reset-code")
@config_option
@click.argument("name")
def reset_code(config_path: Path, name: str) -> None:
    """Ask NAME no code from the phone any more, because the phone is lost."""
    from smsbox.people import second_factor

    _change(config_path, name, lambda store, user_id: second_factor.switch_off(store, user_id, by=typist(), now=now()))


@user.command()
@config_option
@click.argument("name")
def disable(config_path: Path, name: str) -> None:
    """Let NAME in no more, and sign him out everywhere."""
    from smsbox.people import accounts

    _change(config_path, name, lambda store, user_id: accounts.disable(store, user_id, by=typist(), now=now()))


@user.command()
@config_option
@click.argument("name")
def enable(config_path: Path, name: str) -> None:
    """Let NAME in again."""
    from smsbox.people import accounts

    _change(config_path, name, lambda store, user_id: accounts.enable(store, user_id, by=typist(), now=now()))


@user.command("role")
@config_option
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
def set_role(config_path: Path, name: str, role: str) -> None:
    """Give NAME another role, and sign him out everywhere."""
    from smsbox.people import accounts
    from smsbox.people.rights import Role

    _change(
        config_path,
        name,
        lambda store, user_id: accounts.set_role(store, user_id, Role(role), by=typist(), now=now()),
    )


@user.command()
@config_option
@json_option
def phones(config_path: Path, as_json: bool) -> None:
    """List the telephones from which users ask and order by SMS."""
    from smsbox.people.phones import everybodys

    with opened(config_path) as (config, store):
        at = moment(config)
        found = everybodys(store)
    if as_json:
        for each in found:
            row = {"number": each.number, "name": each.name, "role": each.role}
            print_json(row | {"added_at": at(each.added_at), "confirmed_at": at(each.confirmed_at)})
        return
    say = speech().gettext
    states = {True: say(N_("May order")), False: say(N_("Has not sent its code yet"))}
    rows = ((each.number, each.name, each.role, states[each.confirmed_at is not None]) for each in found)
    print_table(N_("Orders by SMS"), (N_("number"), N_("name"), N_("role"), N_("state")), rows)


@user.command("add-phone")
@config_option
@click.argument("name")
@click.argument("number")
def add_phone(config_path: Path, name: str, number: str) -> None:
    """Let NAME order by SMS from NUMBER: it is sent a code and has to send that back."""
    from smsbox.cli.console import note
    from smsbox.outbox.doorbell import ring
    from smsbox.people import accounts
    from smsbox.subscription.staff import register

    with opened(config_path, create=True) as (config, store):
        known = register(store, config, accounts.named(store, name), number, by=typist(), now=now())
        ring(config.store.directory)
    print(known)
    note(N_("The code is on its way. Send it back from that telephone."))


@user.command("remove-phone")
@config_option
@click.argument("number")
def remove_phone(config_path: Path, number: str) -> None:
    """Take no more orders from NUMBER."""
    from smsbox.people.phones import remove
    from smsbox.sms.msisdn import parse

    with opened(config_path, create=True) as (config, store):
        known = parse(number, config.region.country)
        done = N_("changed") if remove(store, known, by=typist(), now=now()) else N_("unchanged")
    print(f"{known}\t{speech().gettext(done)}")


def _change(config_path: Path, name: str, change: Callable[[Store, int], bool]) -> None:
    """Do `change` to the user called `name` and tell whether it was one. Raises NoUser, LastOwner."""
    from smsbox.people import accounts

    with opened(config_path, create=True) as (_, store):
        found = accounts.named(store, name)
        done = N_("changed") if change(store, found.id) else N_("unchanged")
    print(f"{found.name}\t{speech().gettext(done)}")


def _tell_code(name: str, code: str) -> None:
    """Name and code for whoever reads the output, and on the error stream where it is used."""
    from smsbox.cli.console import note

    print(f"{name}\t{code}")
    note(N_("Open the page at /welcome, give this name and code, and set a password. The code works once, for 7 days."))


def _json(found: Account, at: Moment) -> dict[str, Any]:
    from smsbox.people.accounts import state
    from smsbox.people.second_factor import is_on

    return {
        "id": found.id,
        "name": found.name,
        "role": found.role,
        "state": state(found, now()),
        "code_on": is_on(found),
        "language": found.language,
        "created_at": at(found.created_at),
        "password_changed_at": at(found.password_changed_at),
    }
