"""A bad day on the line: plugs, restarts, kills, a full memory; back at work in time, and all there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.foreign import trouble
from tests.foreign.habits import HUAWEI, TELIT, UBLOX, Habits
from tests.foreign.shop import shop, side_by_side

HURRY = 0.02
FLOOD = [(f"+3805000001{place:02d}", f"Питання {place}") for place in range(8)]
MAKES = (HUAWEI, TELIT, UBLOX)


def portion(habits: Habits) -> list[trouble.Misfortune]:
    """A third of the misfortunes for each of the three; the campaign gives every make all of them."""
    return trouble.line()[MAKES.index(habits) :: 3]


def day(directory: Path, habits: Habits) -> None:
    """A stream of messages, a flood of answers, and what happens to plugs and processes."""
    with shop(directory, habits, speed=0.02, hurry=HURRY, sending='uncertain_window = "10m"') as box:
        trouble.live_through(box, [trouble.full(FLOOD), *portion(habits)], messages=24)
        box.wait_empty(60)
        got = Counter((row["sender"], row["text"]) for row in box.rows("inbox", "list"))
        assert got == Counter([*FLOOD, *box.arrived])


def test_a_bad_day_on_the_line(tmp_path: Path) -> None:
    side_by_side(tmp_path, day, MAKES)
