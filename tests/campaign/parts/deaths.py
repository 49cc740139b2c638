"""kill -9: at random moments of a run of a hundred messages, and at every numbered point of a short one."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.campaign.case import Case, Outcome
from tests.campaign.rig import HURRY, Rig, rig

PART = "deaths"
_MIXED_IN = ("FM-07", "FM-08", "FM-09", "FM-10", "FM-12", "FM-04", "FM-59", "FM-63", "FM-72", "FM-35")
"""Faults that make a death worse: nobody knows what the modem did, or it speaks at the wrong moment."""


def random_moments(folder: Path, dice: random.Random, *, singles: int = 75, longs: int = 8, kills: int = 12) -> Outcome:
    """A hundred segments, with people writing meanwhile, and a kill -9 every now and then."""
    outcome = Outcome()
    with rig(folder, profile="fast") as box:
        # Without reports a doubt stays a doubt, so that it can be seen to be flagged.
        box.do("reports", hold=dice.random() < 0.5)
        box.queue(singles, longs)
        box.start()
        box.wait(box.accepted)
        for _ in range(kills):
            time.sleep(dice.uniform(0.05, 1.0))
            box.ask(dice.randint(0, 2))
            box.kill()
            died, before = time.monotonic(), len(box.accepted())
            outcome.kills += 1
            box.ask(dice.randint(0, 1))
            box.start()
            if box.wait(lambda before=before: len(box.accepted()) > before, 5.0):
                outcome.restarts.append(time.monotonic() - died)
            elif box.nothing_waits():
                break
        return finish(box, outcome)


def finish(box: Rig, outcome: Outcome, seconds: float = 40.0) -> Outcome:
    """Let the parked reports go, wait until all is quiet, and judge."""
    try:
        box.settle(seconds)
        if box.do("release_reports")["released"]:
            box.settle(seconds)
    except AssertionError as error:
        outcome.judgement.trouble.append(str(error))
    outcome.judgement.add(box.judge())
    for place in range(len(box.links)):
        outcome.fired.update(box.do("fired", place)["fired"])
    return outcome


def at_points(
    folder: Path, dice: random.Random, *points: dict[str, Any], fault: str | None = None, naive: bool = False
) -> Outcome:
    """A short run, killed at each of `points` in turn (each in a new life of the daemon)."""
    outcome = Outcome()
    with rig(folder, orders={"hurry": HURRY, "naive": naive}) as box:
        _short_run(box)
        if fault is not None:
            box.do("fault", name=fault, count=1)
        for at in points:
            box.start(at=at, points=str(folder / "points"))
            box.wait(box.accepted, 2.0)
            box.ask(1)
            if box.wait(lambda: box.ended() or box.nothing_waits(), 30.0) and box.ended():
                outcome.kills += 1
                box.bury()  # a life in between would send what the next one is to die of
            else:
                box.kill()
        return finish(box, outcome)


def _short_run(box: Rig) -> None:
    box.queue(2, 1)


def passed_points(folder: Path) -> int:
    """How many points a short run has, counted by one that lives."""
    with rig(folder) as box:
        _short_run(box)
        box.start(points=str(folder / "points"))
        box.wait(box.accepted, 5.0)
        box.ask(1)
        box.settle()
        return len((folder / "points").read_text().splitlines())


def cases(dice: random.Random) -> Iterator[Case]:
    """A random run, then all points in random order, then pairs of points with modem faults mixed in."""
    yield Case(PART, "random moments", random_moments)
    last = 300
    numbers = list(range(1, last))
    dice.shuffle(numbers)
    for turn, number in enumerate(numbers):
        yield Case(PART, f"point {number}", lambda f, d, n=number: at_points(f, d, {"number": n}))
        if turn % 15 == 14:
            yield Case(PART, "random moments", random_moments)
    while True:
        pair = [{"number": dice.randrange(1, last)} for _ in range(2)]
        fault = dice.choice(_MIXED_IN)
        yield Case(
            PART,
            f"points {pair[0]['number']}, {pair[1]['number']} with {fault}",
            lambda f, d, pair=pair, fault=fault: at_points(f, d, *pair, fault=fault),
        )
        yield Case(PART, "random moments", random_moments)
