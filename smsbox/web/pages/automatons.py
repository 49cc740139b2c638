"""Numbers that get no automatic answers, because an automaton seems to answer there; and the way back for a person."""

from __future__ import annotations

from dataclasses import dataclass

from bottle import HTTPResponse

from smsbox import contacts
from smsbox.i18n.facts import fill
from smsbox.people.rights import Right
from smsbox.subscription import automatons
from smsbox.subscription.automatons import WHY, Silence
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

_LONGEST_NUMBER = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One of them: `why` in words, `said` the last it wrote."""

    silence: Silence
    why: str
    said: str


@routes.get("/automatons")
def index(visit: Visit) -> HTTPResponse:
    """The list, the newest first."""
    found = automatons.silences(visit.site.store, visit.now)
    names = contacts.names(visit.site.store, (each.number for each in found))
    return visit.page("inbox/automatons.html", rows=[_row(visit, each) for each in found], names=names)


@routes.post("/automatons/lift", needs=Right.WRITE)
def lift(visit: Visit) -> HTTPResponse:
    """Somebody says that a person is behind it."""
    number, store = visit.field("number")[:_LONGEST_NUMBER], visit.site.store
    with store.write():
        done = automatons.lift(store, number, visit.actor.name, visit.now)
        if done:
            visit.audit("message.answered_again", number)
    return visit.go("/automatons", notice="noted" if done else "as_before")


def _row(visit: Visit, silence: Silence) -> Row:
    why = fill(visit.tr.gettext(WHY[silence.why]), {"count": silence.count}) if silence.why in WHY else ""
    return Row(silence, why, automatons.last_words(visit.site.store, silence.number))
