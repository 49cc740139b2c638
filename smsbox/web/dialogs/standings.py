"""How a vote stands, as pages show it: each option with its share, who leads, what nobody could read, until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from smsbox.clock import SECOND, Micros
from smsbox.dialogs.ballots import UNKNOWN
from smsbox.dialogs.flow import Flow, FlowState
from smsbox.dialogs.flows.rows import Kept
from smsbox.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Bar:
    """One option: the `key` it is counted by, its votes and their share of all that came in; `wide` of the longest
    bar, 0 to 1; `offered` False for one that the scenario does not have any more.
    """

    key: str
    title: str
    votes: int
    share: float
    wide: float
    leads: bool
    offered: bool


@dataclass(frozen=True, slots=True)
class Standings:
    """All options in the order of the scenario, and all together; `unknown`: votes that nobody could read."""

    bars: tuple[Bar, ...]
    unknown: Bar
    total: int

    @property
    def counted(self) -> int:
        """The votes that were understood."""
        return self.total - self.unknown.votes


def standings(flow: Flow[Any] | None, counts: Mapping[str, int]) -> Standings:
    """The counts of a vote for its page; options without any vote stand there, too."""
    titles = {each.key: each.title for each in flow.part.choices} if flow is not None else {}
    offered = frozenset(titles)
    titles |= {key: key for key in sorted(counts) if key not in titles and key != UNKNOWN}
    total, most = sum(counts.values()), max(counts.values(), default=0)
    best = max((counts.get(key, 0) for key in titles), default=0)

    def bar(key: str, title: str) -> Bar:
        votes = counts.get(key, 0)
        share, wide = (votes / total, votes / most) if total else (0.0, 0.0)
        leads = bool(votes) and votes == best and key != UNKNOWN
        return Bar(key, title, votes, share, wide, leads, key in offered)

    bars = tuple(bar(key, title) for key, title in titles.items())
    return Standings(bars, bar(UNKNOWN, ""), total)


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when something may be sent: `at` (None: no end was set), how much is `left` of it in words, or `over`."""

    at: Micros | None
    left: str = ""
    over: bool = False


def deadline(visit: Visit, kept: Kept, flow: Flow[Any] | None) -> Deadline:
    """That of a scenario: its own, or when it was closed, whichever was first."""
    closes = flow.closes_at if flow is not None else None
    if kept.state is FlowState.CLOSED and kept.closed_at is not None:
        return Deadline(min(kept.closed_at, closes or kept.closed_at), over=True)
    if closes is None or closes <= visit.now:
        return Deadline(closes, over=closes is not None)
    return Deadline(closes, visit.tr.span((closes - visit.now) / SECOND))
