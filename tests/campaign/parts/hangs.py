"""Deaf for ever while idle: how long until a modem sends again that only one measure brings back, with real time-outs.

Sticks with 2G timing, in one daemon: some hear again when the radio is switched off and on, some at a restart by
command (six seconds of starting), some when USB takes their power. The goal is 60 s from falling deaf to the next
segment that the network takes, the modem's own starting, searching and sending included.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.campaign.case import Case, Outcome, p95
from tests.campaign.parts.deaths import finish
from tests.patience import burden, until
from tests.whole.sticks import HUAWEI, Sticks, powered, sticks

PART = "hangs"
GOAL = 60.0
EACH = 5
"""Modems of each kind: enough for a 95th percentile that is more than chance."""

CURES = ("radio", "reboot", "usb")
SEASONED = 75.0
"""Seconds at work before the first falls deaf: a port that has just appeared gets more time."""

SPREAD = 10.0
"""Seconds over which they fall deaf, so that each is at another point of its idle round."""


def for_ever(folder: Path, dice: random.Random, *, each: int = EACH, cures: Sequence[str] = CURES) -> Outcome:
    """All kinds at once."""
    outcome, kinds = Outcome(), [cure for cure in cures for _ in range(each)]
    ttys = [f"ttyUSB{place}" for place in range(len(kinds))]
    folder.mkdir(parents=True, exist_ok=True)
    modems = {f"m{place}": _block(folder, place) for place in range(len(kinds))}
    with ExitStack() as stack:
        box = stack.enter_context(sticks(folder, ttys, modems, profile="gsm2g"))
        for place, tty in enumerate(ttys):
            box.machine.plug(f"1-1.{place + 1}", HUAWEI, {2: (tty,)})
        plugs = {f"1-1.{place + 1}": place for place in range(len(kinds))}
        stack.enter_context(powered(box, f"{HUAWEI}\n", plugs))
        box.start()
        box.await_modems()
        _queue(box, range(len(kinds)), 0)
        until(lambda: len(box.accepted()) == len(kinds), what="all at work")
        time.sleep(SEASONED)
        _measure(box, kinds, _fall_deaf(box, kinds, dice), outcome)
        return finish(box, outcome, 120.0)


def _block(folder: Path, place: int) -> str:
    return f'port = "{folder}/machine/dev/ttyUSB{place}"\nallow = ["+38050000{place:02d}"]'


def _queue(box: Sticks, places: Sequence[int], turn: int) -> None:
    numbers = [f"+38050000{place:02d}{turn:02d}" for place in places]
    box.queued |= set(box.send(numbers, "Ваше замовлення готове."))


def _fall_deaf(box: Sticks, kinds: Sequence[str], dice: random.Random) -> list[float]:
    """One after the other; the moment of each. Half of them have work at once, the others a while later."""
    moments, began = [0.0] * len(kinds), time.time()
    plan = sorted((began + dice.uniform(0.0, SPREAD), place) for place in range(len(kinds)))
    for due, place in plan:
        time.sleep(max(0.0, due - time.time()))
        cure = {} if kinds[place] == "usb" else {"cure": kinds[place]}
        moments[place] = time.time()
        box.do("fault", place, name="FM-41", **cure)
        if place % 2:
            _queue(box, [place], 1)
    _queue(box, range(0, len(kinds), 2), 1)
    return moments


def _measure(box: Sticks, kinds: Sequence[str], moments: Sequence[float], outcome: Outcome) -> None:
    """Until all have sent again; what took too long is trouble."""
    took: dict[int, float] = {}
    while len(took) < len(kinds) and time.time() - max(moments) < GOAL + 180.0:
        time.sleep(0.5)
        for place in set(range(len(kinds))) - set(took):
            own: list[dict[str, Any]] = box.do("log", place, kind="accepted", own=True)["entries"]
            back = next((at for entry in own if (at := entry["t"] / 1e6) > moments[place]), None)
            if back is not None:
                took[place] = back - moments[place]
    for cure in sorted(set(kinds)):
        mine = [seconds for place, seconds in took.items() if kinds[place] == cure]
        missing = kinds.count(cure) - len(mine)
        outcome.hangs.setdefault(cure, []).extend(mine)
        if missing:
            outcome.judgement.trouble.append(f"{missing} that only {cure} brings back never sent again")
        if p95(mine) > GOAL * burden():
            figures = ", ".join(f"{each:.0f}" for each in sorted(mine))
            outcome.judgement.trouble.append(f"deaf until {cure}: {figures} s")


def cases(dice: random.Random) -> Iterator[Case]:
    """Once; a night may have more."""
    for turn in range(2):
        yield Case(PART, f"for ever {turn + 1}", for_ever)
