"""A dump that is put back on the server, by PostgreSQL's own programs: noticed by the first box, held for all."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox import outbox
from smsbox.clock import HOUR
from smsbox.config import Config, load
from smsbox.daemon.copies import begin_life
from smsbox.outbox import BY_DOUBT, BY_RESTORE, State
from smsbox.store import Store, lineage
from tests.contracts.postgres import binaries, server
from tests.contracts.shop import ANNA, BOHDAN, Shop

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


def standing(store: Store) -> dict[int, tuple[State, str | None]]:
    return {view.id: (view.state, view.reason) for view in outbox.messages(store, limit=100)}


def test_the_first_box_holds_what_a_dump_brought_back(config: Config, url: str, tmp_path: Path) -> None:
    dump = tmp_path / "night.dump"
    shop = Shop(Store.open(url))
    begun, waits = shop.one(ANNA), shop.one(BOHDAN)
    shop.claimed(lease_until=shop.now + HOUR)
    assert begin_life(shop.store, config, shop.now) == 0, "a box that joins holds nothing"
    shop.store.run("VACUUM FULL settings")
    assert begin_life(shop.store, config, shop.now) == 0, "nor does a restart"
    assert standing(shop.store)[waits] == (State.QUEUED, None)
    subprocess.run(["pg_dump", "--format=custom", "--no-owner", f"--file={dump}", f"--dbname={url}"], check=True)
    outbox.cancel(shop.store, [waits], shop.now, who="Olena")
    shop.store.close()
    subprocess.run(
        ["pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={url}", str(dump)], check=True, timeout=120
    )
    first, second = Store.open(url), Store.open(url)
    assert standing(first)[waits] == (State.QUEUED, None), "as the dump has it"
    assert begin_life(first, config, shop.now) == 1
    # what another box was sending is in doubt at once, however long its lease
    assert standing(first) == {begun: (State.HELD, BY_DOUBT), waits: (State.HELD, BY_RESTORE)}
    outbox.release(first, [waits], shop.now, who="Olena")
    assert begin_life(second, config, shop.now) == 0, "the next box goes on: it was judged for all"
    assert standing(second)[waits][0] is State.QUEUED
    first.close()
    second.close()


def test_another_cluster_is_another_place_and_a_number_that_cannot_be_read_is_none() -> None:
    here = lineage.Place("7", "16384")
    assert not lineage.is_elsewhere(None, here)
    assert not lineage.is_elsewhere(here.as_text(), here)
    assert lineage.is_elsewhere("8 16384", here)
    assert lineage.is_elsewhere("7 16394", here)
    assert not lineage.is_elsewhere(" 16384", here)
    assert not lineage.is_elsewhere("7 16384", lineage.Place("", "16384"))
