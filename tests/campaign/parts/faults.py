"""Every fault mode of the simulated modem that concerns sending, link, inbound or reports, singly, with traffic."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.campaign.case import Case, Outcome
from tests.campaign.parts.deaths import finish
from tests.campaign.rig import HURRY, Rig, rig

PART = "faults"


@dataclass(frozen=True, slots=True)
class Dose:
    """A fault mode with its parameters; `ends` seconds after which it is disarmed (None: it ends by itself)."""

    name: str
    params: dict[str, Any] = field(default_factory=dict)
    ends: float | None = None
    idle: bool = False
    """Give it while nothing is being sent, and send afterwards."""

    @property
    def title(self) -> str:
        """Name and parameters."""
        return " ".join([self.name, *(f"{key}={value}" for key, value in self.params.items())])

    def give(self, box: Rig, modem: int = 0) -> None:
        """Arm it."""
        box.do("fault", modem, name=self.name, **self.params)


_ACCEPTED = ({"accepted": True}, {"accepted": False})

DOSES: tuple[Dose, ...] = (
    *(Dose(f"FM-{n:02}") for n in (1, 2, 3, 4, 5, 6)),
    Dose("FM-01", {"count": 3}),
    Dose("FM-07", {"seconds": 1.0}),
    Dose("FM-08"),
    Dose("FM-09", {"seconds": 1.5}),
    Dose("FM-09", {"seconds": 3.2}),
    Dose("FM-09", {"seconds": 4.5}),
    Dose("FM-10"),
    *(Dose("FM-11", params) for params in _ACCEPTED),
    *(Dose(f"FM-{n}") for n in (12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 26, 27, 28, 29)),
    Dose("FM-16", ends=3.0),
    Dose("FM-22", ends=1.5),
    Dose("FM-24", ends=2.0),
    Dose("FM-25", ends=2.0),
    Dose("FM-30", idle=True),
    Dose("FM-31"),
    Dose("FM-32", {"count": 5}),
    Dose("FM-33"),
    *(Dose("FM-34", {"ending": ending}, ends=4.0) for ending in ("CRCRLF", "LF", "CR")),
    Dose("FM-35", ends=6.0),
    Dose("FM-35", {"random": True}, ends=6.0),
    *(Dose("FM-36", {"at": at, "back": 0.8} | a) for at in ("idle", "prompt", "ctrl-z", "reply") for a in _ACCEPTED),
    Dose("FM-37", {"at": "ctrl-z", "back": 0.8}),
    *(
        Dose("FM-38", {"at": at, "new_pty": new_pty, "seconds": 0.5} | a)
        for at in ("idle", "prompt", "ctrl-z", "reply")
        for new_pty in (True, False)
        for a in _ACCEPTED
    ),
    Dose("FM-39", {"seconds": 0.2}, ends=2.0),
    Dose("FM-41", {"seconds": 1.0}),
    Dose("FM-41", {"seconds": 6.0}),
    Dose("FM-42", {"seconds": 3.0}),
    Dose("FM-43", {"count": 6}),
    Dose("FM-44"),
    Dose("FM-45", {"command": "+CSQ"}),
    Dose("FM-46", {"command": "+CMGL"}),
    Dose("FM-47", {"seconds": 2.0}),
    Dose("FM-48", idle=True),
    Dose("FM-51", {"seconds": 1.0}),
    Dose("FM-52", {"now": True, "seconds": 1.5}),
    Dose("FM-53"),
    Dose("FM-54"),
    Dose("FM-55", ends=3.0),
    Dose("FM-57"),
    Dose("FM-58"),
    Dose("FM-59"),
    Dose("FM-60"),
    Dose("FM-60", {"form": "index"}),
    Dose("FM-61"),
    Dose("FM-62", {"any": True}),
    Dose("FM-63"),
    Dose("FM-63", {"form": "ok"}),
    Dose("FM-64"),
    Dose("FM-65"),
    *(Dose("FM-66", {"kind": kind}) for kind in ("order", "duplicated", "wide", "same")),
    *(Dose(f"FM-{n}") for n in (67, 68, 69, 70, 72, 73, 74, 75, 77, 78)),
    Dose("FM-71"),
    Dose("FM-76", {"seconds": 1.5}),
)

QUIETLY = {"FM-30", "FM-31", "FM-33", "FM-48", "FM-23", "FM-71", "FM-78"}
"""Modes that need a setting or a chance of their own to fire, so that not firing is no failure of the campaign."""


def one(folder: Path, dice: random.Random, dose: Dose, *, naive: bool = False) -> Outcome:
    """One fault in a run of ten messages, two of them long."""
    outcome = Outcome()
    with rig(folder, orders={"hurry": HURRY, "naive": naive}) as box:
        box.start()
        box.queue(2)
        box.wait(lambda: len(box.accepted()) >= 2)
        before = len(box.accepted())
        if dose.idle:
            box.wait(box.nothing_waits)
        dose.give(box)
        box.queue(5, 2)
        box.ask(2)
        if dose.ends is not None:
            time.sleep(dose.ends)
            box.do("disarm", name=dose.name)
        box.queue(1)
        finish(box, outcome)
        if not outcome.fired[dose.name] and dose.name not in QUIETLY:
            outcome.judgement.trouble.append(f"{dose.title} never fired")
        if len(box.accepted()) <= before:
            outcome.judgement.trouble.append("nothing was sent after the fault")
    return outcome


def cases(dice: random.Random) -> Iterator[Case]:
    """Each dose once, in random order."""
    doses = list(DOSES)
    dice.shuffle(doses)
    for dose in doses:
        yield Case(PART, dose.title, lambda f, d, dose=dose: one(f, d, dose))
