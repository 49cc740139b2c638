"""A log left by a crash: what SQLite would drop of it in silence is counted, told, or refused."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from smsbox.store import Store, StoreCorrupt, options
from smsbox.store.opening import LOST_COMMITS
from smsbox.store.wal import PLAUSIBLE, UNFLUSHED_AT_MOST, abandoned, broken_off

PAGE = 1024
FRAME = 24 + PAGE


def grown(path: Path, commits: int) -> sqlite3.Connection:
    """A database whose log holds `commits` commits and the table; the connection keeps the log there."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in (f"page_size = {PAGE}", "journal_mode = WAL", "wal_autocheckpoint = 0"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE t (x)")
    write(connection, commits)
    return connection


def write(connection: sqlite3.Connection, commits: int) -> None:
    for number in range(commits):
        connection.execute("INSERT INTO t VALUES (?)", (f"{number} ".encode() * 50,))


def log_of(path: Path) -> bytes:
    return path.with_name(path.name + "-wal").read_bytes()


def frames(log: bytes) -> int:
    return (len(log) - 32) // FRAME


def test_a_sound_log_has_lost_nothing(tmp_path: Path) -> None:
    connection = grown(tmp_path / "a.db", 30)
    assert broken_off(log_of(tmp_path / "a.db")) == 0
    connection.execute("PRAGMA wal_checkpoint(RESTART)")
    write(connection, 5)
    assert broken_off(log_of(tmp_path / "a.db")) == 0, "what stands behind it is of an older generation"
    connection.close()


def test_a_log_without_frames_has_lost_nothing() -> None:
    for log in (b"", b"\0" * 32, b"\x37\x7f\x06\x82" + b"\0" * 28):
        assert broken_off(log) == 0


def test_what_a_rolled_back_transaction_left_is_no_loss(tmp_path: Path) -> None:
    connection = grown(tmp_path / "a.db", 10)
    connection.execute("PRAGMA cache_size = 10")
    connection.execute("BEGIN")
    write(connection, 500)
    connection.execute("ROLLBACK")
    write(connection, 1)
    assert broken_off(log_of(tmp_path / "a.db")) == 0
    connection.close()


def test_every_flipped_bit_is_seen_and_what_stands_behind_it_counted(tmp_path: Path) -> None:
    connection = grown(tmp_path / "a.db", 60)
    log, dice = log_of(tmp_path / "a.db"), random.Random(1)
    connection.close()
    commits = {place: int.from_bytes(log[32 + place * FRAME + 4 :][:4]) > 0 for place in range(frames(log))}
    for _ in range(300):
        place = dice.randrange(len(log))
        flipped = bytearray(log)
        flipped[place] ^= 1 << dice.randrange(8)
        found = broken_off(bytes(flipped))
        first = max(0, place - 32) // FRAME
        behind = sum(commits[each] for each in range(first + 1, frames(log)))
        assert max(1, behind) <= found <= behind + 2, place


def test_zeros_at_the_end_are_seen(tmp_path: Path) -> None:
    connection = grown(tmp_path / "a.db", 20)
    log = log_of(tmp_path / "a.db")
    connection.close()
    assert broken_off(log[: -2 * FRAME] + bytes(2 * FRAME)) == 2
    assert broken_off(log + bytes(90 * FRAME)) <= PLAUSIBLE, "a power cut may leave as many"


