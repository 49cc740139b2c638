"""Databases of released schemas with real rows: each was filled by the program of its time, its daemon, its command
line and its simulator of a modem. `N.sql` is schema N; 4 to 6 were never released. None of them changes any more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
RELEASED = sorted(int(each.stem) for each in FOLDER.glob("*.sql"))

Rows = dict[str, list[dict[str, Any]]]


def lay(schema: int, path: Path) -> None:
    """The database of that schema as a file at `path`."""
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA page_size = 1024")
        made.execute("PRAGMA journal_mode = WAL")
        made.executescript((FOLDER / f"{schema}.sql").read_text(encoding="utf-8"))


def rows(path: Path, *, without: tuple[str, ...] = ("sqlite_sequence",)) -> Rows:
    """All that is in the file at `path`: the rows of each table by column, in the order of the rows as written out."""
    with closing(sqlite3.connect(path)) as found:
        found.row_factory = sqlite3.Row
        names = found.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        return {name: _all(found.execute, name) for (name,) in names if name not in without}


def _all(run: Callable[[str], Any], table: str) -> list[dict[str, Any]]:
    return sorted((dict(row) for row in run(f'SELECT * FROM "{table}"').fetchall()), key=repr)


def fill(path: Path) -> None:
    """Two rows in every table that the real ones left empty, so that none of them is only made anew."""
    with closing(sqlite3.connect(path)) as filled, filled:
        for table, found in rows(path).items():
            if found:
                continue
            columns = filled.execute(f'PRAGMA table_info("{table}")').fetchall()
            marks = ", ".join("?" * len(columns))
            for number in (1, 2):
                values = [_value(kind, number) for _, _, kind, *_ in columns]
                filled.execute(f'INSERT INTO "{table}" VALUES ({marks})', values)


def _value(kind: str, number: int) -> object:
    if "INT" in kind.upper():
        return 7 + number
    return bytes([number, 0, 255]) if "BLOB" in kind.upper() else f"ї {number}"
