"""Watches, purely, whether a SIM fails more than is usual for it, which is how an operator's bar begins.

Steps: normal → slow → pause (30 minutes, growing) → move (hours: others carry its queue). Each step up needs fresh
evidence, each pause ends in a slow trial, each step down a clean window. Everything follows from the minutes of the
`usage` table alone: following them one by one as they end or all at once after a restart gives the same state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum

from smsbox.clock import MINUTE, Micros
from smsbox.config import PaceConfig

REMEMBERED = 7 * 1440
"""Minutes of the past a baseline is made of; what lies further back changes nothing any more."""

LATE = 1
"""Minutes to wait with a minute that is over: a refusal takes its segment back from the minute of its claim."""

_WINDOW = 12 * 60
"""Minutes the last window reaches back at most."""
_WINDOW_SEGMENTS = 60
"""Attempts (and reports) after which the oldest minutes leave the window."""

_PAUSES = (30, 60, 120)
_MOVES = (240, 480, 960, 1440)
"""Minutes of the pauses of one run of trouble, then of its moves."""

SLOW_FACTOR, SLOW_GAP_S, _SLOW_SPREAD = 4.0, 15.0, 0.3


class Step(IntEnum):
    """How much a SIM may do; larger is less."""

    NORMAL = 0
    SLOW = 1
    PAUSE = 2
    MOVE = 3


@dataclass(frozen=True, slots=True)
class Minute:
    """What became of a SIM's segments in one minute: `minute` since the epoch; `sent` were accepted or are in doubt.

    Reports are counted in the minute in which they came.
    """

    minute: int
    sent: int = 0
    refused: int = 0
    delivered: int = 0
    undelivered: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """A sum of minutes."""

    sent: int = 0
    refused: int = 0
    delivered: int = 0
    undelivered: int = 0

    def plus(self, other: Minute | Tally, times: int = 1) -> Tally:
        """The sum with `other`, or (`times` −1) without it."""
        return Tally(
            self.sent + times * other.sent,
            self.refused + times * other.refused,
            self.delivered + times * other.delivered,
            self.undelivered + times * other.undelivered,
        )


@dataclass(frozen=True, slots=True)
class _Sign:
    """One thing that is watched: how many of how many went wrong, and when that is much."""

    name: str
    least: int
    """Of fewer than so many nothing is concluded."""
    least_bad: int
    floor: float
    """A share below it is never much."""
    ceiling: float
    """A SIM whose usual share is above it is no excuse for itself."""

    def of(self, tally: Tally) -> tuple[int, int]:
        if self.name == "refused":
            return tally.refused, tally.refused + tally.sent
        return tally.undelivered, tally.undelivered + tally.delivered

    def usual(self, baseline: Tally) -> float:
        """The SIM's own share, as if 20 more had been seen of which one failed; never above the ceiling."""
        bad, total = self.of(baseline)
        return min((bad + 1) / (total + 20), self.ceiling)

    def limit(self, baseline: Tally) -> float:
        usual = self.usual(baseline)
        return max(self.floor, min(3 * usual, usual + 0.25))

    def is_much(self, window: Tally, baseline: Tally) -> bool:
        bad, total = self.of(window)
        return total >= self.least and bad >= self.least_bad and bad >= self.limit(baseline) * total

    def is_clean(self, window: Tally, baseline: Tally) -> bool:
        bad, total = self.of(window)
        return bad <= self.limit(baseline) / 2 * total


_SIGNS = (_Sign("refused", 30, 12, 0.3, 0.15), _Sign("undelivered", 40, 15, 0.3, 0.3))
"""The third, `silent` (hardly any reports come any more), looks at hours: see `_silent`."""

