"""The clockwork: APScheduler calls plain functions `f(now)` every few seconds; all schedule state lives in our tables.

A memory job store with coalescing and intervals of ten seconds or more, rebuilt when the wall clock steps, because an
interval job does not survive a step back and computes every missed run after a jump ahead.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC

from smsbox.clock import Clock, Micros
from smsbox.daemon.scheduler import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MISSED,
    BackgroundScheduler,
    DebugExecutor,
    IntervalTrigger,
    JobExecutionEvent,
)
from smsbox.errors import SmsboxError

log = logging.getLogger(__name__)

SHORTEST = 10


@dataclass(frozen=True, slots=True)
class Tick:
    """A named function of `now` and how many seconds (≥ 10) lie between two calls."""

    name: str
    every: int
    run: Callable[[Micros], object]


class Ticks:
    """Runs ticks one after the other in one thread."""

    def __init__(self, ticks: Iterable[Tick], clock: Clock, beat: Callable[[], None]) -> None:
        self._ticks = tuple(ticks)
        self._clock = clock
        self._beat = beat
        self._scheduler: BackgroundScheduler | None = None

    def start(self) -> None:
        """Build the scheduler and start it."""
        scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": DebugExecutor()},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 30},
        )
        scheduler.add_listener(self._report, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
        for tick in self._ticks:
            every = IntervalTrigger(seconds=max(tick.every, SHORTEST), timezone=UTC)
            scheduler.add_job(self._call, every, args=(tick,), id=tick.name)
        scheduler.start()
        self._scheduler = scheduler

    def rebuild(self) -> None:
        """Forget every planned run and plan anew: the wall clock stepped."""
        self.stop()
        self.start()

    def stop(self) -> None:
        """Stop after the run in hand."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=True)
            self._scheduler = None

    def _call(self, tick: Tick) -> None:
        self._beat()
        try:
            tick.run(self._clock.now())
        except SmsboxError as trouble:  # a sentence; the stack belongs to mistakes of ours, which the scheduler logs
            log.error("tick %s failed: %s", tick.name, trouble)
        self._beat()

    @staticmethod
    def _report(event: JobExecutionEvent) -> None:
        if event.exception is None:
            log.warning("tick %s was missed", event.job_id)
        else:
            log.error("tick %s failed: %r", event.job_id, event.exception)
