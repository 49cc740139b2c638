"""`smsbox settings`: what is in force, what differs from the defaults, and changing it as the page does."""

from __future__ import annotations

import errno
import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.audited import account
from smsbox.cli.console import misused, note, print_json, speech
from smsbox.cli.opening import (
    NOTHING_THERE,
    SystemRefuses,
    config_option,
    json_option,
    load_config,
    load_file,
    moment,
    now,
    open_store,
)
from smsbox.cli.tables import print_table
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.config import Config


_PAGE_TRIED = N_("smsbox: sign in at the new address of the page before {time}, or the old one comes back by itself")
_MODEM_TRIED = N_("smsbox: modem {name} is tried until {time}; if it is not ready by then, the old settings come back")


class NoSetting(SmsboxError):
    """There is no such setting. Facts: `name`."""

    key = "settings.none"
    exit_code = NOTHING_THERE


@click.group()
def settings() -> None:
    """Show the settings in force, or change those that the configuration file leaves open."""


@settings.command("list")
@config_option
@json_option
@click.argument("area", default="")
def list_(config_path: Path, area: str, as_json: bool) -> None:
    """List the settings of all areas, or of AREA: sending, routing, modem.main, …"""
    _print(load_config(config_path), area, as_json, only_set=False)


@settings.command()
@config_option
@json_option
@click.argument("area", default="")
def diff(config_path: Path, area: str, as_json: bool) -> None:
    """List the settings that differ from the default, and who has set them."""
    _print(load_config(config_path), area, as_json, only_set=True)


@settings.command("set")
@config_option
@json_option
@click.argument("assignments", nargs=-1, required=True, metavar="KEY=VALUE…")
def set_(config_path: Path, assignments: tuple[str, ...], as_json: bool) -> None:
    """Set KEY to VALUE, live when the daemon runs. Lists are separated by commas."""
    changes: dict[str, object] = {}
    country = load_config(config_path).region.country
    for text in assignments:
        key, equals, value = text.partition("=")
        if not equals:
            raise misused(N_("Write KEY=VALUE, such as sending.gap=2"))
        changes[key] = _read(key, value, country)
    _change(config_path, changes, as_json)


@settings.command()
@config_option
@json_option
@click.argument("keys", nargs=-1, required=True, metavar="KEY…")
def unset(config_path: Path, keys: tuple[str, ...], as_json: bool) -> None:
    """Leave KEY to its default again; modem.NAME takes away a modem that was added on the page."""
    _change(config_path, dict.fromkeys(keys), as_json)


def _read(key: str, text: str, country: str) -> object:
    """The value of `text` in the form the file uses. Raises NoSetting, SettingsRefused."""
    from smsbox.config.checks import Wrong, allowed
    from smsbox.config.problems import Problem
    from smsbox.config.typed import from_text
    from smsbox.settings import Kind, declaration
    from smsbox.web.settings.desk import SettingsRefused

    setting = declaration(key)
    if setting is None:
        raise NoSetting(name=key)
    try:
        value = from_text(setting, text, country)
    except Wrong as wrong:
        raise SettingsRefused([Problem(key, None, wrong.said, allowed(setting), wrong.nearest)]) from None
    if setting.kind is Kind.FRACTION and isinstance(value, float) and "%" not in text:
        return round(100 * value, 12)  # 0.02 without its sign is here what it is in the file
    return value


def _change(config_path: Path, changes: dict[str, object], as_json: bool) -> None:
    """Through the daemon when one works, else directly."""
    config = load_file(config_path)
    made = _by_daemon(config, changes)
    if made is None:
        made = _directly(config, changes)
    if as_json:
        for row in made:
            print_json(row)
        return
    columns = (N_("setting"), N_("before"), N_("now"))
    print_table(
        N_("Changed"),
        columns,
        ((row["key"], *(_told(row["key"], row[each]) for each in ("before", "after"))) for row in made),
    )
    _tell_trials(config)


