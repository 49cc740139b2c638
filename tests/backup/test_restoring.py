"""A backup put back: nothing in it leaves by itself, who left or was erased since stays so, the present one is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from smsbox import backup, consent, outbox, privacy
from smsbox.backup import BackupDamaged, NotOurs, files, forgetting, making
from smsbox.clock import DAY, HOUR, SECOND
from smsbox.config import Config, load
from smsbox.consent import Act, Entry
from smsbox.outbox import BY_RESTORE, Draft, MessageClass, State
from smsbox.people.audit import Actor
from smsbox.store import Store, copying, options
from smsbox.store.copying import NoRoomForCopy
from tests.permitted import permit_in

NOW = 1_772_672_400 * SECOND
LATER = NOW + 21 * DAY
BY = Actor("technician", "console")
ANNA, BOHDAN, VIRA, HANNA = (f"+38050000000{last}" for last in range(1, 5))


@pytest.fixture
def config(tmp_path: Path) -> Config:
    path = tmp_path / "config.toml"
    path.write_text(f'[store]\nurl = "sqlite://{tmp_path}/smsbox.db"\n')
    return load(path)


@pytest.fixture
def database(config: Config) -> Path:
    path = config.store.sqlite_path
    assert path is not None
    return path


@pytest.fixture
def store(config: Config) -> Iterator[Store]:
    made = Store.open(config.store.url)
    yield made
    made.close()


def opened(config: Config) -> closing[Store]:
    return closing(Store.open(config.store.url, create=False))


def queue(store: Store, config: Config, number: str, text: str, now: int = NOW) -> int:
    (made,) = outbox.submit(store, [Draft(number, text, MessageClass.SERVICE)], now=now, allow=config.allow_any)
    return made


def put_back(config: Config, store: Store, path: Path) -> backup.Restored:
    store.close()
    return backup.restore(config, path, LATER, by=BY)


def test_what_waited_is_held_and_the_present_database_is_kept(config: Config, store: Store, database: Path) -> None:
    waits = queue(store, config, ANNA, "Ваше замовлення готове")
    path = backup.make(config, store, NOW).file
    since = queue(store, config, BOHDAN, "later", LATER - DAY)
    done = put_back(config, store, path)
    assert (done.held, done.settled, done.asked) == (1, 0, True)
    assert done.aside is not None and done.aside.name.startswith("smsbox.db.replaced-")
    with opened(config) as now:
        (row,) = [outbox.get(now, waits)]
        assert row is not None and (row.state, row.reason) == (State.HELD, BY_RESTORE)
        assert outbox.get(now, since) is None
        assert options.get(now, copying.MADE) is not None, "the daemon is told by it that time has gone on"
    with closing(sqlite3.connect(done.aside)) as aside:
        assert aside.execute("SELECT count(*) FROM messages").fetchone() == (2,), "nothing that was there is lost"
    assert not list(database.parent.glob(".*.part*"))


def test_what_left_since_is_not_held_as_if_it_might_leave(config: Config, store: Store) -> None:
    left, stays, stopped = (queue(store, config, number, f"text {number}") for number in (ANNA, BOHDAN, VIRA))
    path = backup.make(config, store, NOW).file
    outbox.cancel(store, [stopped], LATER - DAY)
    claim = outbox.claim(store, sim_id=_sim(store), owner="b", now=NOW + HOUR, lease_until=NOW + DAY)
    assert claim is not None and claim.message_id == left
    outbox.accepted(store, claim, reference=5, now=NOW + HOUR)
    done = put_back(config, store, path)
    assert (done.held, done.settled) == (1, 2)
    with opened(config) as now:
        states = {each: outbox.get(now, each) for each in (left, stays, stopped)}
        assert {each: row.state for each, row in states.items() if row} == {
            left: State.SENT,
            stays: State.HELD,
            stopped: State.CANCELLED,
        }


def test_who_left_or_was_erased_since_is_not_written_to(config: Config, store: Store) -> None:
    for number in (ANNA, BOHDAN, VIRA, HANNA):
        consent.record(store, Entry(number, NOW - DAY, Act.AGREED, "staff", words="signed"))
    queue(store, config, VIRA, "Таємниця Віри")
    path = backup.make(config, store, NOW).file
    consent.record(store, Entry(BOHDAN, LATER - DAY, Act.LEFT, "sms", evidence="STOP"))
    privacy.erase(store, VIRA, LATER - DAY, by=BY)
    consent.record(store, Entry(HANNA, LATER - 2 * DAY, Act.LEFT, "sms", evidence="STOP"))
    privacy.erase(store, HANNA, LATER - DAY, by=BY)
    done = put_back(config, store, path)
    assert done.erased == 2 and done.left == 1
    with opened(config) as now:
        assert consent.standing(now, ANNA).state is consent.State.AGREED
        assert consent.standing(now, BOHDAN).state is consent.State.LEFT
        for number in (VIRA, HANNA):
            assert consent.is_suppressed(now, number)
            assert consent.standing(now, number).state is not consent.State.AGREED
        assert consent.standing(now, HANNA).gone, "who left before he was erased stays one who left"
    assert VIRA.encode() not in (config.store.directory / "smsbox.db").read_bytes()
    assert "Таємниця Віри".encode() not in (config.store.directory / "smsbox.db").read_bytes()


def test_a_damaged_present_database_steps_aside_with_its_log(config: Config, store: Store, database: Path) -> None:
    queue(store, config, ANNA, "waits")
    path = backup.make(config, store, NOW).file
    store.checkpoint(truncate=True)
    store.close()
    database.write_bytes(b"\xff" * database.stat().st_size)
    Path(f"{database}-wal").write_bytes(b"the log of something else")
    done = backup.restore(config, path, LATER, by=BY)
    assert not done.asked and done.held == 1 and done.aside is not None
    assert Path(f"{done.aside}-wal").read_bytes() == b"the log of something else"
    with opened(config) as now:
        assert now.run("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_where_there_is_no_database_any_more(config: Config, store: Store, database: Path) -> None:
    path = backup.make(config, store, NOW).file
    store.close()
    for each in database.parent.glob("smsbox.db*"):
        each.unlink()
    done = backup.restore(config, path, LATER, by=BY)
    assert done.aside is None and not done.asked
    assert database.exists()


@pytest.mark.parametrize("how", ["damaged", "itself", "no room"])
def test_what_cannot_be_put_back_changes_nothing(
    config: Config, store: Store, database: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = backup.make(config, store, NOW).file
    store.close()
    before = database.read_bytes()
    expected: type[Exception] = BackupDamaged
    if how == "damaged":
        path.write_bytes(path.read_bytes()[:9000])
    elif how == "itself":
        path, expected = database, NotOurs
    else:
        monkeypatch.setattr(copying, "room", lambda _: 1000)
        expected = NoRoomForCopy
    with pytest.raises(expected):
        backup.restore(config, path, LATER, by=BY)
    assert database.read_bytes() == before
    assert not list(database.parent.glob("*replaced*")) and not list(database.parent.glob(".*.part*"))


def test_nobody_puts_one_back_while_one_is_made(config: Config, store: Store) -> None:
    path = backup.make(config, store, NOW).file
    store.close()
    with making.alone(config.store.directory), pytest.raises(backup.BackupRunning):
        backup.restore(config, path, LATER, by=BY)


def test_erased_here_is_erased_in_older_backups_the_next_night(config: Config, store: Store) -> None:
    permit_in(config.store.url, ANNA)
    queue(store, config, VIRA, "Таємниця Віри")
    queue(store, config, ANNA, "stays")
    path = backup.make(config, store, NOW).file
    privacy.erase(store, VIRA, NOW + HOUR, by=BY)
    assert b"+380500000003" in path.read_bytes()
    done = backup.make(config, store, NOW + DAY)
    assert done.forgotten == 1
    octets = path.read_bytes()
    assert VIRA.encode() not in octets and "Таємниця Віри".encode() not in octets and ANNA.encode() in octets
    copied = backup.verify(path)
    assert copied.at == NOW, "it stays the backup of that night, and whole"
    assert not list(config.backup.folder.glob(".*"))
    assert backup.make(config, store, NOW + 2 * DAY).forgotten == 0


def test_who_left_is_not_taken_for_somebody_erased(config: Config, store: Store) -> None:
    consent.record(store, Entry(ANNA, NOW - DAY, Act.AGREED, "staff", words="signed"))
    path = backup.make(config, store, NOW).file
    consent.record(store, Entry(ANNA, NOW + HOUR, Act.LEFT, "sms", evidence="STOP"))
    assert forgetting.erased_since(store, path, NOW) == []
    assert backup.make(config, store, NOW + DAY).forgotten == 0
    assert ANNA.encode() in path.read_bytes()


def test_erased_in_a_backup_by_hand_it_stays_whole(config: Config, store: Store) -> None:
    queue(store, config, VIRA, "Таємниця Віри")
    path = backup.make(config, store, NOW).file
    backup.erase_in(path, [VIRA], NOW + HOUR, by=BY)
    assert VIRA.encode() not in path.read_bytes()
    backup.verify(path)
    assert files.sum_file(path).read_text().count("\n") == 1


def _sim(store: Store) -> int:
    with store.write():
        store.run("INSERT INTO sims (id, imsi, first_seen_at, last_seen_at) VALUES (1, '255010000000001', 0, 0)")
    return 1
