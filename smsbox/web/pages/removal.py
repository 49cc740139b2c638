"""Taking a modem away: what that means for what waits is told before it is asked, and it can be put off."""

from __future__ import annotations

from dataclasses import dataclass

from bottle import HTTPError, HTTPResponse

from smsbox import outbox
from smsbox.outbox import Filter, State
from smsbox.people.rights import Right
from smsbox.store import seats
from smsbox.web.pages.modems import configured
from smsbox.web.routes import Routes
from smsbox.web.settings.areas import modem_area
from smsbox.web.settings.desk import SettingsDesk, SettingsRefused
from smsbox.web.visit import Visit

routes = Routes(Right.SETTINGS)

MANY = 100
"""Messages of a SIM that are counted one by one; of more it is said that they are more."""

_WAITING = (State.QUEUED, State.SENDING, State.UNCERTAIN, State.HELD)


@dataclass(frozen=True, slots=True)
class Means:
    """What taking it away means: messages bound to its SIM (`sim_id`), all that are queued, who else sends."""

    sim_id: int | None
    bound: int
    more: bool
    queued: int
    others: tuple[str, ...]


@routes.get("/settings/modems/<name>/remove")
def ask(visit: Visit, name: str) -> HTTPResponse:
    """What it would mean."""
    return _page(visit, configured(visit, name).name, 200)


@routes.post("/settings/modems/<name>/remove")
def remove(visit: Visit, name: str) -> HTTPResponse:
    """Take a modem away that was added on the page."""
    modem = configured(visit, name).name
    try:
        _desk(visit).apply({modem_area(modem).place: None}, by=visit.actor, now=visit.now)
    except SettingsRefused:
        return _page(visit, modem, 409)
    return visit.go("/settings", notice="modem_removed")


def _desk(visit: Visit) -> SettingsDesk:
    if visit.site.settings is None:
        raise HTTPError(404)
    return visit.site.settings


def _page(visit: Visit, modem: str, status: int) -> HTTPResponse:
    area, config = modem_area(modem), visit.site.config
    return visit.page(
        "settings/remove.html",
        status,
        area=area,
        line=config.locked.get(area.key("name")),
        means=means(visit, modem),
    )


def means(visit: Visit, modem: str) -> Means:
    """What becomes of the messages when `modem` goes."""
    store = visit.site.store
    sim_id = seats.seated(store, modem)
    bound = 0
    more = False
    if sim_id is not None:
        found = outbox.page(store, Filter(states=_WAITING, sim_id=sim_id), limit=MANY)
        bound, more = len(found.rows), found.older is not None
    others = tuple(each.name for each in visit.site.config.modems if each.name != modem)
    return Means(sim_id, bound, more, outbox.counts(store).matching(Filter(states=(State.QUEUED,))), others)