def _tell_trials(config: Config) -> None:
    """What has to prove itself now, and until when."""
    from smsbox.daemon import trials
    from smsbox.store.kept import Kept
    from smsbox.web.settings.desk import PAGE

    store = open_store(config)
    if store is None:
        return
    with closing(store):
        found = trials.under_way(Kept(store, config.store.directory))
    for trial, _ in found:
        until = (moment(config)(trial.until) or "")[11:19]
        said = _PAGE_TRIED if trial.subject == PAGE else _MODEM_TRIED
        note(said, name=trial.subject.removeprefix("modem."), time=until)


def _by_daemon(config: Config, changes: dict[str, object]) -> list[dict[str, Any]] | None:
    """What the daemon has changed, None when none works here."""
    from smsbox.cli.desk import DaemonRefuses, Told
    from smsbox.outbox.doorbell import Talk

    try:
        talk = Talk(config.store.directory)
    except PermissionError as error:
        raise DaemonRefuses(directory=config.store.directory) from error
    except OSError:
        return None
    asked: list[dict[str, Any]] = [{"do": "settings", "by": account()}]
    asked += [{"key": key, "value": value} for key, value in changes.items()]
    with talk:
        for each in (*asked, {"apply": True}):
            try:
                answer = talk.ask(each)
            except (OSError, ValueError):
                answer = None
            if answer is None:  # it went away in the middle: nobody knows, so nothing is done behind its back
                raise SystemRefuses(path=config.store.directory, problem=os.strerror(errno.ECONNRESET))
            if "error" in answer:
                raise Told(answer["error"])
    assert answer is not None
    return list(answer["changed"])


def _directly(config: Config, changes: dict[str, object]) -> list[dict[str, Any]]:
    from smsbox.clock import SystemClock
    from smsbox.daemon.configuration import Configuration
    from smsbox.people import audit
    from smsbox.people.audit import Actor
    from smsbox.store.kept import Kept

    store = open_store(config, create=True)
    assert store is not None
    with closing(store):
        made = Configuration(config, Kept(store, config.store.directory), SystemClock()).apply(
            changes, by=Actor(account(), audit.CONSOLE), now=now()
        )
    return [{"key": each.key, "before": each.before, "after": each.after} for each in made]


def _print(config: Config, area: str, as_json: bool, *, only_set: bool) -> None:
    for each in config.ignored:
        note("smsbox: {said}", said=each.sentence.told(speech()))
    rows = [row for row in _rows(config) if not area or row["key"].rpartition(".")[0] == area]
    if area and not rows:
        raise NoSetting(name=area)
    rows = [row for row in rows if not only_set or (row["source"] != "default" and row["value"] != row["default"])]
    if as_json:
        for row in rows:
            print_json(row)
        return
    columns = (N_("setting"), N_("value"), N_("default"), N_("set by"))
    cells = (
        (row["key"], *(_told(row["key"], row[each]) for each in ("value", "default")), _source(config, row))
        for row in rows
    )
    print_table(N_("Settings"), columns, cells)


def _rows(config: Config) -> list[dict[str, Any]]:
    from smsbox.settings import SECTIONS, keys_of

    places = [(each.name, each.name) for each in SECTIONS if not each.many]
    places += [("modem", f"modem.{modem.name}") for modem in config.modems]
    rows = []
    for section, place in places:
        for name, setting in keys_of(section).items():
            key = f"{place}.{name}"
            default = list(setting.default) if isinstance(setting.default, tuple) else setting.default
            source = "file" if key in config.locked else "page" if key in config.written else "default"
            row = {"key": key, "value": config.written.get(key, default), "default": default, "source": source}
            rows.append(row | {"line": config.locked.get(key)})
    return rows


def _told(key: str, value: object) -> str:
    """A value as a person reads it."""
    from smsbox.settings import Kind, declaration, per_cent

    setting = declaration(key)
    if setting is not None and setting.kind is Kind.FRACTION and isinstance(value, (int, float)):
        return per_cent(value)
    return "" if value is None else ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _source(config: Config, row: dict[str, Any]) -> str:
    if row["source"] == "file":
        return speech().gettext(N_("config.toml, line {line}")).format(line=row["line"])
    return speech().gettext(N_("page")) if row["source"] == "page" else ""
