"""Opening a store: what is not ours stays untouched, what is damaged is named, what is new is made whole."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from smsbox.store import (
    BadStoreUrl,
    Store,
    StoreCorrupt,
    StoreForeign,
    StoreMissing,
    StoreNewer,
    StoreUnusable,
    opening,
    options,
)
from smsbox.store.migrations import MIGRATIONS


def url(path: Path) -> str:
    return f"sqlite://{path}"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "smsbox.db"


def made(path: Path) -> Path:
    Store.open(url(path)).close()
    return path


def refused(path: Path, error: type[StoreUnusable]) -> StoreUnusable:
    """Opening raises `error` and changes not an octet."""
    before = path.read_bytes()
    others = sorted(path.parent.iterdir())
    with pytest.raises(error) as raised:
        Store.open(url(path))
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == others
    assert raised.value.exit_code == 78
    return raised.value


def test_a_new_store(path: Path) -> None:
    store = Store.open(url(path))
    assert store.run("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert store.run("PRAGMA page_size").fetchone()[0] == opening.PAGE_SIZE
    assert store.run("PRAGMA synchronous").fetchone()[0] == 2
    assert store.run("PRAGMA wal_autocheckpoint").fetchone()[0] == 0
    assert store.run("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
    store.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert path.stat().st_mode & 0o007 == 0


@pytest.mark.parametrize(
    "written", ["sqlite:///{0}/a.db", "sqlite:{1}/a.db", "sqlite:////{0}/a.db", "sqlite:///{0}/%61.db"]
)
def test_addresses(tmp_path: Path, written: str) -> None:
    Store.open(written.format(str(tmp_path).lstrip("/"), tmp_path)).close()
    assert (tmp_path / "a.db").exists()


def test_a_relative_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Store.open("sqlite:data/a.db").close()
    assert (tmp_path / "data/a.db").exists()


@pytest.mark.parametrize("bad", ["", "sqlite:", "sqlite:///", "mysql://x", "/var/lib/smsbox.db"])
def test_a_bad_address(bad: str) -> None:
    with pytest.raises(BadStoreUrl):
        Store.open(bad)


def test_an_empty_file(path: Path) -> None:
    path.touch()
    assert refused(path, StoreForeign).facts["problem"] == "empty"


def test_a_file_that_is_no_database(path: Path) -> None:
    path.write_text("my shopping list " * 20)
    assert refused(path, StoreForeign).facts["problem"] == "not_a_database"


def test_a_database_of_another_program(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE messages (id INTEGER PRIMARY KEY)")
    connection.close()
    assert refused(path, StoreForeign).facts["problem"] == "other_program"


def test_a_newer_schema(path: Path) -> None:
    made(path)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    assert refused(path, StoreNewer).facts["found"] == len(MIGRATIONS) + 1


def test_a_newer_schema_that_is_only_in_the_log(path: Path) -> None:
    made(path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.commit()
    with pytest.raises(StoreNewer):
        Store.open(url(path))
    connection.close()


def test_missing_and_not_to_be_made(path: Path) -> None:
    with pytest.raises(StoreMissing):
        Store.open(url(path), create=False)
    assert not path.exists()


def test_a_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnusable):
        Store.open(url(tmp_path / "file" / "smsbox.db"))


def test_a_damaged_file_is_named(path: Path) -> None:
    store = Store.open(url(path))
    for number in range(200):
        options.put(store, f"key {number}", "x" * 100, 1)
    store.checkpoint(truncate=True)
    store.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size - 8 * opening.PAGE_SIZE)
        file.write(os.urandom(4 * opening.PAGE_SIZE))
    with pytest.raises(StoreCorrupt):
        Store.open(url(path))
    Store.open(url(path), check=False).close()


def test_a_cut_off_file_is_named(path: Path) -> None:
    store = Store.open(url(path))
    options.put(store, "a", "1", 1)
    store.close()
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(StoreCorrupt):
        Store.open(url(path))


def test_two_makers_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes second finds the file of the first in place and uses it."""
    fill = opening._fill_file

    def slowly(making: Path) -> None:
        fill(making)
        monkeypatch.setattr(opening, "_fill_file", fill)
        first = Store.open(url(path))
        options.put(first, "whose", "first", 1)
        first.close()

    monkeypatch.setattr(opening, "_fill_file", slowly)
    second = Store.open(url(path))
    assert options.get(second, "whose") == "first"
    second.close()


def test_an_older_schema_is_migrated(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(url(path))
    options.put(store, "a", "1", 1)
    store.close()
    longer = (*MIGRATIONS, "CREATE TABLE more (id {id});\nCREATE INDEX more_id ON more (id);\n")
    monkeypatch.setattr(opening, "MIGRATIONS", longer)
    for _ in range(2):
        store = Store.open(url(path))
        assert store.run("PRAGMA user_version").fetchone()[0] == len(longer)
        assert store.run("SELECT count(*) FROM more").fetchone()[0] == 0
        assert options.get(store, "a") == "1"
        store.close()


RELEASED = (
    *("97a7d888830bae03", "28b6369d7134ddd3", "dbeb7ab04b1b1cce", "f501ac3d42faf09b", "04bbea1f3059fb8a"),
    *("07ef4760c5d45179", "c108141cd0d79002", "a095619bebc8bf42", "818828cf72bc483c", "c3e218698f9339e8"),
    *("21676636706bcb2a", "8b2980f55c900ada"),
)
"""Beginnings of the SHA-256 of each migration a box may have run: append to them, never change one."""


def test_what_a_box_has_run_is_never_rewritten() -> None:
    found = tuple(hashlib.sha256(each.encode()).hexdigest()[:16] for each in MIGRATIONS)
    assert found[: len(RELEASED)] == RELEASED


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_every_older_schema_becomes_the_same_as_a_new_one(
    path: Path, tmp_path: Path, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made_of(where: Path) -> list[tuple[str, str]]:
        store = Store.open(url(where))
        found = store.run("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        store.close()
        return [(name, (sql or "").replace("IF NOT EXISTS ", "")) for name, sql in found]

    new = made_of(tmp_path / "new.db")
    with monkeypatch.context() as then:
        then.setattr(opening, "MIGRATIONS", MIGRATIONS[:version])
        assert made_of(path) != new
    assert made_of(path) == new


def test_a_migration_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(path)
    monkeypatch.setattr(opening, "MIGRATIONS", (*MIGRATIONS, "CREATE TABLE more (id {id});\nSELECT nonsense;\n"))
    with pytest.raises(Exception, match="nonsense"):
        Store.open(url(path))
    monkeypatch.undo()
    store = Store.open(url(path))
    assert store.run("SELECT count(*) FROM sqlite_master WHERE name = 'more'").fetchone()[0] == 0
    store.close()


def test_opening_again_in_the_same_process_keeps_its_locks(tmp_path: Path) -> None:
    """A second look at the file must not let another process take the log of the first for abandoned and delete it."""
    path = tmp_path / "smsbox.db"
    first = Store.open(f"sqlite://{path}")
    options.put(first, "before", "1", 1)
    Store.open(f"sqlite://{path}").close()
    other = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT count(*) FROM settings'); c.close()"
    )
    subprocess.run([sys.executable, "-c", other, str(path)], check=True)
    assert path.with_name("smsbox.db-wal").exists(), "the other process thought it was the last one"
    options.put(first, "after", "2", 2)
    assert options.everything(first) == {"before": "1", "after": "2"}
    first.close()
