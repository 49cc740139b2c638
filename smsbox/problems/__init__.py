"""Problems: what needs somebody's attention now, since when, why, and what to do; judged purely, kept as rows."""

from smsbox.problems.fixes import Fix, concern_of
from smsbox.problems.judging import Observed, judge
from smsbox.problems.present import present
from smsbox.problems.problem import NOTE, PROBLEM, WARNING, Case, Problem, Severity
from smsbox.problems.records import Tally, case, closed_since, open_now, prune, snooze, tally, wake
from smsbox.problems.review import Changes, review
from smsbox.problems.telling import Account, tell

__all__ = [
    "NOTE",
    "PROBLEM",
    "WARNING",
    "Account",
    "Case",
    "Changes",
    "Fix",
    "Observed",
    "Problem",
    "Severity",
    "Tally",
    "case",
    "closed_since",
    "concern_of",
    "judge",
    "open_now",
    "present",
    "prune",
    "review",
    "snooze",
    "tally",
    "tell",
    "wake",
]
