"""Away and back: a process that slept blames nobody, a database that was taken away is noticed."""

from __future__ import annotations

import os
from pathlib import Path

from smsbox.clock import SECOND
from smsbox.daemon.custody import Custody
from smsbox.daemon.heartbeats import Heartbeats
from smsbox.store import Store

NOW = 1_790_000_000 * SECOND


def test_forgiven_loops_have_their_time_anew() -> None:
    now = [1000.0]
    hearts = Heartbeats(lambda: now[0])
    hearts.register("relay", 10)
    now[0] += 90
    assert hearts.late() == ["relay"]
    hearts.forgive()
    assert hearts.late() == []
    now[0] += 11
    assert hearts.late() == ["relay"]


def test_replaced_database_is_noticed_and_rescued(tmp_path: Path) -> None:
    path = tmp_path / "smsbox.db"
    store = Store.open(f"sqlite://{path}")
    custody = Custody(store)
    assert custody.in_place()
    os.rename(path, tmp_path / "elsewhere.db")
    assert not custody.in_place()
    rescued = Store.open(f"sqlite://{custody.rescue(NOW)}", create=False)
    assert rescued.run("SELECT count(*) FROM messages").fetchone()[0] == 0
    rescued.close()
    store.close()
