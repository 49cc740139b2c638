"""Problems as the page shows them: the rows of this box in words, with picture, tone and the button that mends each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsbox import problems
from smsbox.clock import Micros
from smsbox.i18n.marks import N_
from smsbox.problems import NOTE, PROBLEM, WARNING, Account, Case, Tally
from smsbox.store import StoreTrouble
from smsbox.web.words import Word

if TYPE_CHECKING:
    from smsbox.i18n.translator import Translator
    from smsbox.web.site import Site

WORDS = {
    PROBLEM: Word("failed", "bad", N_("Problem")),
    WARNING: Word("warning", "warn", N_("Warning")),
    NOTE: Word("info", "busy", N_("Note")),
}
"""How bad it is, by picture, tone and word."""


@dataclass(frozen=True, slots=True)
class ProblemView:
    """One problem: its row, its words, how bad it is. `snoozed`: nobody wants to be reminded of it now."""

    case: Case
    account: Account
    word: Word
    snoozed: bool


def open_now(site: Site, tr: Translator, now: Micros) -> list[ProblemView]:
    """What is open, the worst first; where the database tells nothing, what is known without it."""
    try:
        kept = problems.open_now(site.store, site.box)
    except StoreTrouble:
        kept = []
    names = {each.problem.name for each in kept}
    return told([*(each for each in site.unwritten() if each.problem.name not in names), *kept], tr, now)


def told(cases: Iterable[Case], tr: Translator, now: Micros) -> list[ProblemView]:
    """Rows in words."""
    return [
        ProblemView(each, problems.tell(each.problem, tr), WORDS[each.problem.severity], each.snoozed(now))
        for each in cases
    ]


def counted(site: Site, now: Micros) -> Tally:
    """For the badge; one look into an index."""
    try:
        return problems.tally(site.store, site.box, now)
    except StoreTrouble:
        found = site.unwritten()
        return Tally(len(found), PROBLEM if found else None)
