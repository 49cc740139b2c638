"""Problems through the whole daemon: a modem is pulled and comes back, another SIM is agreed to by its button."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.whole.box import Box, box, until
from tests.whole.test_page_by_hand import OTHER, Page

ONE = "+380500000001"


def keys(made: Box, *options: str) -> list[str]:
    return [row["key"] for row in made.rows("problems", *options)]


def row(made: Box, key: str) -> dict[str, Any]:
    return next(row for row in made.rows("problems", "--all") if row["key"] == key)


def test_a_pulled_modem_is_a_problem_until_it_is_back(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        page = Page(made)
        page.open("/")
        assert "data-badge" not in page.raw and keys(made) == []
        made.do("unplug")
        made.send(ONE, "later")
        until(lambda: set(keys(made)) == {"modem.down", "queue.no_modem"}, 40)
        page.open("/problems")
        assert "Modem m0 does not work" in page.text and "Nothing can be sent now" in page.text
        for path in ("/", "/help", "/outbox"):
            page.open(path)
            assert re.search(r"data-badge>.*?</span>2</b>", page.raw), path
        since = row(made, "modem.down")["opened_at"]
        made.stop()
        made.start()
        until(lambda: made.rows("modems")[0]["state"] == "down", 30)
        assert row(made, "modem.down")["opened_at"] == since, "a restart forgets no beginning"
        made.do("plug")
        until(lambda: made.states() == {"delivered": 1}, 60)
        until(lambda: keys(made) == [], 40)
        ended = row(made, "modem.down")
        assert ended["opened_at"] == since and ended["closed_at"] > since
        page.open("/problems")
        assert "All is well" in page.text and "Over, of the last 30 days" in page.text
        assert "data-badge" not in page.raw


def test_another_sim_is_agreed_to_by_the_button_of_its_problem(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        page = Page(made)
        made.do("sim", swap=OTHER)
        until(lambda: "sim.swapped" in keys(made), 40)
        made.send(ONE, "from whom?")
        page.open("/problems")
        page.press("/modems/m0/accept")
        until(lambda: made.states() == {"delivered": 1}, 30)
        until(lambda: keys(made) == [], 40)
        assert len(made.accepted()) == 1
        page.open("/audit")
        assert "Agreed to another SIM" in page.text


def test_a_paused_modem_and_another_sim_are_settled_from_the_status_page_and_it_says_so_at_once(tmp_path: Path) -> None:
    """Two worse problems stand above, so the cards offer the buttons; no page waits for the next review."""
    with box(tmp_path, modems=5) as made:
        made.start()
        made.await_modems()
        page = Page(made)
        for place in (2, 3, 4):
            made.do("unplug", place)
        made.run("modems", "pause", "m0")
        made.do("sim", 1, swap=OTHER)
        until(lambda: {"modem.paused", "sim.swapped"} <= set(keys(made)), 40)
        until(lambda: keys(made).count("modem.down") == 3, 40)
        page.open("/")
        assert "Modem m0 is paused" not in page.text, "it is not among the worst three"
        reviewed = made.rows("problems", "--all")
        page.press("/modems/m0/resume")
        until(lambda: "/modems/m0/resume" not in page.open("/"), 8)
        page.press("/modems/m1/accept")
        until(lambda: "/modems/m1/accept" not in page.open("/"), 8)
        assert len(reviewed) == 5
        made.send(ONE, "goes")
        until(lambda: made.states() == {"delivered": 1}, 30)
        assert len(made.accepted()) == 1
