"""What is a problem: a pure function of what was observed of modems, queue, calls, settings and the box itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from smsbox.clock import DAY, MINUTE, Micros
from smsbox.problems.modems import of_modem
from smsbox.problems.problem import NOTE, PROBLEM, WARNING, Problem

STUCK: Micros = 15 * MINUTE
"""Nothing has left for so long although something may."""

SILENCE: Micros = 3 * DAY
"""Nothing has come in for so long, where messages used to come more often."""

_A_FEW = 10
_TIMES = 6

Status = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Observed:
    """`modems`: their statuses as JSON objects; `queued`, `uncertain`, `calls`: how many there are of each; `due`:
    whether one of the queued may leave now. Of those that stand still, `held` were stopped by people, of `unsure`
    nobody knows whether they left, `forbidden` may not be written to any more, of `burst` programs wrote to numbers one
    after the other, `restored` and `cloned` wait since the
    database may be a copy.

    `idle_since`: since when a message could leave by a modem that is ready, and none does (None: not so now).
    `others`: what those found who look at settings, disk, clock, money and database; they are problems already.
    """

    modems: Sequence[Status] = ()
    queued: int = 0
    due: bool = False
    held: int = 0
    unsure: int = 0
    forbidden: int = 0
    burst: int = 0
    restored: int = 0
    cloned: int = 0
    uncertain: int = 0
    calls: int = 0
    idle_since: Micros | None = None
    others: Sequence[Problem] = ()

    @property
    def starting(self) -> frozenset[str]:
        """The modems of which nothing is known yet."""
        return frozenset(str(modem.get("name")) for modem in self.modems if modem.get("state") == "starting")


def judge(observed: Observed, now: Micros, known: Collection[tuple[str, str]] = ()) -> list[Problem]:
    """All that is open now, each name once; `known`: what was open before, so that a threshold has two sides."""
    found = [problem for modem in observed.modems for problem in of_modem(modem, known)]
    found += _of_queue(observed, now)
    found += observed.others
    return list({problem.name: problem for problem in reversed(found)}.values())[::-1]


def idle_since(before: Micros | None, observed: Observed, last_sent_at: Micros | None, now: Micros) -> Micros | None:
    """`Observed.idle_since` after one more look; `before` is what the last look gave."""
    if not observed.due or not any(modem.get("state") == "ready" for modem in observed.modems):
        return None
    begun = now if before is None else min(before, now)
    return begun if last_sent_at is None else max(begun, min(last_sent_at, now))


def silent_days(arrivals: Sequence[Micros], now: Micros) -> int | None:
    """For how many days nothing came, when that is unusual; `arrivals` are the last ones, the newest first.

    Unusual is three days, and six times the longest pause between the ten before: who hears little may hear nothing.
    """
    if len(arrivals) < _A_FEW:
        return None
    pauses = [later - earlier for later, earlier in pairwise(arrivals[:_A_FEW])]
    silence = now - arrivals[0]
    return silence // DAY if silence >= max(SILENCE, _TIMES * max(pauses)) else None


def _of_queue(observed: Observed, now: Micros) -> Iterator[Problem]:
    states = {modem.get("state") for modem in observed.modems}
    if observed.due and states == {"down"}:
        yield Problem("queue.no_modem", "", PROBLEM, {"count": observed.queued})
    if observed.idle_since is not None and now - observed.idle_since >= STUCK:
        minutes = STUCK // MINUTE
        yield Problem("queue.stuck", "", PROBLEM, {"count": observed.queued, "minutes": minutes})
    for key in ("restored", "cloned", "held", "unsure", "forbidden", "burst"):
        if count := getattr(observed, key):
            yield Problem(f"queue.{key}", "", WARNING, {"count": count})
    if observed.uncertain:
        yield Problem("queue.doubt", "", NOTE, {"count": observed.uncertain})
    if observed.calls:
        yield Problem("calls.open", "", WARNING, {"count": observed.calls})
