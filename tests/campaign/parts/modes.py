"""The 79 fault modes, each on a modem of its own in one daemon with real time-outs: how long until it sends again.

The moment of return is stated with each mode: when the fault fires, or later by as long as it lasts or until somebody
mends what only a person can. From then the modem has `goal` seconds to send something of its own.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from smsbox.modem.simulator.faults.table import FAULTS
from tests.campaign.case import Case, ModeRow, Outcome
from tests.campaign.parts.deaths import finish
from tests.campaign.rig import LONG, Rig, rig
from tests.patience import burden

PART = "modes"
TOGETHER = 27
"""Modes of one run: what two cores can do besides."""

GOAL, REPLUG_GOAL = 60.0, 10.0
RESULT = 60.0
"""A result that does not come is waited for 55 s (27.005 knows no limit, networks do), then the modem is asked."""

UNCONFIRMED = 4.5
"""Longer than PDU mode counts as confirmed on an idle line, and than the question for it takes."""

REST = 310.0
"""A SIM rests five minutes after two or three different numbers were refused by the network in a row; a segment takes
the rest, and so does whatever came before the last of them.
"""


@dataclass(frozen=True, slots=True)
class Mend:
    """What a person does `after` so many seconds: an operation of the simulator."""

    after: float
    op: str
    fields: dict[str, Any] = field(default_factory=dict)
    restart: bool = False
    """He then plugs it in anew."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A mode with its parameters; `lasts` seconds from its firing until the modem can work again."""

    name: str
    params: dict[str, Any] = field(default_factory=dict)
    lasts: float = 0.0
    mend: Mend | None = None
    goal: float = GOAL
    ussd: bool = False
    idle: bool = False
    """It fires while nothing is sent; the work comes later than PDU mode counts as confirmed."""


def _ends(name: str, after: float, goal: float = GOAL, **params: Any) -> Scene:
    """Disarmed `after` so many seconds."""
    return Scene(name, params, after, Mend(after, "disarm", {"name": name}), goal)


_SET_UP_ANEW = Mend(2.0, "reboot", {"seconds": 2.0})
"""What only shows when the modem is set up: it restarts."""

_SPECIAL = (
    Scene("FM-04", {"seconds": 7.0}),
    Scene("FM-07", {"seconds": 20.0}, goal=RESULT + 15),
    Scene("FM-09", {"seconds": 90.0}, goal=RESULT + 15),
    *(Scene(f"FM-{n:02}", goal=RESULT + 15) for n in (8, 10, 28, 44)),
    _ends("FM-16", 30.0),
    Scene("FM-17", goal=REST),
    Scene("FM-21", goal=RESULT),
    _ends("FM-22", 20.0),
    Scene("FM-24", {"after": 1}, 20.0, Mend(20.0, "disarm", {"name": "FM-24"}), REST),
    Scene("FM-25", mend=Mend(20.0, "reboot", {"seconds": 5.0}), lasts=25.0, goal=REST),
    Scene("FM-30", idle=True),
    _ends("FM-34", 20.0, ending="CRCRLF"),
    _ends("FM-35", 20.0),
    Scene("FM-36", {"at": "ctrl-z", "back": 8.0}, 8.0, goal=REPLUG_GOAL),
    Scene("FM-37", {"at": "prompt", "back": 8.0}, 8.0, goal=REPLUG_GOAL),
    Scene("FM-38", {"at": "ctrl-z", "seconds": 6.0, "new_pty": True}, 6.0),
    _ends("FM-39", 20.0, seconds=2.0),
    Scene("FM-40", mend=Mend(15.0, "power_cycle"), lasts=15.0),
    Scene("FM-41", {"seconds": 20.0}, 20.0),
    Scene("FM-42", {"seconds": 20.0}, 20.0),
    *(Scene(name, mend=_SET_UP_ANEW) for name in ("FM-45", "FM-46", "FM-50")),
    Scene("FM-47", {"seconds": 20.0}, 0.0),
    Scene("FM-49", mend=Mend(15.0, "sim", {"pin": None}, restart=True), lasts=15.0),
    Scene("FM-51", {"seconds": 15.0}, 15.0),
    Scene("FM-52", {"now": True, "seconds": 7.0}, 7.0),
    Scene("FM-53", {"stats": [2, 1], "seconds": 10.0}, 10.0),
    Scene("FM-54", {"seconds": 10.0}, 10.0),
    _ends("FM-55", 40.0),
    Scene("FM-56", mend=Mend(20.0, "sim", {"smsc": "+380500000501"}), lasts=20.0, goal=REST),
    Scene("FM-62", {"any": True}),
    Scene("FM-76", {"seconds": 20.0}),
    Scene("FM-79", ussd=True),
)
SCENES: tuple[Scene, ...] = tuple(
    sorted(
        (*_SPECIAL, *(Scene(name) for name in FAULTS if name not in {scene.name for scene in _SPECIAL})),
        key=lambda scene: scene.name,
    )
)

QUIET = frozenset({"FM-23", "FM-31", "FM-33", "FM-48", "FM-71", "FM-78"})
"""Modes that need a setting or a chance of their own to fire."""


