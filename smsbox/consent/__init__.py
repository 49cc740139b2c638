"""Who agreed to be written to: the ledger of it, what follows from it, and who must never be written to."""

from smsbox.consent.choices import UNCHANGED, choose
from smsbox.consent.folding import fold
from smsbox.consent.judging import LATER, REFUSALS, Rules, Verdict, judge
from smsbox.consent.ledger import NoEvidence, erase, history, overdue, record, since
from smsbox.consent.standing import HOW, MARKETING, Act, Entry, Line, Standing, State
from smsbox.consent.standings import read, standing, standings, trusted
from smsbox.consent.suppression import carry_marks, is_suppressed, mark, marked, suppress, unsuppress

__all__ = [
    "HOW",
    "LATER",
    "MARKETING",
    "REFUSALS",
    "UNCHANGED",
    "Act",
    "Entry",
    "Line",
    "NoEvidence",
    "Rules",
    "Standing",
    "State",
    "Verdict",
    "carry_marks",
    "choose",
    "erase",
    "fold",
    "history",
    "is_suppressed",
    "judge",
    "mark",
    "marked",
    "overdue",
    "read",
    "record",
    "since",
    "standing",
    "standings",
    "suppress",
    "trusted",
    "unsuppress",
]
