"""What the pages need of whoever makes backups."""

from __future__ import annotations

from typing import Protocol


class BackupDesk(Protocol):
    """Somebody who makes one backup at a time, and reads whole ones, beside the daemon."""

    @property
    def act(self) -> str:
        """What is being done at this moment: `make`, `check`, or "" for nothing."""
        ...

    def make(self) -> bool:
        """Begin one now; False while something is being done already."""
        ...

    def check(self, path: str) -> bool:
        """Have the file read whole; False while something is being done already."""
        ...
