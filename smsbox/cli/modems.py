"""`smsbox modems`: how each modem is, from the running daemon or as it was last known; pausing, resuming, accepting."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.console import misused, note, print_json, speech
from smsbox.cli.opening import NOTHING_THERE, config_option, json_option, load_config, moment, now, open_store, opened
from smsbox.cli.tables import print_table
from smsbox.cli.wanted import bound
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.store import Store
    from smsbox.store.signals import Sample


class NoModem(SmsboxError):
    """No modem of this name is configured. Facts: `name`, `known`."""

    key = "cli.no_modem"
    exit_code = NOTHING_THERE


@click.group(invoke_without_command=True)
@config_option
@json_option
@click.pass_context
def modems(context: click.Context, config_path: Path, as_json: bool) -> None:
    """List the modems: state, SIM, operator, signal, what the limits leave. Or steer one: pause, resume, accept."""
    if context.invoked_subcommand is None:
        _list(config_path, as_json)


@modems.command()
@config_option
@click.argument("names", nargs=-1, metavar="NAME…")
@click.option("--all", "everyone", is_flag=True, help="All modems.")
@click.option("--why", help="A note for the others.")
def pause(config_path: Path, names: tuple[str, ...], everyone: bool, why: str | None) -> None:
    """Send nothing more by these modems until they are resumed; they go on receiving."""
    from smsbox import fleet

    _steer(
        config_path,
        names,
        everyone,
        "modem.paused",
        lambda store, name: fleet.pause(store, name, now=now(), by_whom=account(), why=why),
    )


@modems.command()
@config_option
@click.argument("names", nargs=-1, metavar="NAME…")
@click.option("--all", "everyone", is_flag=True, help="All modems.")
def resume(config_path: Path, names: tuple[str, ...], everyone: bool) -> None:
    """Send by these modems again."""
    from smsbox import fleet

    _steer(
        config_path,
        names,
        everyone,
        "modem.resumed",
        lambda store, name: fleet.resume(store, name, now=now(), by_whom=account()),
    )


@modems.command()
@config_option
@click.argument("name")
def accept(config_path: Path, name: str) -> None:
    """Agree to send from the SIM that is now in modem NAME."""
    from smsbox import fleet

    config = load_config(config_path)
    shown = next((row.get("sim_id") for row in _statuses(config)[0] if row["name"] == name), None)
    _steer(
        config_path,
        (name,),
        False,
        "modem.sim_accepted",
        lambda store, name: fleet.accept_sim(store, name, shown, now=now(), by_whom=account()),
    )


@modems.command()
@config_option
@click.argument("name")
@click.option("--since", "since_text", default="24h", show_default=True, help="From then on: 2026-03-01, 08:00, 24h.")
@json_option
def history(config_path: Path, name: str, since_text: str, as_json: bool) -> None:
    """The field strength and registration of modem NAME, as they were every five minutes."""
    from smsbox.store import signals

    with opened(config_path) as (config, store):
        at = moment(config)
        samples = signals.history(store, name, since=bound("--since", since_text, config) or 0)
    if as_json:
        for sample in samples:
            print_json({"at": at(sample.at), "dbm": sample.dbm, "rssi": sample.rssi} | _radio(sample))
        return
    rows = (
        ((at(sample.at) or "")[:16].replace("T", " "), _dbm(sample.dbm), *_radio(sample).values()) for sample in samples
    )
    print_table(N_("Radio"), (N_("at"), N_("signal"), N_("registration"), N_("technology")), rows)


def _radio(sample: Sample) -> dict[str, str]:
    return {"registration": sample.registration or "", "technology": sample.technology or ""}


def _dbm(dbm: int | None) -> str:
    return "" if dbm is None else speech().power(dbm)


def _steer(
    config_path: Path, names: Sequence[str], everyone: bool, what: str, change: Callable[[Store, str], bool]
) -> None:
    """Do `change`, which the audit log calls `what`, for each modem, tell which were changed, and ring the daemon.
    Raises NoModem.
    """
    from smsbox.outbox.doorbell import ring

    config = load_config(config_path)
    known = [modem.name for modem in config.modems]
    chosen = known if everyone else list(names)
    if not chosen:
        raise misused(N_("Name at least one modem, or use --all."))
    for name in chosen:
        if name not in known:
            raise NoModem(name=name, known=", ".join(known))
    store = open_store(config, create=True)
    assert store is not None
    with closing(store):
        for name in chosen:
            with store.write():
                changed = change(store, name)
                if changed:
                    noted(store, what, name)
            done = N_("changed") if changed else N_("unchanged")
            print(f"{name}\t{speech().gettext(done)}")
    ring(config.store.directory)


def _statuses(config: Config) -> tuple[list[dict[str, Any]], bool]:
    """Every modem's status, and whether it is the daemon that tells it."""
    from smsbox.outbox.doorbell import modems as ask_daemon

    statuses = ask_daemon(config.store.directory)
    return (_last_known(config), False) if statuses is None else (statuses, True)


def _list(config_path: Path, as_json: bool) -> None:
    config = load_config(config_path)
    statuses, running = _statuses(config)
    if not running and not as_json:
        note(
            N_("smsbox: no daemon works in {directory}; this is how the modems were when one last did"),
            directory=config.store.directory,
        )
    for status in statuses:
        status["running"] = running
    if as_json:
        for status in statuses:
            print_json(status)
        return
    columns = (N_("name"), N_("state"), N_("port"), "IMEI", "SIM", N_("operator"), N_("signal"), N_("reason"))
    print_table(N_("Modems"), columns, (_cells(status) for status in statuses))


def _last_known(config: Config) -> list[dict[str, Any]]:
    """Every configured modem as the database remembers it; one never seen has a name, a port and `state` down."""
    from smsbox.store import modem_states

    remembered: dict[str, dict[str, Any]] = {}
    store = open_store(config)
    if store is not None:
        with closing(store):
            remembered = {name: json.loads(text) for name, (text, _) in modem_states.all(store).items()}
    never = {"state": "down", "reason": None, "imei": None, "imsi": None}
    return [
        remembered.get(modem.name, {"name": modem.name, "port": modem.port, **never}) | {"state": "down"}
        for modem in config.modems
    ]


def _cells(status: dict[str, Any]) -> tuple[str, ...]:
    from smsbox.web.modems.view import trouble

    signal = _dbm(status.get("dbm"))
    names = ("name", "state", "port", "imei", "imsi", "operator")
    plain = ("" if status.get(name) is None else str(status[name]) for name in names)
    told = trouble(status, speech())
    return (*plain, signal, told.cause if told is not None else "")
