"""Commits that share a flush: each returns when the log was flushed as far as it, and not before; one flush for all who
wait.
"""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox.store import Store, options
from smsbox.store.log import Log
from smsbox.store.troubles import StoreIoError
from smsbox.store.wal import UNFLUSHED_AT_MOST
from tests.patience import until


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    with opened.write():
        options.put(opened, "first", "1", 1)
    yield opened
    opened.close()


class Disk:
    """Notes what was in the log at each flush; `shut` lets none end."""

    def __init__(self, path: Path, patch: pytest.MonkeyPatch) -> None:
        self.lengths: list[bytes] = []
        self.open = threading.Event()
        self.open.set()
        self.begun = 0
        self._path, self._flush = path, os.fdatasync
        patch.setattr(os, "fdatasync", self._flushed)

    def _flushed(self, file: int) -> None:
        self.begun += 1
        assert os.fstat(file).st_ino == self._path.stat().st_ino, "the log there is, not one that was"
        self.lengths.append(self._path.read_bytes())
        assert self.open.wait(60)
        self._flush(file)


@pytest.fixture
def disk(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(tmp_path / "smsbox.db-wal", monkeypatch)


def put(store: Store, key: str) -> None:
    with store.write(together=True):
        options.put(store, key, f"value of {key}", 1)


def test_it_is_flushed_after_the_commit_and_before_anybody_is_told(store: Store, disk: Disk) -> None:
    put(store, "a")
    assert len(disk.lengths) == 1 and b"value of a" in disk.lengths[0]
    put(store, "b")
    assert len(disk.lengths) == 2 and b"value of b" in disk.lengths[1]


def test_sqlite_itself_does_not_flush_it_but_where_too_many_would_wait(store: Store, disk: Disk) -> None:
    levels = []
    for place in range(2 * (UNFLUSHED_AT_MOST + 1)):
        with store.write(together=True):
            levels.append(store.run("PRAGMA synchronous").fetchone()[0])
            options.put(store, "x", str(place), 1)
    assert levels == ([1] * UNFLUSHED_AT_MOST + [2]) * 2
    assert len(disk.lengths) == 2 * UNFLUSHED_AT_MOST, "the others SQLite has flushed"


def test_who_waits_together_shares_a_flush(store: Store, disk: Disk) -> None:
    disk.open.clear()
    told: list[int] = []

    def work(place: int) -> None:
        put(store, f"key-{place}")
        told.append(place)
        store.forget_connection()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(5)]
    threads[0].start()
    until(lambda: disk.begun == 1)
    for each in threads[1:]:
        each.start()
    until(lambda: all(options.get(store, f"key-{place}") for place in range(5)), what="others see all of them")
    assert told == [], "nobody is told before it is on the disk"
    disk.open.set()
    for each in threads:
        each.join()
    assert sorted(told) == list(range(5))
    assert len(disk.lengths) == 2, "one for the first, one for all who came meanwhile"
    assert all(f"value of key-{place}".encode() in disk.lengths[1] for place in range(5))


def test_a_flush_that_fails_is_told_and_tried_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, ill = os.fdatasync, [True]

    def flush(file: int) -> None:
        if ill.pop():
            raise OSError(errno.EIO, "Input/output error")
        whole(file)

    monkeypatch.setattr(os, "fdatasync", flush)
    with pytest.raises(StoreIoError) as trouble:
        put(store, "a")
    assert trouble.value.retryable
    ill.append(False)
    put(store, "a")
    assert ill == []


def test_whoever_waited_for_a_flush_that_failed_hears_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel tells it once: the next flush of the same file succeeds, and what was lost stays lost."""
    (tmp_path / "a-wal").touch()
    log, ill = Log(str(tmp_path / "a")), [True]

    def flush(file: int) -> None:
        if ill and ill.pop():
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", flush)
    early, first, second = log.commit(), log.commit(), log.commit()
    for each in (first, second, early):
        with pytest.raises(StoreIoError):
            log.flush(each)
    later = log.commit()
    log.flush(later)
    for each in (second, early):
        with pytest.raises(StoreIoError):
            log.flush(each)
    log.flush(later)
    log.close()


def test_what_raises_is_kept_by_none_and_flushes_nothing(store: Store, disk: Disk) -> None:
    with pytest.raises(ZeroDivisionError), store.write(together=True):
        options.put(store, "a", "1", 1)
        raise ZeroDivisionError
    assert options.get(store, "a") is None and disk.lengths == []


def test_within_another_transaction_that_one_decides(store: Store, disk: Disk) -> None:
    with store.write():
        put(store, "a")
    assert disk.lengths == [], "SQLite has flushed it"
    with store.write(together=True), store.write():
        options.put(store, "b", "1", 1)
    assert len(disk.lengths) == 1


def test_a_log_that_was_made_anew_is_the_one_that_is_flushed(store: Store, disk: Disk) -> None:
    put(store, "a")
    store.forget_connection()  # the last one: SQLite takes the log away
    put(store, "b")
    assert len(disk.lengths) == 2 and b"value of b" in disk.lengths[1]