class _Modem:
    """One modem of the run: where it is with its scene."""

    def __init__(self, box: Rig, place: int, scene: Scene) -> None:
        self.box, self.place, self.scene = box, place, scene
        self.armed_at = 0.0
        self.mended = scene.mend is None
        self.took: float | None = None
        self._numbers = count()

    def queue(self, many: int, text: str = "Ваше замовлення готове.") -> None:
        """Work that only this modem may do."""
        numbers = [f"+38050000{self.place:02d}{next(self._numbers):02d}" for _ in range(many)]
        self.box.queued |= set(self.box.send(numbers, text))

    def work(self) -> None:
        """Enough to meet every fault that a sending modem can meet."""
        self.queue(3)
        self.queue(1, LONG)

    def begin(self) -> None:
        """Arm the fault, with traffic in both directions."""
        self.armed_at = time.time()
        self.box.do("fault", self.place, name=self.scene.name, **self.scene.params)
        self.box.ask(1, modem=self.place)
        if self.scene.ussd:
            self.box.run("ussd", "--modem", f"m{self.place}", "*111#", check=False)

    def look(self) -> None:
        """Mend what is due, and see whether the modem has sent since its return."""
        mend = self.scene.mend
        if not self.mended and mend is not None and time.time() >= self.armed_at + mend.after:
            self.box.do(mend.op, self.place, **mend.fields)
            if mend.restart:
                self.box.do("power_cycle", self.place)
            self.mended = True
        if self.took is None and self.mended:
            fired = self.box.do("log", self.place, kind="fault", own=True)["entries"][:1]
            back = max(self._fired_at(fired) + self.scene.lasts, self.armed_at + (mend.after if mend else 0.0))
            own = self.box.do("log", self.place, kind="accepted", own=True)["entries"]
            befallen = {entry["n"] + 1 for entry in fired}  # what the fault itself befell shows no return
            later = (entry["t"] / 1e6 for entry in own if entry["n"] not in befallen)
            self.took = next((moment - back for moment in later if moment > back), None)

    def _fired_at(self, fired: Sequence[dict[str, Any]]) -> float:
        return float(fired[0]["t"]) / 1e6 if fired else self.armed_at

    def row(self, outcome: Outcome) -> ModeRow:
        """The line of the table; the oracle's findings are found by the numbers only this modem writes to."""
        mine = f"+38050000{self.place:02d}"
        found = outcome.judgement
        return ModeRow(
            self.scene.name,
            FAULTS[self.scene.name].title,
            outcome.fired[self.scene.name] > 0,
            self.scene.goal,
            self.took,
            sum(mine in each for each in (*found.lost, *found.vanished)),
            sum(mine in each for each in found.silent_duplicates),
        )


def together(folder: Path, dice: random.Random, scenes: Sequence[Scene]) -> Outcome:
    """Some modes at once, each on a modem of its own."""
    outcome = Outcome()
    with rig(folder, modems=len(scenes), orders={}) as box:
        _give_numbers(box)
        modems = [_Modem(box, place, scene) for place, scene in enumerate(scenes)]
        box.start()
        for modem in modems:
            modem.queue(1)
        box.wait(lambda: len(box.accepted()) >= len(modems), 90.0)
        for modem in modems:
            modem.begin()
            if not modem.scene.idle:
                modem.work()
        time.sleep(UNCONFIRMED)
        for modem in modems:
            if modem.scene.idle:
                modem.work()
        _watch(modems)
        finish(box, outcome, 400.0)
        outcome.modes = [modem.row(outcome) for modem in modems]
        outcome.judgement.trouble += [_missed(row) for row in outcome.modes if _missed(row)]
    return outcome


def _give_numbers(box: Rig) -> None:
    blocks = box.config.read_text(encoding="utf-8").split("[[modem]]")
    for place, block in enumerate(blocks[1:]):
        blocks[place + 1] = f'{block.rstrip()}\nallow = ["+38050000{place:02d}"]\n\n'
    box.config.write_text("[[modem]]".join(blocks), encoding="utf-8")


def _watch(modems: Sequence[_Modem]) -> None:
    """Until each has sent again or had its time; who has not gets work every few seconds."""
    begun, fed = time.time(), time.time()
    while any(modem.took is None for modem in modems):
        for modem in modems:
            modem.look()
        waiting = [modem for modem in modems if modem.took is None]
        latest = max((modem.scene.lasts + modem.scene.goal for modem in waiting), default=0.0)
        if time.time() - begun > latest + 60.0 * burden():
            return
        if time.time() - fed > 8.0:
            fed = time.time()
            for modem in waiting:
                modem.queue(1)
        time.sleep(0.3)


def _missed(row: ModeRow) -> str:
    if not row.fired and row.name not in QUIET:
        return f"{row.name} never fired"
    if row.took is None:
        return f"{row.name}: never sent again"
    return f"{row.name}: back after {row.took:.1f} s" if row.took > row.goal * burden() else ""


def cases(dice: random.Random) -> Iterator[Case]:
    """All modes, a group at a time."""
    for start in range(0, len(SCENES), TOGETHER):
        group = SCENES[start : start + TOGETHER]
        name = f"{group[0].name} to {group[-1].name}"
        yield Case(PART, name, lambda folder, dice, group=group: together(folder, dice, group))
