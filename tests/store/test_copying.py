"""Copies of a database: one state of it while it works, whole or not there, and known as copies."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox.store import Store, StoreCorrupt, copying, options
from smsbox.store.copying import CopyDiffers, NoRoomForCopy

NOW = 1_700_000_000_000_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "smsbox.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    made = Store.open(f"sqlite://{path}")
    with made.write():
        for number in range(2000):
            made.run("INSERT INTO events (at, kind, data) VALUES (?, 'x', ?)", number, "y" * 200)
    yield made
    made.close()


def left(directory: Path) -> list[str]:
    return sorted(each.name for each in directory.iterdir() if each.name.startswith("."))


def test_a_copy_is_a_database_that_knows_it_is_one(store: Store, path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    copied = copying.copy(path, target, now=NOW, box="b0x", why="hand")
    assert copying.said(target) == copied
    assert (copied.at, copied.box, copied.why, copied.rows["events"]) == (NOW, "b0x", "hand", 2000)
    assert copying.differences(target, copied) == ""
    assert options.get(store, copying.MADE) is None, "the database itself is no copy"
    assert left(tmp_path) == []
    again = Store.open(f"sqlite://{target}", create=False, check=True)
    assert again.run("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert again.run("PRAGMA page_size").fetchone()[0] == 1024
    again.close()
    assert copying.said(path) is None


def test_a_copy_of_a_copy_counts_too(store: Store, path: Path, tmp_path: Path) -> None:
    options.put(store, copying.MADE, "{}", NOW)
    copied = copying.copy(path, tmp_path / "copy.db", now=NOW)
    assert copying.differences(tmp_path / "copy.db", copied) == ""


def test_what_is_written_meanwhile_is_in_the_copy_or_not_at_all(store: Store, path: Path, tmp_path: Path) -> None:
    over = threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        while not over.is_set():
            with store.write(durable=False):
                for table in ("events", "signals"):
                    columns = "at, kind" if table == "events" else "minute, modem"
                    store.run(f"INSERT INTO {table} ({columns}) VALUES (?, 'w')", 10**9 + written)
            written += 1
        store.forget_connection()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(10):
            before = written
            copied = copying.copy(path, tmp_path / f"{number}.db", now=NOW)
            assert copied.rows["events"] - 2000 == copied.rows["signals"], "one state of the database"
            assert copied.rows["signals"] >= before - 1
    finally:
        over.set()
        writer.join()
    assert written > 10, "it went on meanwhile"


def test_no_room_is_told_before_anything_is_written(store: Store, path: Path, tmp_path: Path) -> None:
    with pytest.raises(NoRoomForCopy) as told:
        copying.copy(path, tmp_path / "copy.db", now=NOW, reserve=1 << 60)
    assert told.value.facts["needed_mb"] > told.value.facts["free_mb"] > 0
    assert not (tmp_path / "copy.db").exists() and left(tmp_path) == []


_FILLS = """
import sys
from pathlib import Path
from smsbox.store import copying
try:
    copying.copy(Path(sys.argv[1]), Path(sys.argv[2]), now=1, reserve=-(1 << 40))
except copying.NoRoomForCopy as told:
    print(told.facts["path"], told.facts["needed_mb"], told.facts["free_mb"])
"""


def test_a_disk_that_fills_up_meanwhile_is_told_by_the_name_of_the_copy(
    store: Store, path: Path, tmp_path: Path
) -> None:
    """Somebody else took the room. What is told is what to make room for, and how much is free without the half."""
    if subprocess.run(("unshare", "-m", "true"), capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    with store.write():
        store.run_many("INSERT INTO events (at, kind, data) VALUES (?, 'x', ?)", [(1, "y" * 4000)] * 1500)
    store.checkpoint(truncate=True)
    small = tmp_path / "small"
    small.mkdir()
    script = f'mount -t tmpfs -o size=3m none "{small}" && exec "$@"'
    program = (sys.executable, "-c", _FILLS, str(path), str(small / "copy.db"))
    ran = subprocess.run(
        ("unshare", "-m", "sh", "-c", script, "sh", *program), capture_output=True, text=True, check=False, timeout=300
    )
    assert ran.stdout, ran.stderr
    told, needed, free = ran.stdout.split()
    assert told == str(small / "copy.db")
    assert int(needed) >= 32 + 6 and int(free) in (2, 3), "3 MB are free once the half is gone"


def test_a_damaged_database_gives_no_copy(store: Store, path: Path, tmp_path: Path) -> None:
    store.checkpoint(truncate=True)
    store.close()
    octets = bytearray(path.read_bytes())
    octets[len(octets) // 2 : len(octets) // 2 + 4096] = b"\xff" * 4096
    path.write_bytes(octets)
    with pytest.raises((StoreCorrupt, CopyDiffers)):
        copying.copy(path, tmp_path / "copy.db", now=NOW)
    assert not (tmp_path / "copy.db").exists() and left(tmp_path) == []


def test_a_card_that_lies_is_found_out(
    store: Store, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = copying.flush

    def lies(written: Path) -> None:
        flush(written)
        if written.name.endswith(copying.PART):
            connection = sqlite3.connect(written, isolation_level=None)
            connection.execute("DELETE FROM events WHERE id = 7")
            connection.close()

    monkeypatch.setattr(copying, "flush", lies)
    (tmp_path / "copy.db").write_text("the last good one")
    with pytest.raises(CopyDiffers) as told:
        copying.copy(path, tmp_path / "copy.db", now=NOW)
    assert "events" in str(told.value.facts["problem"])
    assert (tmp_path / "copy.db").read_text() == "the last good one"
    assert left(tmp_path) == []


def test_nobody_else_may_read_it_even_while_it_is_made(
    store: Store, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes: set[int] = set()
    count = copying._counts

    def watching(connection: sqlite3.Connection) -> dict[str, int]:
        modes.update(each.stat().st_mode & 0o777 for each in tmp_path.glob(".copy.db.*"))
        return count(connection)

    monkeypatch.setattr(copying, "_counts", watching)
    mask = os.umask(0)
    try:
        copying.copy(path, tmp_path / "copy.db", now=NOW)
    finally:
        os.umask(mask)
    assert modes == {0o640} == {(tmp_path / "copy.db").stat().st_mode & 0o777}


def test_killed_in_the_middle_it_leaves_the_last_copy_and_a_part(store: Store, path: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("the last good one")
    program = (
        "import os, signal, sys; from pathlib import Path; from smsbox.store import copying\n"
        "copying._make_it_say = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "copying.copy(Path(sys.argv[1]), Path(sys.argv[2]), now=1)"
    )
    ran = subprocess.run([sys.executable, "-c", program, path, tmp_path / "copy.db"], check=False, timeout=120)
    assert ran.returncode == -signal.SIGKILL
    assert (tmp_path / "copy.db").read_text() == "the last good one"
    assert [each.endswith(copying.PART) for each in left(tmp_path)] == [True]
    assert store.run("SELECT count(*) FROM events").fetchone()[0] == 2000
    assert os.path.getsize(tmp_path / left(tmp_path)[0]) > 0
