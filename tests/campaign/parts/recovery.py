"""Back at work by itself: real time-outs, one daemon, one modem for each kind of trouble, all at once.

Each modem may reach numbers of its own only (`allow`), so that what it sends is its own work. The goals are 60 s from
the modem's return, 10 s when it was unplugged and is plugged in again; measured to the first segment it sends.
"""

from __future__ import annotations

import json
import random
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.campaign.case import Case, Outcome
from tests.campaign.parts.deaths import finish
from tests.campaign.rig import Rig, rig
from tests.patience import burden

PART = "recovery"
GOAL, REPLUG_GOAL = 60.0, 10.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """An operation of the simulator; `back`: seconds from then until the modem could work again."""

    title: str
    op: str
    fields: dict[str, Any] = field(default_factory=dict)
    back: float = 0.0
    replug: bool = False
    silent: bool = False
    """A second and a half before it, the modem takes a segment and does not answer."""


def _break(
    name: str, title: str, after: float, *, replug: bool = False, silent: bool = False, **fields: Any
) -> Trouble:
    return Trouble(title, "fault", {"name": name} | fields, after, replug, silent)


TROUBLES = (
    Trouble("restart, new pty", "reboot", {"new_pty": True, "seconds": 6.0}, 6.0),
    Trouble("restart, same pty", "reboot", {"new_pty": False, "seconds": 6.0}, 6.0),
    _break("FM-38", "restart after Ctrl-Z", 6.0, at="ctrl-z", seconds=6.0, new_pty=True),
    _break("FM-38", "restart at the prompt", 6.0, at="prompt", seconds=6.0, new_pty=False),
    Trouble("unplugged while idle", "unplug", {"seconds": 8.0}, 8.0, True),
    _break("FM-36", "unplugged after Ctrl-Z", 8.0, replug=True, at="ctrl-z", back=8.0),
    _break("FM-36", "unplugged in mid-reply", 8.0, replug=True, at="reply", back=8.0),
    _break("FM-37", "back as another tty", 8.0, replug=True, at="prompt", back=8.0),
    _break("FM-41", "deaf for 20 s", 20.0, seconds=20.0),
    _break("FM-41", "deaf for 70 s", 70.0, seconds=70.0),
    _break("FM-42", "reads nothing for 20 s", 20.0, seconds=20.0),
    _break("FM-51", "no SIM for 15 s", 15.0, seconds=15.0),
    _break("FM-41", "deaf while a result is awaited, for 70 s", 71.5, silent=True, seconds=70.0),
    _break("FM-53", "searching for 10 s", 10.0, stats=[2, 1], seconds=10.0),
)


def all_at_once(folder: Path, dice: random.Random, *, troubles: tuple[Trouble, ...] = TROUBLES) -> Outcome:
    """Every trouble on a modem of its own; how long each took to send again."""
    outcome = Outcome()
    with rig(folder, modems=len(troubles), orders={}) as box:
        _give_numbers(box)
        box.start()
        _queue(box, 2)
        box.wait(lambda: len(box.accepted()) >= 2 * len(troubles), 60.0)
        _queue(box, 3)
        begun = time.time()
        for place, trouble in enumerate(troubles):
            if trouble.silent:
                box.do("fault", place, name="FM-07", seconds=200.0)
            else:
                box.do(trouble.op, place, **trouble.fields)
        _queue(box, 2)
        time.sleep(max(0.0, begun + 1.5 - time.time()))
        for place, trouble in enumerate(troubles):
            if trouble.silent:
                box.do(trouble.op, place, **trouble.fields)
        # Some of the others may have gone out in the moment before the plug was pulled.
        _queue(box, 1)
        _watch(box, troubles, begun, outcome)
        return finish(box, outcome, 240.0)


def _give_numbers(box: Rig) -> None:
    text, places = box.config.read_text(encoding="utf-8"), iter(range(99))
    blocks = text.split("[[modem]]")
    blocks[1:] = [f'{block.rstrip()}\nallow = ["+38050000{next(places):02d}"]\n\n' for block in blocks[1:]]
    box.config.write_text("[[modem]]".join(blocks), encoding="utf-8")


def _queue(box: Rig, many: int) -> None:
    """`many` messages for each modem."""
    start = len(box.queued) // len(box.links)
    numbers = [f"+38050000{place:02d}{start + turn:02d}" for turn in range(many) for place in range(len(box.links))]
    box.queued |= set(box.send(numbers, "Ваше замовлення готове."))


def _own(box: Rig, place: int) -> list[dict[str, Any]]:
    return box.do("log", place, kind="accepted", own=True)["entries"]


def _watch(box: Rig, troubles: tuple[Trouble, ...], begun: float, outcome: Outcome) -> None:
    """Until each modem has sent again after its return, or had its time; `begun` and the wire log tell Unix time.

    What was accepted just when the trouble came does not count as being back, and who has no work left gets some.
    """
    waiting, noticed = dict(enumerate(troubles)), set[int]()
    while waiting and time.time() - begun < max(t.back for t in troubles) + GOAL + 120:
        time.sleep(0.2)
        for name in _not_ready(box):
            if name not in noticed:
                noticed.add(name)
                outcome.detections.append(time.time() - begun)
        for place, trouble in list(waiting.items()):
            returned = begun + trouble.back
            seconds = next((t - returned for entry in _own(box, place) if (t := entry["t"] / 1e6) > returned), None)
            if seconds is not None:
                del waiting[place]
                (outcome.replugs if trouble.replug else outcome.recoveries).append(seconds)
                if seconds > (goal := REPLUG_GOAL if trouble.replug else GOAL) and seconds > goal * burden():
                    outcome.judgement.trouble.append(f"{trouble.title}: back after {seconds:.1f} s")
        if waiting and box.nothing_waits():
            _queue(box, 1)
    outcome.judgement.trouble += [f"{trouble.title}: never came back" for trouble in waiting.values()]


def _not_ready(box: Rig) -> Iterator[int]:
    """Places of the modems that the daemon says are not ready."""
    try:
        with socket.socket(socket.AF_UNIX) as bell:
            bell.settimeout(2.0)
            bell.connect(str(box.directory / "smsbox.doorbell"))
            bell.sendall(b"modems\n")
            answer = b"".join(iter(lambda: bell.recv(65536), b""))
    except OSError:
        return
    for line in answer.splitlines():
        status = json.loads(line)
        if status["state"] != "ready":
            yield int(status["name"].removeprefix("m"))


def cases(dice: random.Random) -> Iterator[Case]:
    """Three times, for the statistics."""
    for turn in range(3):
        yield Case(PART, f"all at once {turn + 1}", all_at_once)