_HOURS = 5
"""Whole hours remembered for it; reports are waited for in the last two of them."""
_SILENT_LEAST, _SILENT_KNOWN, _SILENT_USUAL, _SILENT_SHARE = 40, 200, 0.5, 0.2
"""So many must have been sent in the hours before, so many in the baseline, such a share of which was reported on; much
is a fifth of that share.
"""
_CLEAN = 20
"""Segments sent without much trouble after which a slow SIM is let go."""
_FORGIVEN = 1440
"""Minutes after which a slow SIM with too few segments for a judgement is let go."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What is known of one SIM after the minute `seen`. `since` and `until` are minutes too (`until` 0: open).

    `reason` and the figures are those that led to the step; `hours` (of this step) and `days` are sums by hour and day
    since the epoch, the newest last.
    """

    step: Step = Step.NORMAL
    since: int = 0
    until: int = 0
    trials: int = 0
    reason: str = ""
    bad: int = 0
    total: int = 0
    usual: float = 0.0
    seen: int = 0
    window: tuple[Minute, ...] = ()
    recent: Tally = field(default=Tally())
    hours: tuple[tuple[int, Tally], ...] = ()
    days: tuple[tuple[int, Tally], ...] = ()


@dataclass(frozen=True, slots=True)
class Drift:
    """What follows now. `key` and `facts` explain a step above normal; `until` is the end of a pause or move.

    `facts`: `reason` (refused, undelivered, silent), how many (`bad`) of how many (`total`), the `usual` percentage.
    """

    step: Step = Step.NORMAL
    key: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    until: Micros | None = None

    @property
    def able(self) -> bool:
        """Not while its queue is others' to carry."""
        return self.step is not Step.MOVE

    @property
    def holds(self) -> bool:
        """Whether nothing may be sent."""
        return self.step >= Step.PAUSE


def follow(watch: Watch, minutes: Iterable[Minute]) -> Watch:
    """`watch` after these further minutes (ascending, over for LATE more); those it has seen already are passed by."""
    for minute in minutes:
        if minute.minute > watch.seen:
            watch = _judge(_take(_waken(watch, minute.minute), minute))
    return watch


