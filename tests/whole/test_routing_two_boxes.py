"""Two boxes with one queue: a SIM in the other box is known by what it last told the database."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.contracts.postgres import binaries, server
from tests.whole.box import until
from tests.whole.test_routing import KYIVSTAR, VODAFONE, begin, fleet, numbers, people


def test_the_queue_of_a_box_that_died_moves_to_the_other_one_and_back(tmp_path: Path) -> None:
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    left_folder, right_folder = tmp_path / "left", tmp_path / "right"
    left_folder.mkdir()
    right_folder.mkdir()
    with (
        server() as url,
        fleet(left_folder, KYIVSTAR, routing='spare = "wait"', url=url, profile="fast") as left,
        fleet(right_folder, VODAFONE, routing='spare = "wait"', url=url, profile="fast", prefix="right-") as right,
    ):
        begin(left)
        begin(right)
        time.sleep(2)  # each box has read what the other one told
        left.send(people(KYIVSTAR, 5) + people(VODAFONE, 5), "everybody by his own box")
        until(lambda: left.states() == {"delivered": 10}, pause=0.3)
        assert sorted(numbers(left, 0)) == people(KYIVSTAR, 5)
        assert sorted(numbers(right, 0)) == people(VODAFONE, 5)
        left.kill()
        right.send(people(KYIVSTAR, 3, first=100), "while the other box is dead")
        until(lambda: right.states() == {"delivered": 13}, 120, what="the other box took over", pause=1.0)
        assert sorted(numbers(right, 0)) == sorted(people(VODAFONE, 5) + people(KYIVSTAR, 3, first=100))
        begin(left)
        time.sleep(2)  # the other box has read that it is back; until then it would rightly help
        right.send(people(KYIVSTAR, 3, first=200), "back again")
        until(lambda: right.states() == {"delivered": 16}, pause=0.5)
        assert sorted(numbers(left, 0))[-3:] == people(KYIVSTAR, 3, first=200)
