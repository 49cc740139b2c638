"""Backups made: whole and with their sum, to a stick that is in and never to its empty folder, one at a time."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from smsbox import backup
from smsbox.backup import BackupDamaged, BackupRunning, NoBackup, NotOurs, files, judging, making, standing
from smsbox.clock import DAY, HOUR, SECOND
from smsbox.config import Config, load
from smsbox.store import Store, StoreTrouble, copying
from smsbox.store.copying import CopyFailed, NoRoomForCopy
from smsbox.store.kept import Kept

NOW = 1_772_672_400 * SECOND
"""2026-03-05 03:00 in Kyiv."""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    path = tmp_path / "config.toml"
    path.write_text(f'[store]\nurl = "sqlite://{tmp_path}/smsbox.db"\n')
    return load(path)


@pytest.fixture
def store(config: Config) -> Iterator[Store]:
    made = Store.open(config.store.url)
    yield made
    made.close()


@pytest.fixture
def stick(config: Config, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = config.backup.stick
    path.mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda each: str(each) == str(path))
    return path


def kept(config: Config, store: Store) -> Kept:
    return Kept(store, config.store.directory)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_a_backup_lies_in_the_folder_with_its_sum(config: Config, store: Store) -> None:
    done = backup.make(config, store, NOW)
    assert names(config.backup.folder) == ["smsbox-20260305-010000.db", "smsbox-20260305-010000.db.sha256"]
    assert done.there == ("folder",) and not done.failed
    assert backup.verify(done.file).why == "hand"
    assert backup.newest(config) == done.file == backup.find(config, "latest")
    assert standing.places(kept(config, store))["folder"].file == done.file.name
    digest, name = files.sum_file(done.file).read_text().split()
    assert (digest, name) == (files.sum_of(done.file), done.file.name), "as sha256sum -c reads it"


def test_nothing_goes_to_the_empty_folder_of_a_stick_that_is_out(config: Config, store: Store) -> None:
    config.backup.stick.mkdir()
    assert backup.make(config, store, NOW).there == ("folder",)
    assert names(config.backup.stick) == []


def test_the_stick_gets_it_too_and_keeps_as_many(config: Config, store: Store, stick: Path) -> None:
    (stick / "holiday.jpg").write_text("not ours")
    for day in range(10):
        done = backup.make(config, store, NOW + day * DAY)
    assert done.there == ("folder", "stick")
    assert [each.path.name for each in files.listed(stick)] == [
        each.path.name for each in files.listed(config.backup.folder)
    ]
    assert len(files.listed(stick)) == 7 and (stick / "holiday.jpg").exists()
    shutil.rmtree(config.backup.folder)
    assert backup.newest(config) == stick / done.file.name, "what the stick has is found when the card has nothing"


def test_a_full_stick_fails_alone_and_says_so(
    config: Config, store: Store, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = copying.room
    monkeypatch.setattr(copying, "room", lambda path: 1000 if path == stick else room(path))
    done = backup.make(config, store, NOW)
    assert done.there == ("folder",) and isinstance(done.failed["stick"], NoRoomForCopy)
    assert names(stick) == []
    (trouble,) = troubles(config, store, NOW)
    assert trouble.key == "backup.stick" and trouble.facts["because"] == "store.copy_no_room"
    monkeypatch.setattr(copying, "room", room)
    backup.make(config, store, NOW + DAY)
    assert not troubles(config, store, NOW + DAY)


def test_a_stick_that_lies_is_found_out(
    config: Config, store: Store, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = copying.flush

    def lies(path: Path) -> None:
        flush(path)
        if path.parent == stick and path.name.endswith(copying.PART) and ".db." in path.name:
            octets = bytearray(path.read_bytes())
            octets[5000] ^= 1
            path.write_bytes(octets)

    monkeypatch.setattr(copying, "flush", lies)
    done = backup.make(config, store, NOW)
    assert isinstance(done.failed["stick"], BackupDamaged) and names(stick) == []


def test_no_room_keeps_the_last_good_one_and_is_a_problem(
    config: Config, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = backup.make(config, store, NOW).file
    monkeypatch.setattr(copying, "room", lambda _: 1000)
    with pytest.raises(NoRoomForCopy):
        backup.make(config, store, NOW + DAY)
    assert backup.newest(config) == good
    (trouble,) = troubles(config, store, NOW + DAY)
    assert trouble.key == "backup.failed" and trouble.grave
    assert standing.places(kept(config, store))["folder"].file == good.name, "the last good one is still known"
    assert standing.next_at(kept(config, store)) == NOW + 2 * DAY, "the next night tries again"


def test_a_folder_that_cannot_be_made_is_told(config: Config, store: Store) -> None:
    config.backup.folder.write_text("a file")
    with pytest.raises(CopyFailed):
        backup.make(config, store, NOW)


def test_one_at_a_time(config: Config, store: Store) -> None:
    with making.alone(config.store.directory):
        assert backup.under_way(config.store.directory)
        with pytest.raises(BackupRunning):
            backup.make(config, store, NOW)
    assert not backup.under_way(config.store.directory)
    backup.make(config, store, NOW)


def test_what_a_death_left_half_made_goes(config: Config, store: Store) -> None:
    config.backup.folder.mkdir()
    half = config.backup.folder / ".smsbox-20260304-010000.db.0a0a0a0a.part"
    half.write_text("half")
    (config.backup.folder / f"{half.name}-journal").write_text("half")
    backup.make(config, store, NOW)
    assert names(config.backup.folder) == ["smsbox-20260305-010000.db", "smsbox-20260305-010000.db.sha256"]


def changed(path: Path, at: int) -> None:
    octets = bytearray(path.read_bytes())
    octets[at] ^= 0x20
    path.write_bytes(octets)


def test_a_letter_that_changed_inside_a_text_is_seen_though_sqlite_does_not(config: Config, store: Store) -> None:
    with store.write():
        store.run("INSERT INTO events (at, kind, data) VALUES (1, 'x', 'Таємниця heron')")
    path = backup.make(config, store, NOW).file
    copied = copying.said(path)
    assert copied is not None
    changed(path, path.read_bytes().index(b"heron"))
    assert copying.differences(path, copied) == "", "for SQLite it is whole"
    with pytest.raises(BackupDamaged):
        backup.verify(path)
    assert backup.newest(config) is None
    with pytest.raises(BackupDamaged):
        making.check(config, store, path, NOW + HOUR)
    (trouble,) = troubles(config, store, NOW + HOUR)
    assert trouble.key == "backup.unsound" and trouble.grave
    backup.make(config, store, NOW + DAY)
    assert not troubles(config, store, NOW + DAY)


@pytest.mark.parametrize("cut", [0, 100, 5000, -1024])
def test_a_backup_that_was_cut_off_is_damaged(config: Config, store: Store, cut: int) -> None:
    path = backup.make(config, store, NOW).file
    files.sum_file(path).unlink()
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises((BackupDamaged, NotOurs)):
        backup.verify(path)


def test_foreign_files_are_told_apart(config: Config, store: Store, tmp_path: Path) -> None:
    import sqlite3

    (tmp_path / "text.db").write_text("hello " * 1000)
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE settings (key, value)")
        other.execute("INSERT INTO settings VALUES ('backup.made', '{}')")
    for name, problem in (("text.db", "not_a_database"), ("other.db", "other_program")):
        with pytest.raises(NotOurs) as told:
            backup.verify(tmp_path / name)
        assert told.value.facts["problem"] == problem
    with pytest.raises(NotOurs) as told:
        store.checkpoint(truncate=True)
        shutil.copy(tmp_path / "smsbox.db", tmp_path / "copied.db")
        backup.verify(tmp_path / "copied.db")
    assert told.value.facts["problem"] == "not_a_backup"
    with pytest.raises(NoBackup):
        backup.find(config, "nothing.db")


# ── when


def troubles(config: Config, store: Store, now: int) -> list[judging.Trouble]:
    of_box = kept(config, store)
    known = standing.places(of_box), standing.checked(of_box)
    return list(judging.judge(*known, nightly=True, due_at=standing.next_at(of_box), now=now))


def test_the_first_night_is_waited_for_then_each(config: Config, store: Store) -> None:
    of_box = kept(config, store)
    assert not standing.due(of_box, config, NOW + HOUR), "a box that is new has nothing to save yet"
    assert standing.next_at(of_box) == NOW + DAY
    assert not standing.due(of_box, config, NOW + DAY - 1)
    assert standing.due(of_box, config, NOW + DAY)
    backup.make(config, store, NOW + DAY + 5 * HOUR, why=making.NIGHT)
    assert standing.next_at(of_box) == NOW + 2 * DAY
    assert standing.due(of_box, config, NOW + 9 * DAY), "a box that was off makes it when it is on"


def test_the_hour_is_that_of_the_shop_also_when_clocks_change(config: Config, store: Store) -> None:
    of_box = kept(config, store)
    saturday = 1_774_659_600 * SECOND  # 2026-03-28 03:00 in Kyiv, one night before summer time
    standing.plan(of_box, config, saturday)
    assert standing.next_at(of_box) == saturday + 24 * HOUR, "03:00 does not exist that night: 04:00 by the new clock"
    standing.plan(of_box, config, saturday + 2 * DAY)
    assert standing.next_at(of_box) == saturday + 3 * DAY - HOUR


def test_switched_off_it_is_never_due(config: Config, store: Store) -> None:
    never = replace(config, backup=replace(config.backup, nightly="off"))
    standing.plan(kept(config, store), config, NOW)
    assert not standing.due(kept(config, store), never, NOW + 9 * DAY)


def test_a_clock_that_jumped_back_does_not_stop_backups(config: Config, store: Store) -> None:
    of_box = kept(config, store)
    standing.plan(of_box, config, NOW + 1000 * DAY)
    assert not standing.due(of_box, config, NOW)
    assert standing.next_at(of_box) == NOW + DAY


def test_old_ones_and_a_stick_that_went_away_are_problems(
    config: Config, store: Store, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup.make(config, store, NOW)
    assert not troubles(config, store, NOW + 2 * DAY)
    (old,) = troubles(config, store, NOW + 3 * DAY)
    assert old.key == "backup.old" and old.facts == {"days": 3}
    stick.rename(stick.with_name("pulled"))
    monkeypatch.setattr(os.path, "ismount", lambda _: False)
    backup.make(config, store, NOW + 9 * DAY)
    (away,) = troubles(config, store, NOW + 9 * DAY)
    assert away.key == "backup.stick_away"


def test_a_database_that_refuses_is_told(config: Config, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise StoreTrouble(problem="disk I/O error", store="x")

    monkeypatch.setattr(copying, "copy", refuse)
    with pytest.raises(StoreTrouble):
        backup.make(config, store, NOW)
    (trouble,) = troubles(config, store, NOW)
    assert trouble.key == "backup.failed"
