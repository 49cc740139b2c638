"""`smsbox modems`: how each modem is, from the running daemon or as it was last known."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.console import note, print_json, print_table
from smsbox.cli.opening import config_option, json_option, load_config, open_store
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.config import Config


@click.command()
@config_option
@json_option
def modems(config_path: Path, as_json: bool) -> None:
    """List the modems: state, SIM, operator, signal, what the limits leave."""
    config = load_config(config_path)
    from smsbox.outbox.doorbell import modems as ask_daemon

    statuses = ask_daemon(config.store.directory)
    running = statuses is not None
    if statuses is None:
        statuses = _last_known(config)
        if not as_json:
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
    columns = ("name", "state", "port", "IMEI", "SIM", "operator", "signal", "reason")
    print_table("Modems", columns, (_cells(status) for status in statuses))


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
    dbm = status.get("dbm")
    signal = "" if dbm is None else f"{dbm} dBm"
    names = ("name", "state", "port", "imei", "imsi", "operator")
    plain = ("" if status.get(name) is None else str(status[name]) for name in names)
    return (*plain, signal, str(status.get("reason") or ""))
