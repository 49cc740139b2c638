"""What a file is recognised as: encoding, sheet, header, columns; with its first rows, for a person to judge."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from smsbox.intake import columns, spool
from smsbox.intake.plan import Plan
from smsbox.intake.reading import Bad, Line, Person, Reading, people
from smsbox.sheets import BadRow, Grid, open_grid

GUESS = -1
"""In place of `Plan.header`: find out."""
PREVIEW = 20
_HEAD = 12
"""Lines among which the header may be."""
_SAMPLE = 150
_SHOWN_CELLS, _SHOWN = 6, 24


@dataclass(frozen=True, slots=True)
class Look:
    """`head`: the first lines, to choose the header from; `samples`: a few values of each column; `people`: the first
    rows as they are understood.
    """

    sheets: tuple[str, ...]
    head: tuple[tuple[int, str], ...]
    samples: tuple[tuple[str, ...], ...]
    people: tuple[Person | Bad, ...]

    def as_json(self) -> str:
        """For the database, and between processes."""
        rows = [json.loads(spool.written(each)) for each in self.people]
        raw = {"sheets": self.sheets, "head": self.head, "samples": self.samples, "people": rows}
        return json.dumps(raw, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Look:
    """What `as_json` wrote."""
    raw: Mapping[str, Any] = json.loads(text)
    return Look(
        tuple(raw["sheets"]),
        tuple((line, cells) for line, cells in raw["head"]),
        tuple(tuple(each) for each in raw["samples"]),
        tuple(spool.read(json.dumps(each)) for each in raw["people"]),
    )


def look(path: Path, plan: Plan, by: Reading) -> tuple[Plan, Look]:
    """`plan` with what it left open found out (no `columns`: guessed anew), and how the file looks then. Raises
    SheetRefused.
    """
    grid = open_grid(path, encoding=plan.encoding, delimiter=plan.delimiter, sheet=plan.sheet)
    head = [each for each in islice(_lines(grid), _HEAD * 2) if any(cell.strip() for cell in each[1])][:_HEAD]
    header = columns.header_of(head, by.country) if plan.header == GUESS else plan.header
    plan = replace(plan, encoding=grid.encoding, delimiter=grid.delimiter, sheet=grid.sheet, header=header)
    named = next((cells for line, cells in head if line == header), ())
    rows = [cells for line, cells in islice(_lines(grid), _SAMPLE) if line > header]
    if not plan.columns:
        plan = replace(plan, columns=columns.guess(named, rows, by.country, by.today))
    shown = tuple(
        (line, " · ".join(cell[:_SHOWN] for cell in cells[:_SHOWN_CELLS] if cell.strip())) for line, cells in head
    )
    samples = tuple(
        tuple(islice((cells[at].strip()[:_SHOWN] for cells in rows if at < len(cells) and cells[at].strip()), 3))
        for at in range(len(plan.columns))
    )
    return plan, Look(grid.sheets, shown, samples, tuple(islice(people(grid.lines(), plan, by), PREVIEW)))


def _lines(grid: Grid) -> Iterator[Line]:
    return (each for each in grid.lines() if not isinstance(each, BadRow))
