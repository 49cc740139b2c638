"""The same box on PostgreSQL, and two boxes that share its queue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.postgres import binaries, server
from tests.whole.box import Box, box, until

NUMBERS = [f"+38050000{number:04d}" for number in range(40)]


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    with server() as url:
        yield url


def test_a_box_on_postgresql_sends_and_receives_and_survives_a_kill(tmp_path: Path, database: str) -> None:
    with box(tmp_path, url=database, profile="fast") as made:
        made.send(NUMBERS, "Доброго дня з PostgreSQL")
        made.start()
        until(lambda: len(made.accepted()) >= 8)
        made.kill()
        made.do("inbound", sender=NUMBERS[0], text="Так")
        made.start()
        until(lambda: made.states().total() - made.states()["delivered"] <= 1, 30)
        assert "sending" not in made.states(), "a restart recognises its own unfinished segment before its lease ends"
        assert len(made.accepted()) == len({entry["number"] for entry in made.accepted()}), "nothing twice"
        assert set(made.states()) <= {"delivered", "sent", "uncertain"}
        (row,) = until(made.inbox)
        assert row["text"] == "Так"


def test_two_boxes_share_one_queue(tmp_path: Path, database: str) -> None:
    first_folder, second_folder = tmp_path / "a", tmp_path / "b"
    first_folder.mkdir()
    second_folder.mkdir()
    with (
        box(first_folder, url=database, profile="fast", imsi="255010000000101", prefix="one-") as first,
        box(second_folder, url=database, profile="fast", imsi="255010000000202", prefix="two-") as second,
    ):
        first.start()
        second.start()
        first.await_modems()
        second.await_modems()
        first.send(NUMBERS, "shared", "--class", "reply")
        until(lambda: _waiting(first) == 0, 30)
        numbers = [entry["number"] for each in (first, second) for entry in each.accepted()]
        texts = [entry for each in (first, second) for entry in each.accepted() if entry["text"] == "shared"]
        assert len(texts) == len(NUMBERS) <= len(numbers)
        assert first.accepted()
        assert second.accepted()


def _waiting(made: Box) -> int:
    return sum(row["state"] in ("queued", "sending") and row["text"] == "shared" for row in made.outbox())
