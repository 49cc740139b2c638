"""A bad day of sending: results late, missing or contradicted; nothing lost, nothing twice without a mark."""

from __future__ import annotations

from pathlib import Path

from tests.foreign import trouble
from tests.foreign.habits import MINIMAL, QUECTEL, SIMCOM, Habits
from tests.foreign.shop import shop, side_by_side

HURRY = 0.02
MAKES = (QUECTEL, SIMCOM, MINIMAL)


def portion(habits: Habits) -> list[trouble.Misfortune]:
    """A third of the misfortunes for each of the three; the campaign gives every make all of them."""
    return trouble.sending(HURRY)[MAKES.index(habits) :: 3]


def day(directory: Path, habits: Habits) -> None:
    """A stream of messages and what the modem does to it."""
    with shop(directory, habits, speed=0.005, hurry=HURRY, sending='uncertain_window = "10m"') as box:
        trouble.live_through(box, portion(habits), messages=24)


def test_a_bad_day_of_sending(tmp_path: Path) -> None:
    side_by_side(tmp_path, day, MAKES)