def verdict(watch: Watch, now: Micros) -> Drift:
    """What `watch` means at `now`."""
    watch = _waken(watch, now // MINUTE)
    if watch.step is Step.NORMAL:
        return Drift()
    facts = {"reason": watch.reason, "bad": watch.bad, "total": watch.total, "usual": round(100 * watch.usual)}
    until = watch.until * MINUTE if watch.step >= Step.PAUSE else None
    return Drift(watch.step, f"pacing.{watch.step.name.lower()}", facts, until)


def slowed(limits: PaceConfig) -> PaceConfig:
    """`limits` of a SIM at step slow: four times the gap, at least 15 seconds, never as regular as a machine."""
    gap = max(SLOW_FACTOR * limits.gap, SLOW_GAP_S)
    return replace(limits, gap=gap, spread=max(limits.spread, _SLOW_SPREAD))


def _waken(watch: Watch, minute: int) -> Watch:
    """What time alone changes by `minute`: a pause is over and a slow trial begins; a quiet slow SIM is let go."""
    if watch.step >= Step.PAUSE and minute >= watch.until:
        watch = _go(watch, Step.SLOW, watch.until)
    if watch.step is Step.SLOW and minute >= watch.since + _FORGIVEN:
        watch = replace(_go(watch, Step.NORMAL, watch.since + _FORGIVEN), trials=0)
    return watch


def _go(watch: Watch, step: Step, minute: int) -> Watch:
    """Another step from `minute` on: the evidence of the last one is history, the next needs its own."""
    days = watch.days
    for each in watch.window:
        days = _laid_down(days, each, 1440)
    return replace(watch, step=step, since=minute, until=0, window=(), recent=Tally(), hours=(), days=days)


def _take(watch: Watch, minute: Minute) -> Watch:
    """`minute` enters the window; what has become old leaves it and becomes the baseline."""
    window, recent, days = [*watch.window, minute], watch.recent.plus(minute), watch.days
    while len(window) > 1 and _too_old(window[0], minute.minute, recent):
        oldest = window.pop(0)
        recent = recent.plus(oldest, -1)
        days = _laid_down(days, oldest, 1440)
    first_day, first_hour = (minute.minute - REMEMBERED) // 1440, minute.minute // 60 - _HOURS
    days = tuple(each for each in days if each[0] >= first_day)
    hours = tuple(each for each in _laid_down(watch.hours, minute, 60) if each[0] >= first_hour)
    return replace(watch, seen=minute.minute, window=tuple(window), recent=recent, hours=hours, days=days)


def _too_old(oldest: Minute, now: int, recent: Tally) -> bool:
    if oldest.minute <= now - _WINDOW:
        return True
    rest = recent.plus(oldest, -1)
    enough_reports = rest.delivered + rest.undelivered >= _WINDOW_SEGMENTS
    no_reports_of_its_own = not oldest.delivered and not oldest.undelivered
    return rest.sent + rest.refused >= _WINDOW_SEGMENTS and (enough_reports or no_reports_of_its_own)


def _laid_down(sums: tuple[tuple[int, Tally], ...], minute: Minute, span: int) -> tuple[tuple[int, Tally], ...]:
    """`sums` by spans of so many minutes, with `minute` added to the last."""
    number = minute.minute // span
    if sums and sums[-1][0] == number:
        return (*sums[:-1], (number, sums[-1][1].plus(minute)))
    return (*sums, (number, Tally().plus(minute)))


def _judge(watch: Watch) -> Watch:
    """The step that follows from the window."""
    if watch.step >= Step.PAUSE:
        return watch
    baseline = Tally()
    for _, tally in watch.days:
        baseline = baseline.plus(tally)
    for sign in _SIGNS:
        if sign.is_much(watch.recent, baseline):
            return _worse(replace(watch, reason=sign.name, usual=sign.usual(baseline)), *sign.of(watch.recent))
    silent, total, usual = _silent(watch, baseline)
    if silent > total * (1 - _SILENT_SHARE * (1 - usual)):
        return _worse(replace(watch, reason="silent", usual=usual), silent, total)
    if watch.step is Step.SLOW and watch.recent.sent >= _CLEAN and _is_clean(watch, baseline):
        return replace(_go(watch, Step.NORMAL, watch.seen), trials=0)
    return watch


def _is_clean(watch: Watch, baseline: Tally) -> bool:
    """Whether nothing speaks against the SIM any more; one that was silent must have been reported on again."""
    recent = watch.recent
    if watch.reason == "silent" and recent.delivered + recent.undelivered < recent.sent * (1 - watch.usual) / 2:
        return False
    return all(sign.is_clean(recent, baseline) for sign in _SIGNS)


def _silent(watch: Watch, baseline: Tally) -> tuple[int, int, float]:
    """How many of how many were sent at least an hour ago and have no report yet, and the usual share of those; zeros
    where that cannot be told.
    """
    waited_for = watch.seen // 60 - 1
    sent = sum(tally.sent for hour, tally in watch.hours if hour < waited_for)
    reported = sum(tally.delivered + tally.undelivered for _, tally in watch.hours)
    usual = min((baseline.delivered + baseline.undelivered) / max(baseline.sent, 1), 1.0)
    if sent < _SILENT_LEAST or baseline.sent < _SILENT_KNOWN or usual < _SILENT_USUAL:
        return 0, 0, 0.0
    return max(sent - reported, 0), sent, 1 - usual


def _worse(watch: Watch, bad: int, total: int) -> Watch:
    """One step up, on the evidence of `bad` of `total`."""
    why = replace(watch, bad=bad, total=total)
    if watch.step is Step.NORMAL:
        return _go(why, Step.SLOW, watch.seen)
    moves = watch.trials - len(_PAUSES)
    lasts = _PAUSES[watch.trials] if moves < 0 else _MOVES[min(moves, len(_MOVES) - 1)]
    step = Step.PAUSE if moves < 0 else Step.MOVE
    return replace(_go(why, step, watch.seen), until=watch.seen + 1 + lasts, trials=watch.trials + 1)
