"""What every row of the bench is given, and what all rows together may share: folders, thoroughness, one filled box."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.box import Box


@dataclass(slots=True)
class Bench:
    """One run. `quick`: fewer repetitions, smaller crowds, a hurried air; good for a look, not for a verdict."""

    folder: Path
    quick: bool = False
    filled: Box | None = None
    """The box with the million messages, once a row has filled it; its daemon does not run between rows."""
    _used: int = field(default=0)

    @property
    def crowd(self) -> int:
        """Messages of the large store."""
        return 100_000 if self.quick else 1_000_000

    def room(self, name: str) -> Path:
        """A new folder."""
        self._used += 1
        path = self.folder / f"{self._used:03d}-{name}"
        path.mkdir(parents=True)
        return path

    def large(self) -> Box:
        """The box with `crowd` messages queued; filled on first use."""
        if self.filled is None:
            box = Box(self.room("large"), [])
            print(f"  filling a store with {self.crowd:,} messages …", flush=True)
            box.fill(self.crowd)
            self.filled = box
        return self.filled
