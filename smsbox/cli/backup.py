"""`smsbox backup`, `smsbox restore`, `smsbox verify`: copies of the database made, looked through and put back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smsbox.cli.audited import noted, typist
from smsbox.cli.console import complain, escaped, note, print_json, speech
from smsbox.cli.opening import config_option, json_option, load_config, moment, now, opened, owner_of
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.backup import Restored, Result
    from smsbox.config import Config

MADE = "backup.made"
_MB = 1_000_000
_PLACES = {"folder": N_("in the folder"), "stick": N_("on the USB stick"), "server": N_("on the server")}
_NONE = N_("smsbox: no backup in {directory} yet")


class NotAgreed(SmsboxError):
    """Nobody agreed to put a backup in the place of the database. Facts: `path`."""

    key = "cli.restore_not_agreed"


@click.group()
def backup() -> None:
    """Copies of the database: now, list. One is made each night by itself."""


@backup.command("now")
@config_option
@json_option
def make(config_path: Path, as_json: bool) -> None:
    """Make a backup now: in the folder, and on stick and server where there are any. The daemon goes on working."""
    from smsbox import backup as room

    with opened(config_path) as (config, store), owner_of(config.store.directory):
        done = room.make(config, store, now())
        noted(store, MADE, done.file.name)
    if as_json:
        failed = {place: error.key for place, error in done.failed.items()}
        print_json({"file": str(done.file), "size": done.size, "there": list(done.there), "failed": failed})
    else:
        _tell(done)
    sys.exit(1 if done.failed else 0)


def _tell(done: Result) -> None:
    tr = speech()
    print(escaped(f"{done.file}  {_size(done.size)}  {', '.join(tr.gettext(_PLACES[each]) for each in done.there)}"))
    for error in done.failed.values():
        complain(error)


def _size(octets: int) -> str:
    """As a person reads it."""
    tr = speech()
    return tr.gettext(N_("{size} MB")).format(size=tr.exact(round(octets / _MB, 1)))


@backup.command("list")
@config_option
@json_option
def show(config_path: Path, as_json: bool) -> None:
    """Show the backups that can be reached from here, the newest first. What lies on the server is not asked for."""
    from smsbox import backup as room

    config = load_config(config_path)
    at, tr = moment(config), speech()
    with owner_of(config.store.directory):
        every = [each for folder in room.folders(config) for each in room.listed(folder)]
    for each in sorted(every, key=lambda one: -one.at):
        if as_json:
            print_json({"file": str(each.path), "at": at(each.at), "size": each.size})
        else:
            when = tr.full_moment(each.at, config.region.zone)
            print(escaped(f"{when}  {_size(each.size):>12}  {each.path}"))
    if not every and not as_json:
        note(_NONE, directory=config.backup.folder)


@click.command()
@config_option
@click.argument("file", metavar="FILE|latest")
@json_option
def verify(config_path: Path, file: str, as_json: bool) -> None:
    """Read a backup whole and hold it against what it says of itself: its sum, its structure, its counts."""
    from smsbox import backup as room

    config = load_config(config_path)
    with owner_of(config.store.directory):
        path = room.find(config, file)
        copied = room.verify(path)
    if as_json:
        print_json({"file": str(path), "at": moment(config)(copied.at), "schema": copied.schema, "rows": copied.rows})
        return
    tr = speech()
    when, rows = tr.full_moment(copied.at, config.region.zone), tr.number(sum(copied.rows.values()))
    print(escaped(tr.gettext(N_("{file} is whole: of {when}, {rows} rows")).format(file=path, when=when, rows=rows)))


@click.command()
@config_option
@click.option("--yes", is_flag=True, help="Do it without asking; needed where nobody can be asked.")
@click.argument("file", metavar="FILE|latest")
@json_option
def restore(config_path: Path, yes: bool, file: str, as_json: bool) -> None:
    """Put a backup in the place of the database, which steps aside and is kept. The daemon must not run.

    Nothing of it leaves by itself: what waited in it is held until you release or cancel it. Whoever left or was erased
    since stays so, as far as the present database can be read.
    """
    from smsbox import backup as room
    from smsbox.daemon.lock import OwnerLock

    config = load_config(config_path)
    with owner_of(config.store.directory):
        lock = OwnerLock(config.store.directory)
        lock.acquire()
        try:
            path = room.find(config, file)
            if not yes and not _sure(config, path):
                raise NotAgreed(path=str(path))
            done = room.restore(config, path, now(), by=typist())
        finally:
            lock.release()
    _tell_restored(config, path, done, as_json)


def _sure(config: Config, path: Path) -> bool:
    told = speech().gettext(N_("Put {file} in the place of {database}?"))
    asked = told.format(file=escaped(str(path)), database=escaped(str(config.store.sqlite_path)))
    return sys.stdin.isatty() and click.confirm(asked, default=False)


def _tell_restored(config: Config, path: Path, done: Restored, as_json: bool) -> None:
    if as_json:
        aside = str(done.aside) if done.aside else None
        counts = {"held": done.held, "settled": done.settled, "ads": done.ads, "left": done.left, "erased": done.erased}
        told = {"file": str(path), "at": moment(config)(done.copied.at), "aside": aside, "asked": done.asked}
        print_json({**told, **counts})
        return
    when = speech().full_moment(done.copied.at, config.region.zone)
    note(N_("smsbox: restored as it was on {when}"), when=when)
    if done.aside is not None:
        note(N_("smsbox: the database that was there is kept as {path}; what came in since is in it"), path=done.aside)
    note(N_("smsbox: messages that wait for your decision: {count}; smsbox outbox list --state held"), count=done.held)
    if done.asked:
        note(
            N_("smsbox: left or withdrawn since, and so not held: {settled}; who left since: {left}; erased: {erased}"),
            settled=done.settled,
            left=done.left,
            erased=done.erased,
        )
        note(N_("smsbox: offers that left since, and are known again: {count}"), count=done.ads)
    else:
        note(N_("smsbox: what happened since is not known: who left since then may be written to again. Look into it."))
