"""Two automatons that answer each other, through the daemon and the simulated network: a few messages, then silence."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.whole.box import Box, box, until

ANSWERS, NUMBERS = "+380500000801", "+380500000802"
SHOP = '\n[shop]\nname = "Zerno"\nphone = "0500000001"\nanswers_per_day = 50\n'


def habits(made: Box) -> None:
    """Phones that answer whatever comes, each time."""
    said = {ANSWERS: ["INFO"], NUMBERS: ["ДОПОМОГА"]}
    made.do(
        "answers", habits=[{"number": one, "texts": texts, "after": 0.0, "times": 0} for one, texts in said.items()]
    )


def test_a_loop_ends_after_a_few_messages_and_people_see_why(tmp_path: Path) -> None:
    with box(tmp_path, modem_lines=SHOP) as made:
        habits(made)
        made.start()
        made.await_modems()
        for number in (ANSWERS, NUMBERS):
            made.do("inbound", sender=number, text="INFO")
        until(lambda: len(made.rows("automatons", "list")) == 2)
        sent = Counter(entry["number"] for entry in made.accepted())
        assert set(sent) == {ANSWERS, NUMBERS}
        assert max(sent.values()) <= 7, "six to what repeats, and one to what came first"
        assert {row["why"] for row in made.rows("automatons", "list")} == {"same"}
        until(lambda: "automaton.silent" in {row["key"] for row in made.rows("problems")})
        waiting = [row for row in made.inbox() if row["settled_at"] is None]
        assert {row["sender"] for row in waiting} == {ANSWERS, NUMBERS}, "what came last waits for people"
        made.do("inbound", sender=ANSWERS, text="INFO")
        until(lambda: len([row for row in made.inbox() if row["settled_at"] is None]) == len(waiting) + 1)
        assert Counter(entry["number"] for entry in made.accepted()) == sent, "silence lasts"
        made.run("automatons", "lift", ANSWERS)
        made.do("inbound", sender=ANSWERS, text="INFO")
        until(lambda: Counter(entry["number"] for entry in made.accepted())[ANSWERS] > sent[ANSWERS])
