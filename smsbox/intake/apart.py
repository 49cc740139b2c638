"""Files of any length, read in a process of their own: a million rows in the daemon would take turns with its relays
and pages; and whatever a file does to a reader, it does there.

The process is `smsbox.intake.program`, ordered as `sheets.process` says.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from smsbox.intake import looking
from smsbox.intake import plan as plans
from smsbox.intake.looking import Look
from smsbox.intake.plan import Plan
from smsbox.intake.reading import Reading
from smsbox.sheets import SheetRefused
from smsbox.sheets.process import Apart

PROGRAM = (sys.executable, "-m", "smsbox.intake.program")
LOOK, COUNT = "look", "count"
LOOK_SECONDS = 90.0
"""How long somebody waits for the first look at a file."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of import `import_id` of the box that works in `directory` with the database at `url`."""

    act: str
    url: str
    directory: str
    import_id: int
    plan: str
    country: str
    zone: str
    today: str
    parts: tuple[str, str, str]

    @classmethod
    def of(cls, act: str, url: str, directory: Path, import_id: int, plan: Plan, by: Reading) -> Order:
        """As the floors above have it."""
        told = (by.country, by.zone.key, by.today.isoformat(), by.parts)
        return cls(act, url, str(directory), import_id, plan.as_json(), *told)

    @property
    def reading(self) -> Reading:
        """By what cells are understood."""
        country, zone, today = self.country, ZoneInfo(self.zone), date.fromisoformat(self.today)
        return Reading(country, zone, today, (self.parts[0], self.parts[1], self.parts[2]))


class Reader:
    """One order under way. `answers` gives what has come; `over` when there is no more, `silent`: nothing came."""

    def __init__(self, order: Order) -> None:
        """Raises OSError when the system gives no process."""
        self._process = Apart(PROGRAM, asdict(order))
        self._held, self.over, self.silent = b"", False, False

    def answers(self, seconds: float) -> list[dict[str, Any]]:
        """What has come, waiting for something at most `seconds`."""
        piece = b"" if self.over else self._process.piece(seconds)
        self.silent = not self.over and piece is None
        if piece is None:
            return []
        self.over = not piece
        *lines, self._held = (self._held + piece).split(b"\n")
        return [json.loads(line) for line in lines]

    def close(self) -> None:
        """Have it stopped, if it is not at its end."""
        self._process.close()


def look(order: Order, name: str) -> tuple[Plan, Look]:
    """What the file is recognised as. Raises SheetRefused, by the `name` the file came with; also when the reader died
    of it, or found no end.
    """
    reader = Reader(order)
    try:
        answers: list[dict[str, Any]] = []
        while not answers and not reader.over:
            answers = reader.answers(LOOK_SECONDS)
            if reader.silent:
                raise SheetRefused(path=name, reason="slow", detail="")
    finally:
        reader.close()
    refuse(answers, name)
    return plans.from_json(answers[0]["plan"]), looking.from_json(answers[0]["look"])


def refuse(answers: list[dict[str, Any]], name: str) -> None:
    """Raise SheetRefused when that is the answer, or when there is none."""
    facts = answers[-1].get("refused") if answers else {"reason": "not_xlsx"}
    if facts is not None:
        raise SheetRefused(**{"detail": "", **facts, "path": name})
