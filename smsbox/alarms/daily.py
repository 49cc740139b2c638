"""What the box does by itself each day: it examines itself, says that it is alive, and asks silent SIMs whether they
hear.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from smsbox.alarms import examining, letters, probing
from smsbox.alarms.courier import EXAMINER, Courier
from smsbox.alarms.herald import Herald, Statuses, writer
from smsbox.clock import DAY, HOUR, SECOND, Clock, Micros
from smsbox.config import Config
from smsbox.problems import Problem
from smsbox.store.kept import Kept

log = logging.getLogger(__name__)

SETTLED_S = 600.0
"""A box that has just started is left alone so long: modems are found, an update goes on."""

_EXAMINED, _ALIVE = "alarms.examined", "alarms.alive"
_AGAIN: Micros = HOUR
"""While something is found, it is looked at so often, that it does not stand there for a day when it is mended."""
_PROBE_S = 3600.0
_DEAF_S = 60.0
_SENT = "SELECT coalesce(sum(segments), 0) FROM usage WHERE minute >= ?"
_RECEIVED = (
    "SELECT count(*) FROM (SELECT received_at FROM received ORDER BY id DESC LIMIT 5000) AS r WHERE received_at >= ?"
)


class Daily:
    """`settled_s`: seconds after which it begins; belongs to the thread of the ticks."""

    def __init__(
        self,
        kept: Kept,
        clock: Clock,
        herald: Herald,
        statuses: Callable[[], Statuses],
        *,
        settled_s: float = SETTLED_S,
    ) -> None:
        self._kept, self._clock, self._herald, self._statuses = kept, clock, herald, statuses
        self._from = clock.boottime() + settled_s
        self._probe_at = self._deaf_at = self._from
        self._deaf: list[Problem] = []
        self._courier = Courier(clock.boottime)
        self._examined: dict[str, Any] | None = None

    def problems(self) -> list[Problem]:
        """What the last self-test found, and SIMs that are deaf."""
        found = self._examined or {}
        return [*examining.problems_of(found.get("found", ())), *self._deaf]

    def look(self, config: Config, now: Micros) -> bool:
        """Do what is due; whether an SMS was queued. Raises StoreTrouble."""
        if self._examined is None:
            self._examined = json.loads(self._kept.rows().get(_EXAMINED) or "{}")
        for _, said in self._courier.returned():
            self._found(said, now)
        if self._clock.boottime() < self._from:
            return False
        local = datetime.fromtimestamp(now / 1e6, config.region.zone)
        day, late = local.date().isoformat(), local.hour >= config.alarms.hour
        self._examine(config, day, late, now)
        if config.alarms.sign_of_life == "on" and late and self._kept.rows().get(_ALIVE) != day:
            self._say_alive(config, day, now)
        return self._listen(config, now)

    def close(self) -> None:
        """End a self-test under way."""
        self._courier.close()

    def _examine(self, config: Config, day: str, late: bool, now: Micros) -> None:
        last = self._examined or {}
        if config.alarms.self_test == "off":
            self._examined = {}
            return
        again = bool(last.get("found")) and now - last.get("at", 0) >= _AGAIN
        if config.path is None or self._courier.busy("") or not (again or (late and last.get("day") != day)):
            return
        self._examined = {**last, "day": day, "at": now}
        try:
            self._courier.start("", {"path": str(config.path)}, EXAMINER)
        except OSError as trouble:
            log.warning("the self-test could not begin: %s", trouble)

    def _found(self, said: Any, now: Micros) -> None:
        if not isinstance(said, list):
            log.warning("the self-test ended without a word")
            said = (self._examined or {}).get("found", [])
        self._examined = {**(self._examined or {}), "found": said}
        self._kept.put(_EXAMINED, json.dumps(self._examined, ensure_ascii=False), now)

    def _say_alive(self, config: Config, day: str, now: Micros) -> None:
        store = self._kept.store
        sent = int(store.run(_SENT, (now - DAY) // (60 * SECOND)).fetchone()[0])
        received = int(store.run(_RECEIVED, now - DAY).fetchone()[0])
        still = [each for each in self._herald.matters if each.gone_at is None]
        if self._herald.say(config, letters.alive(writer(config), still, sent, received, now), now):
            self._kept.put(_ALIVE, day, now)

    def _listen(self, config: Config, now: Micros) -> bool:
        queued = False
        at, store, statuses = self._clock.boottime(), self._kept.store, self._statuses()
        if at >= self._probe_at:
            self._probe_at = at + _PROBE_S
            queued = bool(probing.probe(store, config, statuses, now))
        if at >= self._deaf_at:
            self._deaf_at = at + _DEAF_S
            self._deaf = list(probing.deaf(store, statuses, now))
        return queued
