"""Backups of a PostgreSQL: by pg_dump, read to their end, told where it is not installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox import backup
from smsbox.backup import BackupDamaged, NoPgDump, ServerRestores, files, postgres
from smsbox.clock import SECOND
from smsbox.config import Config, load
from smsbox.people.audit import ITSELF
from smsbox.store import Store
from tests.contracts.postgres import binaries, server

NOW = 1_772_672_400 * SECOND

pytestmark = pytest.mark.skipif(
    binaries() is None or shutil.which("pg_dump") is None, reason="no PostgreSQL is installed"
)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with server() as found:
        yield found


@pytest.fixture
def config(tmp_path: Path, url: str) -> Config:
    path = tmp_path / "config.toml"
    path.write_text(f'[store]\nurl = "{url}"\ndirectory = "{tmp_path}"\n')
    return load(path)


def test_dumped_read_and_damage_seen(config: Config, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(url)
    try:
        with store.write():
            for number in range(3000):
                store.run("INSERT INTO events (at, kind, data) VALUES (?, 'x', ?)", number, f"{number}" * 40)
        done = backup.make(config, store, NOW)
        assert done.file.name == "smsbox-20260305-010000.dump"
        assert "events" in backup.verify(done.file).rows
        assert backup.newest(config) == done.file
        with pytest.raises(ServerRestores):
            backup.restore(config, done.file, NOW, by=ITSELF)
        octets = done.file.read_bytes()
        files.sum_file(done.file).unlink()
        done.file.write_bytes(octets[: len(octets) // 2])
        with pytest.raises(BackupDamaged):
            backup.verify(done.file)
        monkeypatch.setattr(postgres.shutil, "which", lambda _: None)
        with pytest.raises(NoPgDump):
            backup.make(config, store, NOW)
    finally:
        store.close()


def test_a_password_is_on_no_command_line() -> None:
    told, password = postgres._without_password("postgresql://box:s%40crt@db.example.com:5433/sms?sslmode=require")
    assert (told, password) == ("postgresql://box@db.example.com:5433/sms?sslmode=require", "s@crt")
    assert postgres._without_password("postgresql://box@/sms") == ("postgresql://box@/sms", "")
