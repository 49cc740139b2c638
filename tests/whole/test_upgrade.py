"""Old databases and copies of databases under the whole daemon: what the network took is the judge."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from smsbox.store import copying
from tests.store import released
from tests.store.released import RELEASED
from tests.whole.box import Box, box, until

ANNA, BOHDAN = "+380500000011", "+380500000012"


@pytest.mark.parametrize("schema", [schema for schema in RELEASED if schema != 2])
def test_what_an_older_program_left_leaves_once(tmp_path: Path, schema: int) -> None:
    """Each queued message and no other: what left then, what is in doubt, held or due later stays what it is."""
    released.lay(schema, tmp_path / "smsbox.db")
    before = released.rows(tmp_path / "smsbox.db")["messages"]
    waiting = Counter(row["recipient"] for row in before if row["queue_key"] is not None for _ in range(row["total"]))
    assert sum(waiting.values()) > 2
    with box(tmp_path) as made:
        made.start()
        until(lambda: sum(waiting.values()) <= len(made.accepted()), what="the queue has left")
        until(lambda: not set(made.states()) & {"sending", "sent"}, what="reports")
        stood = {row["id"]: row["state"] for row in made.outbox()}
        assert Counter(entry["number"] for entry in made.accepted()) == waiting
        for row in before:
            if row["queue_key"] is not None:
                assert stood[row["id"]] == "delivered"
            else:
                same = {0: {"queued"}, 2: {"uncertain", "held"}, 3: {"held"}, 5: {"delivered"}, 9: {"cancelled"}}
                assert stood[row["id"]] in same[row["state"]]
        assert len(made.inbox()) == 3
        assert copying.said(tmp_path / f"smsbox.db.before-{schema}") is not None


def copied(made: Box, to: Path) -> None:
    for name in ("smsbox.db", "smsbox.db-wal"):
        if (made.directory / name).exists():
            shutil.copy(made.directory / name, to / name)


def test_an_older_copy_put_back_by_hand_sends_nothing_a_second_time(tmp_path: Path) -> None:
    (tmp_path / "aside").mkdir()
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        assert made.stop() == 0
        made.send([ANNA, BOHDAN], "once")
        copied(made, tmp_path / "aside")
        made.start()
        until(lambda: made.states() == {"delivered": 2})
        assert made.stop() == 0
        for leftover in tmp_path.glob("smsbox.db*"):
            leftover.unlink()
        for copy in (tmp_path / "aside").iterdir():
            shutil.copy(copy, tmp_path / copy.name)
        made.start()
        made.await_modems()
        made.do("inbound", sender=ANNA, text="хто там?")  # it works as ever
        until(made.inbox)
        assert made.states() == {"held": 2}
        (told,) = until(lambda: [row for row in made.rows("problems") if row["key"] == "queue.restored"])
        assert told["facts"]["count"] == 2
        assert "older copy" in made.run("outbox", "show", "1").stdout
        assert len(made.accepted()) == 2
        # A second start asks nobody again.
        assert made.stop() == 0
        made.run("outbox", "release", "2")
        made.start()
        until(lambda: made.states() == {"held": 1, "delivered": 1})
        assert [entry["number"] for entry in made.accepted()] == [ANNA, BOHDAN, BOHDAN]


def test_a_folder_on_a_second_box_holds_its_queue_until_one_step_lets_it_go(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
    with box(first) as made, box(second) as other:
        made.start()
        made.kill()
        made.send([ANNA, BOHDAN], "once")
        copied(made, second)
        shutil.copy(first / "lineage", second / "lineage")
        other.start()
        made.start()
        until(lambda: made.states() == {"delivered": 2})
        assert (other.states(), other.accepted()) == ({"held": 2}, [])
        until(lambda: [row for row in other.rows("problems") if row["key"] == "queue.cloned"])
        assert made.stop() == 0
        other.run("outbox", "release", "--state", "held", "--yes")
        until(lambda: other.states() == {"delivered": 2})


def test_a_plain_restart_and_a_death_hold_nothing(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        for end in (made.stop, made.kill, made.kill):
            made.start()
            end()
            made.send(ANNA, "goes on")
        made.start()
        until(lambda: made.states() == {"delivered": 3})
        assert len(made.accepted()) == 3
