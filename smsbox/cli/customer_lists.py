"""`smsbox customers tags`, `doubles` and `imports`: what is known of all of them together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smsbox.cli.console import print_json, speech
from smsbox.cli.opening import config_option, json_option, moment, now, opened
from smsbox.cli.reading import limit_option, shown_limit
from smsbox.cli.tables import print_table
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.contacts import Doubles
    from smsbox.store import Store


@click.command()
@config_option
@json_option
def tags(config_path: Path, as_json: bool) -> None:
    """List the tags and the names of the fields that customers have."""
    from smsbox import contacts

    with opened(config_path) as (_, store):
        found = [("tag", each) for each in contacts.tags(store)]
        found += [("field", each) for each in contacts.field_names(store)]
    if as_json:
        for kind, name in found:
            print_json({"kind": kind, "name": name})
        return
    words = {"tag": N_("tag"), "field": N_("field")}
    rows = ((speech().gettext(words[kind]), name) for kind, name in found)
    print_table(N_("Tags and fields"), (N_("kind"), N_("name")), rows)


@click.command()
@config_option
@limit_option
@json_option
def doubles(config_path: Path, limit: int | None, as_json: bool) -> None:
    """List customers who may be one person: of the same name. `merge` makes one of two."""
    with opened(config_path) as (_, store):
        found = list(islice(_groups(store), shown_limit(limit, as_json)))
    if as_json:
        for each in found:
            people = [{"id": one.id, "number": one.number, "birthday": one.birthday} for one in each.people]
            print_json({"name": each.people[0].name, "alike": each.alike, "customers": people})
        return
    say = speech().gettext
    rows = (
        (say(N_("yes") if each.alike else N_("no")), ", ".join(f"{one.id} ({one.number})" for one in each.people))
        for each in found
    )
    print_table(N_("Doubles"), (N_("alike"), N_("customers")), rows)


def _groups(store: Store) -> Iterator[Doubles]:
    from smsbox import contacts

    place: str | None = ""
    while place is not None:
        look = contacts.doubles(store, after=place)
        yield from look.groups
        place = look.place


@click.command()
@config_option
@limit_option
@json_option
def imports(config_path: Path, limit: int | None, as_json: bool) -> None:
    """List imports, the newest first: how far each is, what came of it, and until when it can be put back."""
    from smsbox.intake.imports import UNDO_FOR, newest

    with opened(config_path) as (config, store):
        found = newest(store, shown_limit(limit, as_json) or 1_000_000)
    at, this_moment = moment(config), now()
    if as_json:
        for each in found:
            until = at(each.ended_at + UNDO_FOR) if each.ended_at is not None and each.undoable(this_moment) else None
            names = ("total", "added", "changed", "same", "bad", "agreed", "stayed", "undone")
            row = {"id": each.id, "name": each.name, "state": each.stage.name.lower(), "by": each.by_whom}
            counts = {name: getattr(each, name) for name in names}
            print_json(row | counts | {"made_at": at(each.made_at), "ended_at": at(each.ended_at), "undo_until": until})
        return
    rows = (
        (
            *(str(each.id), (at(each.made_at) or "")[:16].replace("T", " "), each.stage.name.lower()),
            *(str(each.total), str(each.added), str(each.changed), str(each.bad), each.name),
        )
        for each in found
    )
    columns = ("id", N_("at"), N_("state"), N_("rows"), N_("new"), N_("changed"), N_("bad"), N_("name"))
    print_table(N_("Imports"), columns, rows)
