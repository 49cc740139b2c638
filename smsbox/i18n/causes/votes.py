"""Cause and next step of errors of votes and quizzes."""

from __future__ import annotations

from smsbox.i18n.marks import N_

VOTES = {
    "cli.no_choice": (
        N_("The vote has no option “{choice}”."),
        N_("It has: {options}"),
    ),
    "cli.no_vote": (
        N_("There is nothing of that kind: {said}"),
        N_("Look what there is: smsbox vote unknown, smsbox vote list, smsbox quiz leaders"),
    ),
}
"""Key → cause, next step."""
