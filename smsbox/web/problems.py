"""Problems as the page shows them: the rows of this box in words, with picture, tone and the button that mends each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsbox import problems
from smsbox.clock import Micros
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
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
    """One problem: its row, its words, how bad it is. `snoozed`: nobody wants to be reminded of it now; `concern`: the
    right without which nobody may put it off.
    """

    case: Case
    account: Account
    word: Word
    snoozed: bool
    concern: Right


def open_now(site: Site, tr: Translator, now: Micros) -> list[ProblemView]:
    """What is open, the worst first."""
    return told(_cases(site, now), tr, now)


def told(cases: Iterable[Case], tr: Translator, now: Micros) -> list[ProblemView]:
    """Rows in words."""
    return [
        ProblemView(
            *(each, problems.tell(each.problem, tr), WORDS[each.problem.severity], each.snoozed(now)),
            concern=problems.concern_of(each.problem),
        )
        for each in cases
    ]


def counted(site: Site, now: Micros) -> Tally:
    """For the badge."""
    return problems.tally(_cases(site, now), now)


def _cases(site: Site, now: Micros) -> list[Case]:
    """The open rows and what the modems say since; where the database tells nothing, what is known without it."""
    try:
        kept = problems.open_now(site.store, site.box)
    except StoreTrouble:
        kept = []
    names = {each.problem.name for each in kept}
    kept += (each for each in site.unwritten() if each.problem.name not in names)
    return problems.present(kept, site.modem_statuses(), now)
