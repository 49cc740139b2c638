"""Disk full, file limits, busy neighbours, kill -9: typed, rolled back as a whole, over when the cause is."""

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

from smsbox import outbox
from smsbox.outbox import Draft, State
from smsbox.store import Store, StoreBusy, StoreCorrupt, StoreFull, StoreTrouble, dialect, options

ANNA, ALLOW = "+380500000001", ["+380"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "smsbox.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite://{path}")
    yield opened
    opened.close()


def test_a_full_disk_rolls_back_and_resumes(store: Store) -> None:
    pages = store.run("PRAGMA page_count").fetchone()[0]
    store.run(f"PRAGMA max_page_count = {pages + 5}")
    drafts = [Draft(ANNA, "Добрий день! " * 5)] * 200
    with pytest.raises(StoreFull) as full:
        outbox.submit(store, drafts, now=1, allow=ALLOW)
    assert full.value.retryable
    assert outbox.counts(store).messages == {}
    assert outbox.messages(store) == []
    store.run("PRAGMA max_page_count = 1000000")
    assert len(outbox.submit(store, drafts, now=1, allow=ALLOW)) == 200
    assert outbox.counts(store).of(State.QUEUED) == 200


def test_a_file_that_may_not_grow(path: Path) -> None:
    """The real thing, in a process of its own: write(2) fails in the middle of a commit."""
    done = run(
        """
        import resource, signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        store = Store.open(url)
        ids = outbox.submit(store, [Draft(ANNA, "x" * 100)] * 20, now=1, allow=ALLOW)
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, hard))
        try:
            while True:
                ids += outbox.submit(store, [Draft(ANNA, "x" * 100)] * 20, now=1, allow=ALLOW)
        except StoreTrouble as trouble:
            assert trouble.retryable, trouble
        assert outbox.counts(store).of(State.QUEUED) == len(ids)
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        ids += outbox.submit(store, [Draft(ANNA, "x" * 100)] * 20, now=1, allow=ALLOW)
        assert len(outbox.messages(store, limit=10_000)) == len(ids)
        """,
        path,
    )
    assert done.returncode == 0, done.stderr


def test_kill_9_after_the_commit_loses_nothing_and_before_it_keeps_nothing(path: Path) -> None:
    done = run(
        """
        store = Store.open(url)
        outbox.submit(store, [Draft(ANNA, "x")] * 3, now=1, allow=ALLOW)
        with store.write():
            outbox.submit(store, [Draft(ANNA, "y")], now=1, allow=ALLOW)
            os.kill(os.getpid(), 9)
        """,
        path,
    )
    assert done.returncode == -signal.SIGKILL
    store = Store.open(f"sqlite://{path}")
    assert [view.text for view in outbox.messages(store)] == ["x"] * 3
    assert outbox.counts(store).of(State.QUEUED) == 3
    store.close()


def run(script: str, path: Path) -> subprocess.CompletedProcess[str]:
    lines = [
        "import os",
        "from smsbox import outbox",
        "from smsbox.outbox import Draft, State",
        "from smsbox.store import Store, StoreTrouble",
        f"url, ANNA, ALLOW = 'sqlite://{path}', {ANNA!r}, {ALLOW!r}",
        *(line.removeprefix("        ") for line in script.splitlines()),
    ]
    root = Path(__file__).parents[2]
    return subprocess.run([sys.executable, "-c", "\n".join(lines)], cwd=root, capture_output=True, text=True)


def test_a_neighbour_that_keeps_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialect, "BUSY_SECONDS", 0.2)
    store = Store.open(f"sqlite://{path}")
    neighbour = sqlite3.connect(path, isolation_level=None)
    neighbour.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy) as busy:
        options.put(store, "a", "1", 1)
    assert busy.value.retryable
    neighbour.execute("COMMIT")
    neighbour.close()
    options.put(store, "a", "1", 1)
    store.close()


def test_an_unlinked_directory_is_trouble_not_a_crash(store: Store) -> None:
    with pytest.raises(StoreTrouble):
        store.run("SELECT * FROM no_such_table")
    store.ping()


def test_commits_are_flushed_unless_told_otherwise(store: Store) -> None:
    def synchronous() -> int:
        return int(store.run("PRAGMA synchronous").fetchone()[0])

    with store.write():
        assert synchronous() == 2
    with store.write(durable=False):
        assert synchronous() == 1
        with store.write():
            assert synchronous() == 1, "an inner block joins the outer one"
    with store.write():
        assert synchronous() == 2


def test_only_the_checkpoint_empties_the_log(store: Store) -> None:
    outbox.submit(store, [Draft(ANNA, "x" * 150)] * 3000, now=1, allow=ALLOW)
    grown = store.log_bytes()
    assert grown > 500_000
    assert store.checkpoint()
    assert store.log_bytes() == 0
    options.put(store, "a", "1", 1)
    assert 0 < store.log_bytes() < 100_000
    assert store.checkpoint(truncate=True)
    assert os.stat(store.dialect.label + "-wal").st_size == 0


def test_a_reader_in_the_way_of_a_checkpoint_is_no_trouble(store: Store) -> None:
    inside, finish = threading.Event(), threading.Event()

    def read() -> None:
        with store.read():
            outbox.messages(store)
            inside.set()
            finish.wait(10)
        store.forget_connection()

    thread = threading.Thread(target=read)
    thread.start()
    inside.wait(10)
    options.put(store, "a", "1", 1)
    assert not store.checkpoint()
    finish.set()
    thread.join()
    assert store.checkpoint()


def test_each_thread_has_its_own_connection(store: Store) -> None:
    seen: list[int] = []

    def look() -> None:
        seen.append(id(store.database.connection()))
        store.forget_connection()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen != [id(store.database.connection())]


def test_damage_that_shows_while_rows_are_fetched_is_typed_too(tmp_path: Path) -> None:
    store = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    for name in ("k", "l"):  # the first row is read by execute, the others by fetching
        store.run("INSERT INTO settings (key, value, at) VALUES (?, CAST(x'ff41' AS TEXT), 1)", name)
    for fetch in (lambda rows: rows.fetchone(), lambda rows: rows.fetchall(), list):
        with pytest.raises(StoreCorrupt):
            fetch(store.run("SELECT key, value FROM settings"))
        assert store.dialect.damaged
        store.dialect.damaged = False
    with pytest.raises(StoreCorrupt):
        options.everything(store)
    store.close()
