"""How many would get it, counted while the visitor looks: who may, who not and why, and a few by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smsbox.campaigns.audiences import Counts
from smsbox.web.campaigns import begun, spoken
from smsbox.web.campaigns.left_out import reason_words
from smsbox.web.campaigns.some import some
from smsbox.web.paging import patience

if TYPE_CHECKING:
    from smsbox.campaigns.plan import Plan
    from smsbox.web.visit import Visit

PATIENCE, FURTHER = 0.02, 0.25
"""Seconds a page counts when it is opened, and when it is asked to go on, as the script asks until all are counted;
what it has not counted by then it says to be at least.
"""
LAUNCHING = 5.0
"""Seconds the check before a launch may take."""
_NAMES = 8


@dataclass(frozen=True, slots=True)
class Counted:
    """What is shown of a count. `excluded`: word of the reason, what it means, how many; `some`: a few of them;
    `asked`: the conditions in words.
    """

    counts: Counts
    excluded: list[tuple[str, str, int]]
    some: list[str]
    chosen: bool
    asked: list[tuple[str, str]] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        """How many of those who fit do not get it."""
        return self.counts.matching - self.counts.may_get

    @property
    def more(self) -> str:
        """A mark of what was not counted to the end."""
        return "" if self.counts.exact else "+"


def count(visit: Visit, plan: Plan, *, further: bool = False) -> Counted:
    """Count who would get `plan` now; `further`: somebody waits for more of it than a glance."""
    chosen = plan.audience.everyone or not plan.audience.empty
    if not chosen:
        return Counted(Counts(), [], [], chosen=False)
    counts = begun.go_on(visit, plan, patience(visit, FURTHER if further else PATIENCE))
    named = [each.name or visit.number(each.number) for each in some(visit, plan.audience, _NAMES)]
    excluded = [(reason, reason_words(visit, reason), number) for reason, number in counts.excluded.items()]
    return Counted(counts, excluded, named, chosen=True, asked=spoken.told(visit, plan.audience))
