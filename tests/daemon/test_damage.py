"""A database that is damaged at the start: the newest whole backup in its place, held; else nothing is touched."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from smsbox import backup, outbox
from smsbox.config import Config
from smsbox.daemon.copies import begin_life
from smsbox.daemon.damage import open_or_restore
from smsbox.outbox import BY_RESTORE
from smsbox.problems import looking
from smsbox.store import Store, StoreCorrupt, copying, opening
from tests.campaigns.shop import START, config
from tests.contracts.shop import ANNA


@pytest.fixture
def shop(tmp_path: Path) -> Config:
    """A database with one queued message, and a backup of it; the database is damaged after that."""
    made = config(tmp_path)
    made = replace(made, backup=replace(made.backup, folder=tmp_path / "backups"))
    with closing(Store.open(made.store.url)) as store:
        assert begin_life(store, made, START) == 0
        outbox.submit(store, [outbox.Draft(ANNA, "Ready")], now=START, allow=("+380",))
        store.checkpoint(truncate=True)
    return made


def damage(shop: Config) -> bytes:
    path = shop.store.sqlite_path
    assert path is not None
    whole = path.read_bytes()
    bad = whole[:2048] + b"\xa5" * 4096 + whole[6144:]
    path.write_bytes(bad)
    return bad


def back_up(shop: Config) -> Path:
    with closing(Store.open(shop.store.url)) as store:
        backup.make(shop, store, START)
    found = backup.newest(shop)
    assert found is not None
    return found


def test_without_a_backup_nothing_is_touched(shop: Config) -> None:
    bad = damage(shop)
    with pytest.raises(StoreCorrupt) as told:
        open_or_restore(shop, START, print)
    assert told.value.exit_code == 78
    assert shop.store.sqlite_path is not None and shop.store.sqlite_path.read_bytes() == bad


def test_the_newest_backup_takes_its_place_and_is_held(shop: Config) -> None:
    found = back_up(shop)
    bad = damage(shop)
    said: list[str] = []
    with closing(open_or_restore(shop, START + 1, said.append)) as store:
        assert begin_life(store, shop, START + 1) == 1
        view = outbox.get(store, 1)
        assert view is not None and view.reason == BY_RESTORE
        (told,) = [each for each in looking.look_around(shop, store, [], START + 2) if each.key == "store.replaced"]
        aside = Path(str(told.facts["aside"]))
        assert aside.read_bytes() == bad
        assert len(said) == 1 and found.name in str(said[0])
    # From then on it is the database, and nobody is asked again.
    with closing(open_or_restore(shop, START + 3, said.append)) as store:
        assert begin_life(store, shop, START + 3) == 0
    assert len(said) == 1


def test_a_damaged_backup_is_not_taken(shop: Config) -> None:
    found = back_up(shop)
    found.write_bytes(found.read_bytes()[:-1024] + b"\0" * 1024)
    bad = damage(shop)
    with pytest.raises(StoreCorrupt):
        open_or_restore(shop, START, print)
    assert shop.store.sqlite_path is not None and shop.store.sqlite_path.read_bytes() == bad


def test_a_card_that_reads_badly_once_costs_nothing(shop: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    back_up(shop)
    looks = iter([StoreCorrupt(store="x", problem="bad read"), None])

    def look(_: Path) -> None:
        if (found := next(looks)) is not None:
            raise found

    monkeypatch.setattr(opening, "_look_through", look)
    with closing(open_or_restore(shop, START, print)) as store:
        assert begin_life(store, shop, START) == 0


def test_without_room_the_damage_is_told(shop: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    back_up(shop)
    bad = damage(shop)
    monkeypatch.setattr(copying, "room", lambda _: 0)
    with pytest.raises(StoreCorrupt):
        open_or_restore(shop, START, print)
    assert shop.store.sqlite_path is not None and shop.store.sqlite_path.read_bytes() == bad
