"""What commands share at their start: the configuration, the store, the clock and how moments are written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smsbox.clock import Micros, SystemClock, iso
from smsbox.errors import SmsboxError

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.store import Store

NOTHING_THERE = 69
"""EX_UNAVAILABLE of sysexits.h: what was asked for does not exist."""

config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(dir_okay=False, path_type=Path),
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


class NoReceived(SmsboxError):
    """There is no such received message. Facts: `id`."""

    key = "cli.no_received"
    exit_code = NOTHING_THERE


def load_config(path: Path, *, secrets: bool = False) -> Config:
    """The checked configuration; its warnings go to stderr. Raises ConfigMissing, ConfigErrors."""
    from smsbox.config import load

    return load(path, secrets=secrets)


def open_store(config: Config, *, create: bool = False) -> Store | None:
    """The store, or None when there is none yet and `create` is False. Raises the errors of the store."""
    from smsbox.store import Store, StoreMissing

    try:
        with _owner_of(config.store.directory):
            return Store.open(config.store.url, create=create, check=False)
    except StoreMissing:
        return None


@contextmanager
def _owner_of(directory: Path) -> Iterator[None]:
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
