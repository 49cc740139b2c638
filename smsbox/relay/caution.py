"""Follows how one SIM fares, minute by minute: when it should slow down, pause, or leave its queue to the others."""

from __future__ import annotations

from smsbox import pacing
from smsbox.clock import MINUTE, Micros
from smsbox.pacing.drift import LATE, REMEMBERED, Drift, Watch, follow, verdict
from smsbox.store import Store


class Caution:
    """The watch over one SIM; all it knows comes from the database, so a restart forgets nothing."""

    def __init__(self, store: Store, sim_id: int, *, on: bool) -> None:
        self._store = store
        self._sim_id = sim_id
        self._on = on
        self._watch = Watch()
        self._asked = 0

    def drift(self, now: Micros) -> Drift:
        """What follows for the SIM at `now`; read from the database once a minute. Raises StoreTrouble."""
        before = now // MINUTE - LATE
        if self._on and before - 1 > self._asked:
            since = max(self._asked + 1, before - REMEMBERED)
            fresh = pacing.outcomes(self._store, self._sim_id, since=since, before=before)
            self._asked = before - 1
            self._watch = follow(self._watch, fresh)
        return verdict(self._watch, now)
