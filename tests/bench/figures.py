"""Figures and how they are judged: several measurements of one thing, the goal they are held against, one table."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


def p95(values: Sequence[float]) -> float:
    """The 95th percentile, nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(0.95 * len(ordered)) - 1)]


@dataclass(frozen=True, slots=True)
class Figure:
    """Measurements of `what`; the goal holds for their median, or for their p95 with `percentile`.

    `least`/`most`: the goal (None: told for comparison only). `unit` follows every number.
    """

    what: str
    values: Sequence[float]
    unit: str = ""
    least: float | None = None
    most: float | None = None
    percentile: bool = False
    note: str = ""

    @property
    def judged(self) -> float:
        """The one number the goal is about."""
        return p95(self.values) if self.percentile else statistics.median(self.values)

    @property
    def met(self) -> bool | None:
        """Whether the goal was reached; None without a goal."""
        if self.least is None and self.most is None:
            return None
        return (self.least is None or self.judged >= self.least) and (self.most is None or self.judged <= self.most)

    @property
    def goal(self) -> str:
        """The goal in words of the table."""
        if self.least is not None:
            return f"≥ {number(self.least)} {self.unit}".strip()
        return f"≤ {number(self.most)} {self.unit}".strip() if self.most is not None else ""

    @property
    def measured(self) -> str:
        """`p95 12 ms, median 8, 3–15, n 20`."""
        middle = number(statistics.median(self.values))
        spread = f"{number(min(self.values))}–{number(max(self.values))}, n {len(self.values)}"
        if len(self.values) == 1:
            return f"{middle} {self.unit}".strip()
        if self.percentile:
            return f"p95 {number(self.judged)} {self.unit}, median {middle}, {spread}"
        return f"median {middle} {self.unit}, {spread}".replace(" ,", ",")

    @property
    def verdict(self) -> str:
        """`met`, `MISSED`, or nothing."""
        return {None: "", True: "met", False: "MISSED"}[self.met]

    def as_json(self) -> dict[str, object]:
        """Everything, for machines."""
        return {
            "what": self.what,
            "goal": self.goal,
            "judged": self.judged,
            "unit": self.unit,
            "met": self.met,
            "values": list(self.values),
            "note": self.note,
        }


def number(value: float) -> str:
    """Three significant digits, without an exponent."""
    if value == 0 or abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.{max(0, 2 - math.floor(math.log10(abs(value))))}f}"


@dataclass(slots=True)
class Table:
    """The table as it grows; every figure is also told at once, so that an aborted run is not lost."""

    figures: list[Figure] = field(default_factory=list)

    def add(self, figures: Iterable[Figure]) -> None:
        """Take figures in and tell them."""
        for figure in figures:
            self.figures.append(figure)
            print(f"  {figure.what}: {figure.measured} {figure.verdict}", flush=True)

    def text(self) -> str:
        """What | goal | measured | verdict, then the notes."""
        rows = [("what", "goal", "measured", "")]
        notes: list[str] = []
        for figure in self.figures:
            if figure.note and figure.note not in notes:
                notes.append(figure.note)
            mark = f" [{notes.index(figure.note) + 1}]" if figure.note else ""
            rows.append((figure.what + mark, figure.goal, figure.measured, figure.verdict))
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        lines = [
            " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
        ]
        lines.insert(1, "-+-".join("-" * width for width in widths))
        return "\n".join(lines + [f"[{place}] {note}" for place, note in enumerate(notes, 1)])
