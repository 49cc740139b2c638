"""Watches for problems: looks at modems, queue, settings and the box every ten seconds, and has the rows reviewed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from smsbox import outbox, problems
from smsbox.clock import Clock, Micros, iso
from smsbox.config import Config
from smsbox.daemon.configuration import Configuration
from smsbox.errors import SmsboxError
from smsbox.problems import NOTE, PROBLEM, WARNING, Case, Problem, looking
from smsbox.problems.judging import idle_since
from smsbox.store import StoreTrouble
from smsbox.store.kept import Kept

log = logging.getLogger(__name__)

AROUND_S = 300.0
"""Between two looks at disk, money and silence."""


class Watch:
    """What it remembers is little: since when nothing leaves, what it saw around the box, and what it could not write
    down.
    """

    def __init__(
        self,
        kept: Kept,
        clock: Clock,
        statuses: Callable[[], list[dict[str, Any]]],
        configuration: Configuration | None,
        clock_trusted: Callable[[], bool],
    ) -> None:
        self._store, self._box, self._clock = kept.store, kept.box, clock
        self._statuses, self._configuration, self._clock_trusted = statuses, configuration, clock_trusted
        self._idle_since: Micros | None = None
        self._around: list[Problem] = []
        self._around_until = 0.0
        self._unwritten: Case | None = None
        self._more: Callable[[], Iterable[Problem]] = tuple

    def also(self, more: Callable[[], Iterable[Problem]]) -> None:
        """Whose findings are problems, too."""
        self._more = more

    def look(self, config: Config, now: Micros) -> None:
        """One look. Raises StoreTrouble, which is told on the page and written down as soon as that can be."""
        try:
            self._review(config, now)
        except StoreTrouble as trouble:
            since = self._unwritten.opened_at if self._unwritten else now
            self._unwritten = Case(0, looking.of_error(trouble), since, now)
            raise
        self._unwritten = None

    def unwritten(self) -> list[Case]:
        """What is open and cannot be written down, because the database itself refuses."""
        return [self._unwritten] if self._unwritten else []

    def _review(self, config: Config, now: Micros) -> None:
        modems = self._statuses()
        resting = outbox.resting(config, now)
        observed = looking.observe(self._store, modems, [*self._others(config, now)], resting=resting, now=now)
        # By a clock nobody believes, timed messages wait, and no time that has passed says anything.
        due = observed.due and self._clock_trusted()
        observed = replace(observed, due=due)
        self._idle_since = idle_since(self._idle_since, observed, looking.last_sent(modems), now)
        changes = problems.review(self._store, replace(observed, idle_since=self._idle_since), now, box=self._box)
        for each in changes.opened:
            log.warning("problem: %s %s", each.key, each.subject)
        for over in changes.closed:
            log.info("no problem any more: %s %s", over.problem.key, over.problem.subject)

    def _others(self, config: Config, now: Micros) -> Iterator[Problem]:
        if self._unwritten is not None:
            yield self._unwritten.problem
        if not self._clock_trusted():
            shown = iso(now, config.region.zone)[:19].replace("T", " ")
            yield Problem("clock.untrusted", "", PROBLEM, {"time": shown})
        yield from _of_settings(config, self._configuration)
        yield from self._more()
        if self._clock.boottime() >= self._around_until:
            self._around_until = self._clock.boottime() + AROUND_S
            self._around = self._look_around(config, now)
        yield from self._around

    def _look_around(self, config: Config, now: Micros) -> list[Problem]:
        try:
            return looking.look_around(config, self._store, self._statuses(), now)
        except StoreTrouble:
            raise
        except (SmsboxError, OSError) as trouble:
            log.warning("the box cannot be looked at: %s", trouble)
            return self._around


def _of_settings(config: Config, configuration: Configuration | None) -> Iterator[Problem]:
    """What people set and what became of it."""
    if config.ignored:
        yield Problem("settings.ignored", "", WARNING, {"keys": [each.key for each in config.ignored]})
    if configuration is None:
        return
    for trial in configuration.trials():
        yield Problem("settings.trial", trial.subject, NOTE, {"keys": sorted(trial.undo)})
    for undone in configuration.undone():
        facts = {"because": undone.why, "of": dict(undone.facts), "keys": list(undone.keys) or [undone.subject]}
        yield Problem("settings.undone", undone.subject, WARNING, facts)
