"""Counts that never fall: what happened since the daemon began, added up from the log as it grows, and the requests.

Rows may be pruned or erased later; what was counted stays counted. A daemon that begins anew counts from 0, which
Prometheus knows to be a beginning.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Mapping

from smsbox import events
from smsbox.store import Store

_FIRST_LOOK = 200_000
"""Lines of the log that the first look reads at most: who asks for the first time after months starts with now."""
_STARTED = f"SELECT max(id) FROM events WHERE kind = ? AND {events.seldom()}"  # noqa: S608 – constants
_LAST = "SELECT max(id) FROM events"
_COUNT = "SELECT kind, count(*) FROM events WHERE id > ? AND id <= ? GROUP BY kind"
_BATCHES = "SELECT data FROM events WHERE id > ? AND id <= ? AND kind = ? AND message_id IS NULL"

_FIGURES = {
    events.QUEUED: "messages_queued",
    events.SENT: "segments_sent",
    events.DELIVERED: "segments_delivered",
    events.UNDELIVERED: "segments_undelivered",
    events.UNREPORTED: "segments_unreported",
    events.REFUSED: "segments_refused",
    events.UNCERTAIN: "segments_uncertain",
    events.FAILED: "messages_failed",
    events.CANCELLED: "messages_cancelled",
    events.RECEIVED: "messages_received",
}


class Counts:
    """What one daemon has counted; called by any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._after: int | None = None
        self._happened = dict.fromkeys(_FIGURES, 0)
        self._requests: Counter[tuple[str, str]] = Counter()

    def answered(self, door: str, status: str) -> None:
        """A request at a door (one of a few words) was answered with `status`, as in "202 Accepted"."""
        with self._lock:
            self._requests[door, f"{status[:1]}xx"] += 1

    def requests(self) -> Mapping[tuple[str, str], int]:
        """(door, class of status) → how many."""
        with self._lock:
            return dict(self._requests)

    def happened(self, store: Store) -> Mapping[str, int]:
        """Name of the figure (without beginning and end) → how often, up to now. Raises StoreTrouble."""
        with self._lock:
            last = int(store.run(_LAST).fetchone()[0] or 0)
            if self._after is None:
                started = store.run(_STARTED, events.STARTED).fetchone()[0]
                self._after = max(last if started is None else int(started), last - _FIRST_LOOK)
            if last > self._after:
                self._add(store, self._after, last)
            return {_FIGURES[kind]: count for kind, count in self._happened.items()}

    def _add(self, store: Store, after: int, last: int) -> None:
        """Nothing is ever inserted at or before `last` any more: ids grow in the order of commits."""
        found = {kind: int(count) for kind, count in store.run(_COUNT, after, last).fetchall()}
        for (data,) in store.run(_BATCHES, after, last, events.QUEUED).fetchall():
            found[events.QUEUED] += int(json.loads(data or "{}").get("count", 1)) - 1
        for kind in _FIGURES:
            self._happened[kind] += found.get(kind, 0)
        self._after = last
