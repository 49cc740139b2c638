"""What a case of the campaign is, and the tally that many cases add up to."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.campaign.oracle import Judgement


@dataclass(frozen=True, slots=True)
class ModeRow:
    """What one fault mode did to one modem: `took` seconds from its return to its next segment (None: it never sent),
    `goal` those it may take, and the oracle's findings on its numbers.
    """

    name: str
    title: str
    fired: bool
    goal: float
    took: float | None
    lost: int
    duplicates: int


@dataclass(slots=True)
class Outcome:
    """What one case found. Seconds are of real time, recoveries as if nothing had been hurried."""

    judgement: Judgement = field(default_factory=Judgement)
    fired: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    recoveries: list[float] = field(default_factory=list)
    """From the modem's return to the first thing it did for us."""
    replugs: list[float] = field(default_factory=list)
    detections: list[float] = field(default_factory=list)
    """From the modem's going until the daemon said so."""
    restarts: list[float] = field(default_factory=list)
    """From a death of the daemon to the first thing the modem did for the next one."""
    modes: list[ModeRow] = field(default_factory=list)
    hangs: dict[str, list[float]] = field(default_factory=dict)
    """From falling deaf for ever to the next segment sent, by the measure that alone helps."""

    def add(self, other: Outcome) -> None:
        """Take over what another case found."""
        self.judgement.add(other.judgement)
        self.fired += other.fired
        self.kills += other.kills
        self.recoveries += other.recoveries
        self.replugs += other.replugs
        self.detections += other.detections
        self.restarts += other.restarts
        self.modes += other.modes
        for cure, seconds in other.hangs.items():
            self.hangs.setdefault(cure, []).extend(seconds)


Run = Callable[[Path, random.Random], Outcome]


@dataclass(frozen=True, slots=True)
class Case:
    """One run in a folder of its own; `dice` make it repeatable."""

    part: str
    name: str
    run: Run

    @property
    def title(self) -> str:
        """As it is listed and chosen."""
        return f"{self.part}/{self.name}"


Part = Callable[[random.Random], Iterator[Case]]
"""The cases of a part: first each once, then, where chance has a say, more without end."""


def p95(values: list[float]) -> float:
    """The 95th percentile, by nearest rank; 0 when there is none."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)] if ordered else 0.0
