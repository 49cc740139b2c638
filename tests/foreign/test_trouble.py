"""A bad day with each make of modem: nothing lost, nothing twice without a mark, back at work in time."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.foreign import trouble
from tests.foreign.habits import Habits
from tests.foreign.shop import shop, side_by_side
from tests.foreign.trouble import REPLUG, RETURN, armed, murder, power

HURRY = 0.03
FLOOD = [(f"+3805000001{place:02d}", f"Питання {place}") for place in range(8)]


def sending_day(directory: Path, habits: Habits) -> None:
    """What a modem does to those who send: results late, missing, contradicted."""
    with shop(directory, habits, speed=0.005, hurry=HURRY, sending='uncertain_window = "10m"') as box:
        trouble.live_through(
            box,
            [
                armed("late", seconds=20 * HURRY),
                armed("late", seconds=45 * HURRY),
                armed("no_ok"),
                armed("no_result"),
                armed("garbage"),
                armed("error_after_accept"),
                armed("latin1"),
                armed("refuse"),
                armed("no_prompt"),
                armed("silence"),
                armed("silence", lost=True),
                trouble.secret_reset(),
                armed("late", seconds=90 * HURRY),
            ],
            messages=60,
        )


def line_day(directory: Path, habits: Habits) -> None:
    """What happens to the line and to the daemon: plugs, restarts, kills, a full memory."""
    with shop(directory, habits, speed=0.02, hurry=HURRY, sending='uncertain_window = "10m"') as box:
        trouble.live_through(
            box,
            [
                trouble.full(FLOOD),
                power("new pty in its place", 0.0, RETURN),
                power("link gone for 3 s", 3.0, REPLUG),
                murder("kill_in_body", after=30),
                trouble.vanish(0.0),
                murder("kill_after_ctrl_z"),
                trouble.vanish(3.0),
                murder("kill_at_cmgd"),
                power("the old pty stays open", 0.0, RETURN, zombie=True),
            ],
            messages=40,
        )
        box.wait_empty(60)
        got = Counter((row["sender"], row["text"]) for row in box.rows("inbox", "list"))
        assert got == Counter([*FLOOD, (trouble.number(190), "at the moment of removal")])


def test_a_bad_day_of_sending_with_every_make(tmp_path: Path) -> None:
    side_by_side(tmp_path, sending_day)


def test_a_bad_day_on_the_line_with_every_make(tmp_path: Path) -> None:
    side_by_side(tmp_path, line_day)
