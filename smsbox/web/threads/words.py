"""Threads and tasks in words: lists, states, what colleagues did, and until when something is put off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from smsbox.clock import HOUR, SECOND, Micros, micros
from smsbox.desk.notes import Note
from smsbox.desk.tasks import TaskState
from smsbox.desk.thread import ThreadState
from smsbox.i18n.marks import N_
from smsbox.web.words import Word

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

LISTS = {
    "open": N_("To answer"),
    "mine": N_("Mine"),
    "pending": N_("With the customer"),
    "snoozed": N_("Put off for later"),
    "done": N_("Ended ones"),
    "all": N_("All"),
}
STATES = {
    ThreadState.OPEN: Word("inbox", "warn", ThreadState.OPEN.text, N_("Somebody here has the next word.")),
    ThreadState.PENDING: Word("waiting", "idle", ThreadState.PENDING.text, N_("The customer has the next word.")),
    ThreadState.SNOOZED: Word("held", "idle", ThreadState.SNOOZED.text, N_("It comes back by itself.")),
    ThreadState.DONE: Word("ok", "good", ThreadState.DONE.text, N_("Nothing is left to do.")),
}
TASKS = {
    TaskState.OPEN: Word("waiting", "warn", TaskState.OPEN.text),
    TaskState.TAKEN: Word("person", "busy", TaskState.TAKEN.text),
    TaskState.DONE: Word("ok", "good", TaskState.DONE.text),
    TaskState.DROPPED: Word("cancelled", "idle", TaskState.DROPPED.text),
}
KINDS = {
    "callback": Word("call", "idle", N_("Call back")),
    "order": Word("store", "idle", N_("Order")),
    "appointment": Word("waiting", "idle", N_("Appointment")),
    "application": Word("file", "idle", N_("Application")),
}
"""What a task is about, by its kind."""

_DEEDS = {
    "assigned": N_("%(who)s took the conversation"),
    "given": N_("%(who)s gave the conversation to %(whom)s"),
    "left": N_("%(who)s left the conversation to others"),
    "snoozed": N_("%(who)s put it off until %(moment)s"),
    "woken": N_("It is back: it had been put off until now"),
    "missed": N_("It is back: an answer may not have reached the customer"),
    "done": N_("%(who)s ended the conversation"),
    "reopened": N_("%(who)s opened it again"),
}

EVENING, MORNING = 18, 9
"""Hours of the shop's clock."""
_WEEK = 7
PUT_OFF: Mapping[str, str] = {
    "hour": N_("for an hour"),
    "evening": N_("until this evening, 18:00"),
    "tomorrow": N_("until tomorrow, 9:00"),
    "monday": N_("until Monday, 9:00"),
    "week": N_("for a week"),
}
PAST = N_("This moment has passed.")


def put_off(visit: Visit) -> dict[str, str]:
    """The choices of `PUT_OFF` that have not passed."""
    return {choice: text for choice, text in PUT_OFF.items() if until(visit, choice) is not None}


def kind(word: str) -> Word:
    """What a task of that kind is about; a kind of tomorrow's program is called as it calls itself."""
    return KINDS.get(word) or Word("info", "idle", word)


def deed(visit: Visit, note: Note) -> str:
    """What a colleague did with a thread."""
    which = "given" if note.kind == "assigned" and note.text != note.who else note.kind
    moment = visit.moment(int(note.text)) if note.kind == "snoozed" else ""
    facts = {"who": note.who, "whom": note.text, "moment": moment}
    return visit.tr.gettext(_DEEDS.get(which, note.kind)) % facts


def until(visit: Visit, choice: str) -> Micros | None:
    """Until when one of `PUT_OFF` puts it off. None for the past, or for none of them."""
    if choice == "hour":
        return visit.now + HOUR
    local = datetime.fromtimestamp(visit.now / SECOND, visit.zone)
    days = {"evening": 0, "tomorrow": 1, "monday": _WEEK - local.weekday(), "week": _WEEK}.get(choice)
    if days is None:
        return None
    hour = EVENING if choice == "evening" else MORNING
    found = micros((local + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0))
    return found if found > visit.now else None
