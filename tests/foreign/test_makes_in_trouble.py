"""Makes drawn at random on bad days: killed, silent, reset, unplugged; back at work in time, nothing lost or twice."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

import pytest

from tests.foreign import trouble
from tests.foreign.habits import Habits
from tests.foreign.makes import make
from tests.foreign.shop import shop, side_by_side

QUICK = (8, 126, 145)
MANY = range(*map(int, os.environ.get("SMSBOX_MAKES", "0:24").split(":")))
HURRY = 0.02


def misfortunes(hurry: float) -> list[trouble.Misfortune]:
    """What may happen to any make."""
    return [
        *trouble.line(),
        trouble.armed("silence"),
        trouble.armed("silence", lost=True),
        trouble.armed("no_ok"),
        trouble.armed("no_result"),
        trouble.armed("late", seconds=20 * hurry),
        trouble.armed("no_prompt"),
        trouble.secret_reset(),
        trouble.deaf(30.0 * max(hurry, 0.1)),
    ]


def brisk(habits: Habits) -> bool:
    """Whether this make can be set up within the ten seconds promised for a plug put back."""
    slow = habits.slow or habits.resets or habits.busy_seconds or habits.searching or not habits.unknown
    return not slow and habits.reply[1] < 0.1 and habits.prompt_after[1] < 0.1 and habits.result[1] < 1.0


def day(directory: Path, habits: Habits, *, hurry: float, most: int) -> None:
    """A stream of messages and some misfortunes, drawn by the number of the make."""
    drawn = random.Random(habits.name).sample(misfortunes(hurry), most)
    if not brisk(habits):
        drawn = [replace(each, limit=trouble.RETURN) for each in drawn]
    if hurry < 1.0:
        habits = replace(habits, prompt_after=(0.002, 0.05))  # whoever is in a hurry does not wait two seconds for it
    with shop(directory, habits, speed=1.0, hurry=hurry, sending='uncertain_window = "10m"') as box:
        box.modem.net.report_delay = 0.3
        trouble.live_through(box, drawn, messages=12 * most)
        box.wait_empty(60)
        assert sorted(box.arrived) == sorted((row["sender"], row["text"]) for row in box.rows("inbox", "list"))


def test_three_makes_in_trouble(tmp_path: Path) -> None:
    side_by_side(tmp_path, lambda folder, habits: day(folder, habits, hurry=HURRY, most=2), [make(n) for n in QUICK])


@pytest.mark.campaign
@pytest.mark.timeout(6000)
@pytest.mark.skipif(not os.environ.get("SMSBOX_CAMPAIGN"), reason="slow: SMSBOX_CAMPAIGN=1 runs it")
def test_many_makes_in_trouble_at_their_true_pace(tmp_path: Path) -> None:
    makes = [make(number) for number in MANY]
    side_by_side(tmp_path, lambda folder, habits: day(folder, habits, hurry=1.0, most=4), makes, at_once=8)
