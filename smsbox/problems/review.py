"""The review: what is judged to be open now against the rows – opens, goes on, closes; a flutter keeps its one row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from smsbox.clock import MINUTE, Micros
from smsbox.problems import records
from smsbox.problems.judging import Observed, judge
from smsbox.problems.problem import Case, Problem
from smsbox.store import Store

FLUTTER: Micros = MINUTE
"""What comes back within this time has never been away."""

SEEN_EVERY: Micros = 5 * MINUTE
"""How old `seen_at` may become while nothing changes."""

_RESTLESS = ("dbm", "used", "time", "tries")
"""Facts that change all the time, and whose change alone is worth no write."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a review found new, and what it found over."""

    opened: tuple[Problem, ...] = ()
    closed: tuple[Case, ...] = ()


def review(store: Store, observed: Observed, now: Micros, *, box: str = "") -> Changes:
    """Bring the rows of `box` in line with what is observed. Raises StoreTrouble: then nothing was changed.

    One transaction, and none when nothing is new; a flush only when something begins or ends.
    """
    known = {each.problem.name: each for each in records.open_now(store, box)}
    judged = {each.name: each for each in judge(observed, now, known)}
    fresh = [problem for name, problem in judged.items() if name not in known]
    over = [each for name, each in known.items() if name not in judged and not _unsure(each, observed)]
    stale = [(known[name], problem) for name, problem in judged.items() if name in known]
    stale = [(each, problem) for each, problem in stale if _moved(each, problem, now)]
    if not (fresh or over or stale):
        return Changes()
    with store.write(durable=bool(fresh or over)):
        opened = _begin(store, box, fresh, now)
        for each in over:
            records.end(store, each.id, now)
        for each, problem in stale:
            records.see(store, each.id, problem, now)
    return Changes(opened, tuple(over))


def _begin(store: Store, box: str, fresh: Iterable[Problem], now: Micros) -> tuple[Problem, ...]:
    opened = []
    for problem in fresh:
        if not records.resume(store, box, problem, now - FLUTTER, now):
            records.begin(store, box, problem, now)
            opened.append(problem)
    return tuple(opened)


def _unsure(each: Case, observed: Observed) -> bool:
    """A modem that is only starting tells nothing yet: what was wrong with it may still be."""
    return each.problem.subject in observed.starting


def _moved(each: Case, problem: Problem, now: Micros) -> bool:
    if each.problem.severity != problem.severity or not 0 <= now - each.seen_at < SEEN_EVERY:
        return True
    return _lasting(each.problem) != _lasting(problem)


def _lasting(problem: Problem) -> str:
    facts = {name: fact for name, fact in problem.facts.items() if name not in _RESTLESS}
    return records.plain(Problem(problem.key, facts=facts))
