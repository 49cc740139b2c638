"""Quotas defer and never fail; a reserve is kept for answers; a SIM that fails too often slows down and says so."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from tests.whole.box import Box, box, until

ANNA, BOHDAN, VIRA = "+380500000001", "+380500000002", "+380500000003"


def status(made: Box) -> tuple[str, str | None]:
    row = made.rows("modems")[0]
    return row["state"], row["reason"]


def test_the_rest_of_a_package_is_kept_for_answers(tmp_path: Path) -> None:
    with box(tmp_path, sending="per_package = 3\nreserve = 1") as made:
        made.start()
        made.await_modems()
        made.send([ANNA, BOHDAN, VIRA], "ready", "--class", "service")
        until(lambda: made.states() == {"delivered": 2, "queued": 1})
        until(lambda: status(made) == ("holding", "pacing.reserve"))
        made.send(ANNA, "yes, we are open", "--class", "reply")
        until(lambda: made.states() == {"delivered": 3, "queued": 1})
        until(lambda: status(made) == ("holding", "pacing.limit"))
        made.send(ANNA, "till nine", "--class", "reply")
        time.sleep(1.0)
        assert made.states() == {"delivered": 3, "queued": 2}, "a used up package defers, it fails nothing"
        assert len(made.accepted()) == 3


def test_a_new_sim_begins_with_twenty_a_day(tmp_path: Path) -> None:
    with box(tmp_path, sending="warm_up = 14") as made:
        made.start()
        made.await_modems()
        made.send([f"+38050000{turn:04d}" for turn in range(25)], "hello")
        until(lambda: made.states() == {"delivered": 20, "queued": 5})
        assert made.rows("modems")[0]["limits_left"]["warm_up"] == 0


def test_what_is_left_is_told_with_each_sms(tmp_path: Path) -> None:
    with box(tmp_path, sending="per_day = 100") as made:
        made.start()
        made.await_modems()
        made.send([ANNA, BOHDAN, VIRA], "hello")
        until(lambda: made.states() == {"delivered": 3})
        assert made.rows("modems")[0]["limits_left"] == {"per_day": 97}


def test_a_sim_that_fails_more_than_usual_slows_down_and_says_why(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        made.stop()
        minute = time.time_ns() // 60_000_000_000
        with closing(sqlite3.connect(tmp_path / "smsbox.db")) as database, database:
            # A week without trouble, then half of the last minutes' segments refused.
            rows = [(1, minute - 5000 + at, 10, 0, 0, 9, 0) for at in range(100)]
            rows += [(1, minute - 10 + at, 10, 0, 10, 0, 0) for at in range(5)]
            database.executemany(
                "INSERT INTO usage (sim_id, minute, segments, last_at, refused, delivered, undelivered) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
        made.start()
        until(lambda: status(made)[1] in ("pacing.slow", "pacing.pause"))
        assert made.rows("modems")[0]["facts"]["reason"] == "refused"
        made.send([ANNA, BOHDAN], "slowly")
        if status(made)[1] == "pacing.slow":
            until(lambda: len(made.accepted()) == 1)
            time.sleep(3.0)
            assert len(made.accepted()) == 1, "fifteen seconds between two of them"
        else:
            time.sleep(1.0)
            assert made.states() == {"queued": 2}