def test_a_power_cut_among_large_commits_is_no_damage(tmp_path: Path) -> None:
    connection = grown(tmp_path / "a.db", 3)
    flushed, dice = len(log_of(tmp_path / "a.db")), random.Random(1)
    for pages in (*[12] * UNFLUSHED_AT_MOST, 400):
        connection.execute("INSERT INTO t VALUES (?)", (bytes([pages % 256]) * PAGE * pages,))
    log = log_of(tmp_path / "a.db")
    connection.close()
    for _ in range(100):
        cut = bytearray(log)
        for sector in range(-(-flushed // 512) * 512, len(log), 512):
            if dice.random() < 0.5:
                cut[sector : sector + 512] = bytes(len(cut[sector : sector + 512]))
        assert 1 <= broken_off(bytes(cut)) <= PLAUSIBLE


def store_with_a_log(tmp_path: Path, commits: int) -> Path:
    """A store whose program died with `commits` commits in the log."""
    path = tmp_path / "smsbox.db"
    store = Store.open(f"sqlite://{path}")
    for number in range(commits):
        options.put(store, f"key {number}", "value", 1)
    folder = tmp_path / "dead"
    folder.mkdir()
    for each in tmp_path.glob("smsbox.db*"):
        shutil.copy(each, folder)
    store.close()
    return folder / "smsbox.db"


def flip(path: Path, frame: int) -> None:
    log = bytearray(log_of(path))
    log[32 + frame * FRAME + 500] ^= 1
    path.with_name(path.name + "-wal").write_bytes(log)


def test_a_log_with_much_behind_the_damage_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    path = store_with_a_log(tmp_path, 40)
    flip(path, 3)
    before = path.read_bytes(), log_of(path)
    with pytest.raises(StoreCorrupt) as caught:
        Store.open(f"sqlite://{path}")
    assert caught.value.exit_code == 78
    assert (path.read_bytes(), log_of(path)) == before


def test_a_page_that_is_damaged_is_refused_and_the_log_stays_too(tmp_path: Path) -> None:
    path = store_with_a_log(tmp_path, 5)
    content = bytearray(path.read_bytes())
    content[PAGE * 4 : PAGE * 6] = b"\xff" * 2 * PAGE
    path.write_bytes(content)
    before = path.read_bytes(), log_of(path)
    with pytest.raises(StoreCorrupt):
        Store.open(f"sqlite://{path}")
    assert (path.read_bytes(), log_of(path)) == before


def test_a_log_broken_as_by_a_power_cut_is_opened_and_the_loss_remembered(tmp_path: Path) -> None:
    path = store_with_a_log(tmp_path, 20)
    flip(path, frames(log_of(path)) - 3)
    for turn in range(2):
        store = Store.open(f"sqlite://{path}")
        try:
            assert 1 <= int(options.get(store, LOST_COMMITS) or 0) <= PLAUSIBLE, turn
        finally:
            store.close()


def test_a_log_somebody_works_on_is_not_judged(tmp_path: Path) -> None:
    path = tmp_path / "smsbox.db"
    store = Store.open(f"sqlite://{path}")
    store.ping()
    assert not abandoned(path), "we have it open ourselves"
    ask = "from pathlib import Path; from smsbox.store.wal import abandoned; print(abandoned(Path(sys.argv[1])))"
    seen = [sys.executable, "-c", f"import sys; {ask}", str(path)]
    assert subprocess.run(seen, capture_output=True, text=True, check=True).stdout.strip() == "False"
    store.close()
    assert subprocess.run(seen, capture_output=True, text=True, check=True).stdout.strip() == "True"


def test_only_so_many_commits_wait_for_a_flush(tmp_path: Path) -> None:
    store = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    levels = []
    for _ in range(2 * UNFLUSHED_AT_MOST + 4):
        with store.write(durable=False):
            levels.append(store.run("PRAGMA synchronous").fetchone()[0])
    store.close()
    waiting = "".join("f" if level == 2 else "-" for level in levels).split("f")
    assert len(waiting) >= 3
    assert max(map(len, waiting)) == UNFLUSHED_AT_MOST


def test_no_more_wait_for_a_flush_when_many_write_at_once(tmp_path: Path) -> None:
    """Each asks in its turn: a box refused its own log after a power cut, since five had asked before."""
    store = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    levels: list[int] = []

    def write_one() -> None:
        with store.write(durable=False):
            levels.append(store.run("PRAGMA synchronous").fetchone()[0])
        store.forget_connection()

    for _ in range(UNFLUSHED_AT_MOST):
        levels.clear()
        with store.write():
            pass
        for _ in range(UNFLUSHED_AT_MOST - 1):
            write_one()
        others = [threading.Thread(target=write_one) for _ in range(5)]
        with store.write(durable=False):
            for each in others:
                before = store.turns.waits
                each.start()
                while store.turns.waits == before:
                    time.sleep(0.001)
        for each in others:
            each.join()
        assert levels == [1] * (UNFLUSHED_AT_MOST - 1) + [2] + [1] * (len(others) - 1)
    store.close()
