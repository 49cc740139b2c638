"""The hold on the database outlives every look at it: no other process may take the log for abandoned."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from smsbox.store.db import Store

DEAD_MANS_SWITCH = 128  # sqlite.org/walformat.html 2.3.1: held shared by everybody who has the log open
TRY = f"""
import fcntl, sys
with open(sys.argv[1], "r+b") as index:
    try:
        fcntl.lockf(index, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, {DEAD_MANS_SWITCH})
    except OSError:
        print("held")
    else:
        print("abandoned")
"""


def seen_from_outside(database: Path) -> str:
    """What the next process that opens the database believes about those who have it open."""
    index = database.with_name(database.name + "-shm")
    return subprocess.run(
        [sys.executable, "-c", TRY, str(index)], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_measuring_the_log_keeps_the_locks(tmp_path: Path) -> None:
    database = tmp_path / "smsbox.db"
    store = Store.open(f"sqlite://{database}")
    try:
        store.ping()
        assert seen_from_outside(database) == "held"
        store.log_bytes()
        assert seen_from_outside(database) == "held"
    finally:
        store.close()
