"""What a reader has met so far of a table, by number: on the disk, since a long one would fill the memory."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable
from pathlib import Path

_FEW_KIB = 512
"""So much of it is kept in memory; a table of some thousand rows never touches the disk."""


class Met:
    """Whole numbers, each with the line where it stood first. What does not fit into memory lies in a nameless file of
    `folder` that goes with this object; None: where the system keeps such files. Raises sqlite3.Error when it is full.
    """

    def __init__(self, folder: Path | None = None) -> None:
        path = None if folder is None else folder / f"met-{secrets.token_hex(6)}"
        self._rows = sqlite3.connect(path or "", isolation_level=None)
        for pragma in (f"cache_size = -{_FEW_KIB}", "journal_mode = OFF", "synchronous = OFF"):
            self._rows.execute(f"PRAGMA {pragma}")
        self._rows.execute("CREATE TABLE met (what INTEGER PRIMARY KEY, line INTEGER NOT NULL)")
        if path is not None:
            path.chmod(0o600)
            path.unlink()
        self._rows.execute("BEGIN")

    def line_of(self, what: int) -> int | None:
        """Where it stood, None: nowhere yet."""
        row = self._rows.execute("SELECT line FROM met WHERE what = ?", (what,)).fetchone()
        return row[0] if row else None

    def __contains__(self, what: int) -> bool:
        return self.line_of(what) is not None

    def keep(self, whats: Iterable[int], line: int = 0) -> None:
        """They stand in `line`, unless they stood somewhere before."""
        self._rows.executemany("INSERT OR IGNORE INTO met (what, line) VALUES (?, ?)", [(each, line) for each in whats])
