"""Owns the empty database of the tests: the program makes one, and where the next is asked for, that is copied.

To make one takes longer than most tests do. Daemons, and the tests of the store itself, make theirs.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from smsbox.store import opening

_made: dict[int, bytes] = {}
_fill = opening._fill_file


def copy_what_was_made(patch: pytest.MonkeyPatch) -> None:
    """From now on, as long as the schema stays the same."""
    patch.setattr(opening, "_fill_file", _filled)


def make_each(patch: pytest.MonkeyPatch) -> None:
    """As the program does it."""
    patch.setattr(opening, "_fill_file", _fill)


def _filled(path: Path) -> None:
    schema = id(opening.MIGRATIONS)
    if schema in _made:
        path.write_bytes(_made[schema])
        return
    _fill(path)
    _made[schema] = path.read_bytes()
