"""What is told when: matters made of open problems, and for each way to people what is new, due again, over; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from smsbox.clock import DAY, HOUR, MINUTE, Micros
from smsbox.problems import Case, Problem, Severity

EMAIL, WEBHOOK, SMS = WAYS = ("email", "webhook", "sms")

UNTOLD = "alarms.untold"
"""That nobody can be told by a way, its subject: no news for that way itself."""

AGAIN: Micros = DAY
"""How often somebody is reminded of what stays open."""
CALM: Micros = 6 * HOUR
"""How long a matter has to be over, and told to be, until it is forgotten: what is back sooner is one that flaps."""
LONGEST: Micros = 6 * HOUR
"""The patience with what comes and goes ends growing here."""
_ALONG: Micros = MINUTE
"""What has been wrong so long is told along with what is due."""

QUIET = frozenset(
    (
        *("calls.open", "queue.held", "queue.unsure", "queue.forbidden", "automaton.silent", "campaign.stopped"),
        *("settings.trial", "modem.paused", "modem.weak_signal", "modem.console"),
    )
)
"""The daily business of people at the page, and what they have just done themselves: told there alone."""


@dataclass(frozen=True, slots=True)
class Heard:
    """When somebody was told of a matter last, and whether that it is over."""

    at: Micros
    over: bool = False


@dataclass(frozen=True, slots=True)
class Matter:
    """One problem from its beginning until it is forgotten. `opened_at`: since when this time, `gone_at`: since when it
    is over (None: it is not); `turns`: how often it came lately; `heard` by way. `id` 0: not written down yet.
    """

    problem: Problem
    opened_at: Micros
    gone_at: Micros | None = None
    turns: int = 1
    heard: Mapping[str, Heard] = field(default_factory=dict)
    snoozed: bool = False
    id: int = 0

    def knows(self, way: str) -> bool:
        """Whether this way was told that it is open, and not that it is over."""
        found = self.heard.get(way)
        return found is not None and not found.over


@dataclass(frozen=True, slots=True)
class Notice:
    """What one way is told at once."""

    opened: tuple[Matter, ...] = ()
    again: tuple[Matter, ...] = ()
    over: tuple[Matter, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.opened or self.again or self.over)

    @property
    def kind(self) -> str:
        """The word for it: "alarm", "reminder" or "over"."""
        return "alarm" if self.opened else "reminder" if self.again else "over"


def concerns(problem: Problem) -> bool:
    """Whether somebody is to be told who does not look at the page."""
    return problem.severity > Severity.NOTE and problem.key not in QUIET


def follow(matters: Sequence[Matter], cases: Iterable[Case], now: Micros) -> list[Matter]:
    """`matters` after one more look at what is open; what is forgotten is left out."""
    open_now = {case.problem.name: case for case in cases if concerns(case.problem)}
    followed = [_after(matter, open_now.pop(matter.problem.name, None), now) for matter in matters]
    fresh = [Matter(case.problem, min(case.opened_at, now), snoozed=case.snoozed(now)) for case in open_now.values()]
    return [matter for matter in followed if not _forgotten(matter, now)] + fresh


def _after(matter: Matter, case: Case | None, now: Micros) -> Matter:
    if case is None:
        gone_at = now if matter.gone_at is None else min(matter.gone_at, now)
        return replace(matter, gone_at=gone_at, snoozed=False)
    opened_at = min(matter.opened_at, now)
    kept = replace(matter, problem=case.problem, snoozed=case.snoozed(now), opened_at=opened_at, gone_at=None)
    if matter.gone_at is None:
        return kept
    return replace(kept, opened_at=now, turns=matter.turns + 1)


def _forgotten(matter: Matter, now: Micros) -> bool:
    told = any(matter.knows(way) for way in matter.heard)
    return matter.gone_at is not None and not told and now - matter.gone_at >= CALM


def patience(matter: Matter, after: Micros) -> Micros:
    """How long it has to last, or be over, before that is told: twice as long each time it comes again."""
    if matter.turns <= 1:
        return after
    return min(max(after, MINUTE) << min(matter.turns - 1, 12), LONGEST)


def due(matters: Iterable[Matter], way: str, now: Micros, after: Micros) -> Notice:
    """What to tell this way now; nothing is an empty notice. `after`: the patience of the settings."""
    mine = [each for each in matters if each.problem.name != (UNTOLD, way)]
    mine = [each for each in mine if way != SMS or _worth_an_sms(each.problem)]
    new = [each for each in mine if each.gone_at is None and not each.knows(way) and not each.snoozed]
    ripe = [each for each in new if now - each.opened_at >= patience(each, after)]
    known = [each for each in mine if each.knows(way)]
    again = [each for each in known if each.gone_at is None and not each.snoozed and _a_day_ago(each, way, now)]
    over = [each for each in known if each.gone_at is not None and now - each.gone_at >= patience(each, after)]
    if ripe or again or over:
        ripe = [each for each in new if now - each.opened_at >= min(patience(each, after), _ALONG) or each in ripe]
    return Notice(_grave_first(ripe), _grave_first(again), tuple(over))


def told(matters: Iterable[Matter], notice: Notice, way: str, now: Micros) -> list[Matter]:
    """`matters` once this way has heard `notice`."""
    open_then = {each.problem.name for each in (*notice.opened, *notice.again)}
    over_then = {each.problem.name for each in notice.over}
    found = []
    for matter in matters:
        name = matter.problem.name
        if name in open_then or name in over_then:
            heard = {**matter.heard, way: Heard(now, over=name in over_then)}
            matter = replace(matter, heard=heard)
        found.append(matter)
    return found


def _a_day_ago(matter: Matter, way: str, now: Micros) -> bool:
    return not 0 <= now - matter.heard[way].at < AGAIN


def _grave_first(matters: list[Matter]) -> tuple[Matter, ...]:
    return tuple(sorted(matters, key=lambda each: (-each.problem.severity, each.opened_at)))


def _worth_an_sms(problem: Problem) -> bool:
    """What stops something, and what is wrong with a SIM or with backups; the rest can wait for a letter."""
    return problem.severity >= Severity.PROBLEM or problem.key.startswith(("sim.", "backup.", "doctor.runs_out"))


def backoff(failures: int) -> Micros:
    """How long to wait after so many failures in a row: a minute, then longer, at most six hours."""
    return (1, 2, 5, 15, 30, 60, 120, 360)[min(max(failures, 1), 8) - 1] * MINUTE
