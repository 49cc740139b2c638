"""The wire log: what really happened on the air and on the SIM, the oracle against which a product's books are held."""

from __future__ import annotations

import json
import os
import time
from collections import Counter, deque
from typing import Any

KEPT = 200_000
"""Entries kept in memory; the file, when there is one, keeps them all."""

SHORT_GAP = 0.020
"""Seconds a modem wants between a final result and the next command (Telit guide)."""


class WireLog:
    """Numbered entries `{n, t, kind, modem, …}` (t: microseconds UTC), counters, and the pauses the product left."""

    def __init__(self, path: str | None = None) -> None:
        self._fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644) if path else None
        self._entries: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self._next = 1
        self.counts: Counter[str] = Counter()
        self.gaps: deque[float] = deque(maxlen=10_000)
        self.shortest_gap: float | None = None

    def add(self, kind: str, **facts: Any) -> dict[str, Any]:
        """Record one fact; with a file, in one write, so that a kill of anybody leaves whole lines."""
        entry = {"n": self._next, "t": time.time_ns() // 1000, "kind": kind, **facts}
        self._next += 1
        self._entries.append(entry)
        self.counts[kind] += 1
        if self._fd is not None:
            os.write(self._fd, json.dumps(entry, separators=(",", ":")).encode() + b"\n")
        return entry

    def gap(self, seconds: float) -> None:
        """Record the pause between a final result and the next command's first octet."""
        self.gaps.append(seconds)
        self.shortest_gap = seconds if self.shortest_gap is None else min(seconds, self.shortest_gap)
        if seconds < SHORT_GAP:
            self.counts["short_gaps"] += 1

    def entries(self, kind: str | None = None, since: int = 0, limit: int | None = None) -> list[dict[str, Any]]:
        """Entries after number `since`, of one kind or all, the oldest first."""
        found = [entry for entry in self._entries if entry["n"] > since and kind in (None, entry["kind"])]
        return found if limit is None else found[:limit]

    def clear(self) -> None:
        """Forget entries, counters and gaps held in memory; numbers go on."""
        self._entries.clear()
        self.counts.clear()
        self.gaps.clear()
        self.shortest_gap = None

    def close(self) -> None:
        """Close the file."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
