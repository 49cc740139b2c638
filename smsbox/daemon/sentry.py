"""The sentry: alarms within the daemon – who is told what, the daily self-test, SIMs asked whether they hear."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from smsbox.alarms.daily import Daily
from smsbox.alarms.herald import Herald, Statuses
from smsbox.clock import Clock, Micros
from smsbox.config import Config
from smsbox.problems import Case, Problem
from smsbox.store.kept import Kept

_LAST_SECONDS = 2.0


class Sentry:
    """`ring` is called when something was queued; `test` for any thread, the rest for that of the ticks."""

    def __init__(
        self,
        kept: Kept,
        clock: Clock,
        statuses: Callable[[], Statuses],
        unwritten: Callable[[], Sequence[Case]],
        ring: Callable[[], object],
        clock_trusted: Callable[[], bool],
    ) -> None:
        self._ring, self._clock_trusted = ring, clock_trusted
        self._herald = Herald(kept, clock, statuses=statuses, unwritten=unwritten)
        self._daily = Daily(kept, clock, self._herald, statuses)

    def look(self, config: Config, now: Micros) -> None:
        """One look. Raises StoreTrouble, after everybody was told who can be without the database."""
        if self._herald.look(config, now):
            self._ring()
        if self._clock_trusted() and self._daily.look(config, now):
            self._ring()

    def test(self, way: str) -> None:
        """Have a test sent by that way within some seconds."""
        self._herald.test(way)

    def problems(self) -> list[Problem]:
        """What this room itself has found wrong."""
        return [*self._herald.problems(), *self._daily.problems()]

    def close(self) -> None:
        """End what is under way."""
        self._herald.close(_LAST_SECONDS)
        self._daily.close()
