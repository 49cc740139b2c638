"""Two whole boxes with one PostgreSQL: whichever of them reads an answer, it is counted once and told once, by the SIM
that was written to; and what both sell is sold once, also while one of them dies.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.postgres import binaries, server
from tests.whole.box import Box, box, until
from tests.whole.test_contest import told

VOTE = """
kind = "vote"
name = "music"
title = "Music"
words = ["VOTE"]
language = "en"
question = "Rock or jazz?"
[[option]]
title = "Rock"
[[option]]
title = "Jazz"
"""
ORDER = """
kind = "order"
name = "roses"
title = "Roses"
words = ["ROSES"]
language = "en"
[[goods]]
code = "R1"
title = "Rose"
price = 50
stock = 10
"""
PIECES, EACH = 10, 8


def talk(text: str, times: int, people: dict[Box, list[str]]) -> None:
    """Everybody says it, all at once, and has then been told something `times` times."""
    pairs = [(each, number) for each, numbers in people.items() for number in numbers]
    for each, number in pairs:
        each.do("inbound", sender=number, text=text)
    until(lambda: all(len(told(each, number)) == times for each, number in pairs), 60)


def test_two_boxes_hold_the_dialogs_of_one_shop(tmp_path: Path) -> None:
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    folders = [tmp_path / "left", tmp_path / "right"]
    for each in folders:
        each.mkdir()
    more: dict[str, Any] = {"profile": "fast", "sending": 'quiet = "off"\n'}
    with (
        server() as url,
        box(folders[0], url=url, imsi="255010000000101", prefix="left-", **more) as left,
        box(folders[1], url=url, imsi="255010000000202", prefix="right-", **more) as right,
    ):
        for name, source in (("vote", VOTE), ("order", ORDER)):
            (tmp_path / f"{name}.toml").write_text(source, encoding="utf-8")
            left.run("dialog", "open", left.run("dialog", "put", str(tmp_path / f"{name}.toml")).stdout.strip())
        people = {left: [f"+3805000013{place:02}" for place in range(EACH)]}
        people[right] = [f"+3805000014{place:02}" for place in range(EACH)]
        for each in people:
            each.start()
            each.await_modems()
        time.sleep(2)  # each box has read what the other one told
        talk("VOTE", 1, people)
        talk("jazz", 2, people)
        left.kill()
        talk("roses R1 x 1", 3, {right: people[right]})
        left.start()
        time.sleep(2)  # the other box has read that it is back; until then it would rightly help
        talk("roses R1 x 1", 3, {left: people[left]})
        talk("yes", 4, people)
        for each, numbers in people.items():
            assert {entry["number"] for entry in each.accepted()} == set(numbers), "each by the SIM he wrote to"
        ends = [told(each, number)[-1] for each, numbers in people.items() for number in numbers]
        assert sum("Your order is" in end for end in ends) == PIECES == len(right.rows("order", "list"))
        assert sum("none left" in end for end in ends) == 2 * EACH - PIECES
        assert {row["title"]: row["votes"] for row in right.rows("vote", "counts", "music")}["Jazz"] == 2 * EACH
