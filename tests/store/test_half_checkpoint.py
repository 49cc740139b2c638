"""Power lost in the middle of a checkpoint: the file alone makes no sense, with its log it is whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from smsbox.clock import SECOND
from smsbox.store import Store, StoreCorrupt, opening, sims

NOW = 1_790_000_000 * SECOND


def cut_in_mid_checkpoint(tmp_path: Path) -> Path:
    """A database of which the first page was moved from the log, and of the new pages at the end none."""
    made, cut = tmp_path / "made.db", tmp_path / "cut.db"
    store = Store.open(f"sqlite://{made}")
    for number in range(400):
        sims.register(store, imsi=f"25501{number:010}", iccid=str(number), modem="m", now=NOW)
    before = made.stat().st_size
    shutil.copy(made, cut)
    shutil.copy(f"{made}-wal", f"{cut}-wal")
    store.checkpoint()
    assert made.stat().st_size > before
    with open(made, "rb") as source, open(cut, "r+b") as target:
        target.write(source.read(1024))
    store.close()
    return cut


def test_it_opens_and_nothing_is_missing(tmp_path: Path) -> None:
    path = cut_in_mid_checkpoint(tmp_path)
    store = Store.open(f"sqlite://{path}")
    assert store.run("SELECT count(*) FROM sims").fetchone()[0] == 400
    store.close()


def test_without_its_log_it_is_damaged(tmp_path: Path) -> None:
    path = cut_in_mid_checkpoint(tmp_path)
    Path(f"{path}-wal").unlink()
    with pytest.raises(StoreCorrupt):
        Store.open(f"sqlite://{path}")


def test_a_checkpoint_that_ends_while_it_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The daemon moves its log into the file and empties it, between the look at the one and at the other: a command
    beside it found a file that makes no sense without a log, and called the shop's database damaged.
    """
    path, whole = cut_in_mid_checkpoint(tmp_path), (tmp_path / "made.db").read_bytes()

    def ended(of: Path) -> tuple[int, int]:
        found = header(of)
        path.write_bytes(whole)
        Path(f"{path}-wal").unlink(missing_ok=True)
        return found

    header = opening._header
    monkeypatch.setattr(opening, "_header", ended)
    store = Store.open(f"sqlite://{path}")
    assert store.run("SELECT count(*) FROM sims").fetchone()[0] == 400
    store.close()
