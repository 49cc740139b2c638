"""The first page: how the box is – problems, queue, modems, the last messages – and the same as a live part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bottle import HTTPResponse

from smsbox import contacts, inbox, outbox
from smsbox.campaigns import State as Stage
from smsbox.campaigns import recent
from smsbox.clock import HOUR
from smsbox.i18n import quiet
from smsbox.i18n.marks import N_
from smsbox.outbox import MessageClass, State
from smsbox.outbox.forecast import forecast
from smsbox.pacing import hours
from smsbox.people.rights import Right
from smsbox.web import problems, words
from smsbox.web.campaigns import progress
from smsbox.web.day_chart import DayChart, day_chart
from smsbox.web.modems.card import cards
from smsbox.web.modems.view import ModemView, modem_view
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit
from smsbox.web.wizard import way as wizard

routes = Routes(Right.SEE)

_LAST, _WORST, _UNDER_WAY = 5, 3, 3
_MANY = 8
"""More modems than these are a table: of a card each they would make the page too long and too heavy."""
_TILES = (
    (State.QUEUED, N_("waiting")),
    (State.SENDING, N_("being sent")),
    (State.UNCERTAIN, N_("in doubt")),
    (State.HELD, N_("held")),
)
ABOUT = N_("about %(span)s")
UNKNOWN = N_("not foreseeable")
WHOLE = N_("The last one leaves in %(span)s")


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One class with something waiting; `why` all of it waits, "" when for nothing but its turn."""

    word: words.Word
    waiting: int
    eta: str
    why: str = ""


@routes.get("/")
def show(visit: Visit) -> HTTPResponse:
    """The whole page."""
    unfinished = wizard.unfinished(visit.site) if visit.may(Right.SETTINGS) else None
    return visit.page("status.html", view=_view(visit), unfinished=unfinished)


@routes.fragment("/live/status")
def live(visit: Visit) -> HTTPResponse:
    """Its live part."""
    return visit.part("status_live.html", view=_view(visit))


def _view(visit: Visit) -> dict[str, Any]:
    store, site = visit.site.store, visit.site
    modems = [modem_view(status, site.config, visit.tr) for status in site.modem_statuses()]
    counts = outbox.counts(store)
    found = problems.open_now(site, visit.tr, visit.now)
    awake = [each for each in found if not each.snoozed]
    shown = awake[:_WORST]
    outgoing, incoming = outbox.messages(store, limit=_LAST), inbox.messages(store, limit=_LAST)
    reads = visit.may(Right.READ)
    known = (*(each.recipient for each in outgoing), *(each.sender for each in incoming))
    return {
        "modems": modems,
        "cards": cards(visit, modems, found, shown),
        "queue": _queue(visit, counts, modems),
        "problems": shown,
        "many": _MANY,
        "more": max(len(awake) - _WORST, 0),
        "day": _day(visit),
        "outgoing": outgoing,
        "incoming": incoming,
        "names": contacts.names(store, known) if reads else {},
        "campaigns": _campaigns(visit) if reads else [],
    }


def _campaigns(visit: Visit) -> list[progress.Row]:
    """What is under way, the newest first."""
    found = recent(visit.site.store, _UNDER_WAY, states=(Stage.RUNNING, Stage.PAUSED))
    return [progress.row_of(visit, each) for each in found]


def _day(visit: Visit) -> DayChart | None:
    store, begins = visit.site.store, hours.starts(visit.now, visit.zone)
    told = hours.fold(begins, hours.minutes(store, begins[0], begins[-1] + HOUR), inbox.arrivals(store, begins))
    return day_chart(told, visit.zone)


def _queue(visit: Visit, counts: outbox.QueueCounts, modems: list[ModemView]) -> dict[str, Any]:
    working = {modem.name for modem in modems if modem.state in ("ready", "starting")}
    senders = [modem for modem in visit.site.config.modems if modem.name in working]
    left = [part.left for modem in modems for part in modem.left if part.limit and part.period == "per_day"]
    segments = {kind: counts.segments_of(State.QUEUED, kind=kind) for kind in MessageClass}
    left_today = sum(left) if len(left) == len(senders) and left else None
    times = forecast(segments, senders, left_today, visit.site.config, visit.now)
    lines = [
        ClassLine(
            words.kind(kind.label), counts.of(State.QUEUED, kind=kind), _in_words(visit, seconds), _why(visit, kind)
        )
        for kind, seconds in times.items()
        if counts.of(State.QUEUED, kind=kind)
    ]
    last = times[max(times)]
    return {
        "waiting": counts.of(State.QUEUED),
        "tiles": [
            {"text": text, "count": counts.of(state), "link": f"/outbox?state={state.label}"} for state, text in _TILES
        ],
        "classes": lines,
        "forecast": visit.tr.gettext(WHOLE) % {"span": _in_words(visit, last)} if last else "",
    }


def _why(visit: Visit, kind: MessageClass) -> str:
    """What a whole class waits for."""
    rest = outbox.rest(visit.site.config, visit.now, kind)
    return "" if rest is None else quiet.waits(visit.tr, rest.until, visit.zone, visit.now, rest.why)


def _in_words(visit: Visit, seconds: float | None) -> str:
    if seconds is None:
        return visit.tr.gettext(UNKNOWN)
    return visit.tr.gettext(ABOUT) % {"span": visit.tr.span(seconds)}
