"""What one box keeps for itself among the options: its settings and their trials, apart from those of other boxes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from pathlib import Path

from smsbox.clock import Micros
from smsbox.store import options
from smsbox.store.db import Store


def box_id(directory: Path) -> str:
    """The name of this box in claims, made once: a restart finds its own segments in a shared database too."""
    path = directory / "box-id"
    try:
        known = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        known = ""
    if not known:
        known = uuid.uuid4().hex[:12]
        path.write_text(known + "\n", encoding="ascii")
    return known


class Kept:
    """The options of the box that works in `directory`; in a shared database their keys begin with its name."""

    def __init__(self, store: Store, directory: Path) -> None:
        """Raises OSError when the box has no name yet and cannot write it down."""
        self.store = store
        self._prefix = "" if store.dialect.sole_owner else f"{box_id(directory)}."

    @property
    def box(self) -> str:
        """What rows of this box alone are marked with: its name in a shared database, "" in one of its own."""
        return self._prefix.removesuffix(".")

    def rows(self) -> dict[str, str]:
        """All by key."""
        found = options.everything(self.store).items()
        return {key.removeprefix(self._prefix): value for key, value in found if key.startswith(self._prefix)}

    def put(self, key: str, value: str, now: Micros) -> None:
        """Set `key`."""
        options.put(self.store, self._prefix + key, value, now)

    def drop(self, key: str) -> bool:
        """Forget `key`; whether it was set."""
        return options.drop(self.store, self._prefix + key)

    def become(self, before: Mapping[str, str], after: Mapping[str, str], now: Micros) -> None:
        """Write what differs between rows `before` and `after`, inside the caller's transaction."""
        for key in before.keys() - after.keys():
            self.drop(key)
        for key, value in after.items():
            if before.get(key) != value:
                self.put(key, value, now)
