"""`smsbox modems` and the doorbell: what a running daemon says comes first, what was last known second."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from smsbox.daemon.doorbell import Doorbell
from smsbox.outbox.doorbell import NAME
from smsbox.store import Store, modem_states
from tests.cli.conftest import Run

STATUS = {
    "name": "main",
    "state": "ready",
    "port": "/dev/ttyUSB0",
    "imei": "350000000000006",
    "imsi": "255010000000001",
    "operator": "SAMPLE \x1b[2J",
    "dbm": -71,
    "smsc": "+380500000000",
}


class TestWhileADaemonRuns:
    def test_its_word_counts(self, run: Run, config: Path) -> None:
        bell = Doorbell(config.parent / NAME, wake=lambda: None, statuses=lambda: [STATUS])
        bell.open()
        bell.start()
        try:
            assert run("modems", "--json").rows == [STATUS | {"running": True}]
            ran = run("modems")
            assert "SAMPLE \\x1b[2J\t-71 dBm" in ran.out
            assert ran.err == ""
        finally:
            bell.close()

    def test_what_is_queued_wakes_it(self, run: Run, config: Path) -> None:
        rung = threading.Event()
        bell = Doorbell(config.parent / NAME, wake=rung.set, statuses=list)
        bell.open()
        bell.start()
        try:
            for command in ("send --to 0500000001 --text x", "outbox hold 1", "outbox release 1"):
                rung.clear()
                assert run(*command.split()).code == 0
                assert rung.wait(60), command
        finally:
            bell.close()


def test_without_a_daemon_the_last_word_counts_and_nothing_is_called_ready(run: Run, config: Path) -> None:
    store = Store.open(f"sqlite://{config.parent}/smsbox.db")
    modem_states.save(store, "main", json.dumps(STATUS), 1)
    modem_states.save(store, "gone", json.dumps(STATUS | {"name": "gone"}), 1)
    store.close()
    ran = run("modems", "--json")
    assert ran.rows == [STATUS | {"state": "down", "running": False}]
    assert "no daemon works" in run("modems").err


def test_a_modem_never_seen(run: Run) -> None:
    (row,) = run("modems", "--json").rows
    assert (row["name"], row["state"], row["running"], row["imei"]) == ("main", "down", False, None)
