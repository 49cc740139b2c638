"""What commands share at their start: the configuration, the store, the clock and how moments are written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smsbox.cli.console import note
from smsbox.clock import Micros, SystemClock, iso
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.store import Store

NOTHING_THERE = 69
"""EX_UNAVAILABLE of sysexits.h: what was asked for does not exist."""

_NOTHING_YET = N_("smsbox: nothing in {directory} yet: no message was ever queued or received")

config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(dir_okay=False, readable=False, path_type=Path),
    envvar="SMSBOX_CONFIG",
    default="/etc/smsbox/config.toml",
    show_default=True,
    help="The configuration file; also by the environment variable SMSBOX_CONFIG.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


class NoMessage(SmsboxError):
    """There is no such outgoing message. Facts: `id`."""

    key = "cli.no_message"
    exit_code = NOTHING_THERE


class Forbidden(SmsboxError):
    """This account may not use the configuration or the database. Facts: `path`, `owner`."""

    key = "cli.forbidden"
    exit_code = 77


class NoReceived(SmsboxError):
    """There is no such received message. Facts: `id`."""

    key = "cli.no_received"
    exit_code = NOTHING_THERE


class SystemRefuses(SmsboxError):
    """A file, folder or socket named on the command line cannot be used. Facts: `path`, `problem`."""

    key = "cli.system_refuses"
    exit_code = 1


def load_config(path: Path) -> Config:
    """The configuration in force: the file and what was set on the page. Raises ConfigMissing, ConfigErrors, Forbidden.

    Where the database cannot be read the file alone counts; whoever needs the database will say what is wrong with it.
    """
    from smsbox.config import in_force
    from smsbox.store.kept import Kept

    config = load_file(path)
    rows: dict[str, str] = {}
    with suppress(SmsboxError, OSError):
        store = open_store(config)
        if store is not None:
            with closing(store):
                rows = Kept(store, config.store.directory).rows()
    return in_force(path, rows) if rows else config


def load_file(path: Path, *, secrets: bool = False) -> Config:
    """The checked file alone. Raises ConfigMissing, ConfigErrors, Forbidden."""
    from smsbox.config import ConfigMissing, load

    try:
        return load(path, secrets=secrets)
    except ConfigMissing as missing:
        if isinstance(missing.__cause__, PermissionError):
            raise Forbidden(path=str(path), owner=_owner(path)) from missing
        raise


def open_store(config: Config, *, create: bool = False) -> Store | None:
    """The store, or None when there is none yet and `create` is False. Raises Forbidden and the errors of the store."""
    from smsbox.store import Store, StoreMissing

    _be_allowed(config)

    try:
        with owner_of(config.store.directory):
            return Store.open(config.store.url, create=create, check=False)
    except StoreMissing:
        return None


@contextmanager
def opened(config_path: Path, *, create: bool = False) -> Iterator[tuple[Config, Store]]:
    """The configuration and the store, for as long as a command needs them.

    Where there is no store yet one is made (`create`): whatever was named is looked for in it, and not there. Without,
    for commands that list, the command ends here, well, with a remark. Raises as `load_config` and `open_store`.
    """
    config = load_config(config_path)
    store = open_store(config, create=create)
    if store is None:
        note(_NOTHING_YET, directory=config.store.directory)
        raise click.exceptions.Exit(0)
    with closing(store):
        yield config, store


def _be_allowed(config: Config) -> None:
    """Raise Forbidden when database and folder belong to somebody else; even readers write there, into SQLite's log."""
    path = config.store.sqlite_path
    if path is None:
        return
    for each, wanted in ((path, os.R_OK | os.W_OK), (path.parent, os.W_OK | os.X_OK)):
        try:
            found = each.stat()
        except FileNotFoundError:
            continue
        except PermissionError as error:
            raise Forbidden(path=str(each), owner=_owner(each)) from error
        # What belongs to oneself and is closed all the same is no matter of accounts: the store says what it is.
        if found.st_uid != os.geteuid() and not os.access(each, wanted, effective_ids=True):
            raise Forbidden(path=str(each), owner=_owner(each))


def _owner(path: Path) -> str:
    """Whom `path`, or what it lies in, belongs to; the daemon's usual account when that cannot be seen."""
    import pwd

    for each in (path, path.parent):
        with suppress(OSError, KeyError):
            owner = pwd.getpwuid(each.stat().st_uid).pw_name
            return owner if owner != "root" else "smsbox"
    return "smsbox"


@contextmanager
def owner_of(directory: Path) -> Iterator[None]:
    """What root makes in the daemon's folder must belong to the daemon, or it could not open it afterwards."""
    owner = directory.stat() if os.geteuid() == 0 and directory.is_dir() else None
    if owner is None or owner.st_uid == 0:
        yield
        return
    os.setegid(owner.st_gid)
    os.seteuid(owner.st_uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def now() -> Micros:
    """The time, which the floors below get as an argument."""
    return SystemClock().now()


def moment(config: Config) -> Callable[[Micros | None], str | None]:
    """How moments are written: ISO 8601 with microseconds in the zone of the shop; None stays None."""
    zone = config.region.zone
    return lambda at: None if at is None else iso(at, zone)
