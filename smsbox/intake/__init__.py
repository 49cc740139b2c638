"""Customers out of tables: what a file holds, what it would change, doing it in small steps, and undoing it."""

from smsbox.intake.desk import (
    MOST_OCTETS,
    Elsewhere,
    TooLarge,
    agree,
    bad_rows,
    count,
    discard,
    forget,
    hand_in,
    look_again,
    reconsider,
    stop,
    today,
    undo,
)
from smsbox.intake.imports import UNDO_FOR, Import, Stage, get, newest
from smsbox.intake.looking import GUESS, Look
from smsbox.intake.plan import BadPlan, Column, Evidence, Known, Meaning, Plan
from smsbox.intake.reading import Bad, Person
from smsbox.intake.work import advance, work

__all__ = [
    "GUESS",
    "MOST_OCTETS",
    "UNDO_FOR",
    "Bad",
    "BadPlan",
    "Column",
    "Elsewhere",
    "Evidence",
    "Import",
    "Known",
    "Look",
    "Meaning",
    "Person",
    "Plan",
    "Stage",
    "TooLarge",
    "advance",
    "agree",
    "bad_rows",
    "count",
    "discard",
    "forget",
    "get",
    "hand_in",
    "look_again",
    "newest",
    "reconsider",
    "stop",
    "today",
    "undo",
    "work",
]
