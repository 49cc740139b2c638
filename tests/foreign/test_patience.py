"""The slow waits at their true length: results after a minute and more, a deaf minute, silence for ever."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.foreign import trouble
from tests.foreign.habits import SIMCOM, UBLOX, Habits
from tests.foreign.shop import shop, side_by_side

pytestmark = [
    pytest.mark.campaign,
    pytest.mark.timeout(1500),
    pytest.mark.skipif(not os.environ.get("SMSBOX_CAMPAIGN"), reason="slow: SMSBOX_CAMPAIGN=1 runs it"),
]


@pytest.mark.parametrize("habits", [replace(SIMCOM, result=(59.0, 60.0)), replace(UBLOX, result=(95.0, 100.0))])
def test_the_longest_result_a_maker_publishes_is_waited_for_in_silence(tmp_path: Path, habits: Habits) -> None:
    with shop(tmp_path, habits, speed=1.0) as box:
        box.modem.net.report_delay = 5.0
        people = box.send("перше", "друге")
        box.start()
        box.wait_accepted(2, 300)
        box.wait_states({"delivered"}, 150)
        assert set(box.truth.texts()) == set(people)
        assert not box.truth.violations


def a_slow_day(directory: Path, habits: Habits) -> None:
    """Every misfortune, in its own time."""
    with shop(directory, habits, speed=0.05) as box:
        late = [trouble.armed("late", seconds=seconds) for seconds in (20.0, 45.0, 90.0)]
        silence = [trouble.armed("silence"), trouble.armed("silence", lost=True), trouble.deaf(60.0)]
        rest = [
            misfortune for misfortune in trouble.sending(1.0) if not misfortune.name.startswith(("late", "silence"))
        ]
        trouble.live_through(box, [*late, *silence, *rest, *trouble.line()], messages=60)


def test_a_slow_day_with_every_make(tmp_path: Path) -> None:
    side_by_side(tmp_path, a_slow_day)
