"""The modems: all at a glance, one with everything known of it; pausing, resuming, agreeing to another SIM."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bottle import HTTPError, HTTPResponse

from smsbox import fleet
from smsbox.config import ModemConfig
from smsbox.people.rights import Right
from smsbox.recovery import records
from smsbox.store import seats, signals, sims
from smsbox.store.sims import KnownSim
from smsbox.web.modems.dialogue import press_mark
from smsbox.web.modems.purse import purse_view
from smsbox.web.modems.signal_chart import HEIGHT, SPAN, WIDTH, chart
from smsbox.web.modems.view import ROLLING, ModemView, address, modem_view
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.SEE)

_LONGEST_WHY = 200


@dataclass(frozen=True, slots=True)
class Swap:
    """Another SIM than the accepted one: `before` and `now`, either None where the database knows it no more."""

    before: KnownSim | None
    now: KnownSim | None
    sim_id: int


@routes.get("/modems")
def index(visit: Visit) -> HTTPResponse:
    """The list."""
    return visit.page("modems/list.html", view=_list(visit))


@routes.fragment("/live/modems")
def live_rows(visit: Visit) -> HTTPResponse:
    """The list as it is now."""
    return visit.part("modems/rows.html", view=_list(visit))


@routes.get("/modems/<name>")
def detail(visit: Visit, name: str) -> HTTPResponse:
    """One modem."""
    return visit.page("modems/detail.html", **_detail(visit, name), once=_mark(visit, name))


@routes.fragment("/live/modems/<name>")
def live_detail(visit: Visit, name: str) -> HTTPResponse:
    """One modem as it is now."""
    return visit.part("modems/detail_live.html", **_detail(visit, name))


@routes.post("/modems/<name>/pause", needs=Right.MODEMS)
def pause(visit: Visit, name: str) -> HTTPResponse:
    """It sends nothing more until it is resumed."""
    modem = configured(visit, name).name
    return _steered(visit, address(modem), _pause(visit, modem), "paused")


@routes.post("/modems/<name>/resume", needs=Right.MODEMS)
def resume(visit: Visit, name: str) -> HTTPResponse:
    """It sends again."""
    modem = configured(visit, name).name
    return _steered(visit, address(modem), _resume(visit, modem), "resumed")


@routes.post("/fleet/pause", needs=Right.MODEMS)
def pause_all(visit: Visit) -> HTTPResponse:
    """None of them sends anything more."""
    return _steered(visit, "/modems", _each(visit, _pause), "all_paused")


@routes.post("/fleet/resume", needs=Right.MODEMS)
def resume_all(visit: Visit) -> HTTPResponse:
    """All of them send again."""
    return _steered(visit, "/modems", _each(visit, _resume), "all_resumed")


@routes.post("/modems/<name>/accept", needs=Right.MODEMS)
def accept(visit: Visit, name: str) -> HTTPResponse:
    """Agree to send from the SIM that the form showed, if it is still the one in the modem. Raises NothingToAccept."""
    modem = configured(visit, name).name
    sim_id = _status(visit, modem).get("sim_id")
    if sim_id is not None and visit.field("sim") != str(sim_id):
        return visit.go(address(modem), notice="other_sim")
    store = visit.site.store
    with store.write():
        before = seats.seated(store, modem)
        done = fleet.accept_sim(store, modem, sim_id, now=visit.now, by_whom=_who(visit))
        if done:
            visit.audit("modem.sim_accepted", modem, SIM=(before, sim_id))
    return _steered(visit, address(modem), done, "accepted")


def configured(visit: Visit, name: str) -> ModemConfig:
    """The modem whose page has `name` in its address; 404 when there is none."""
    for modem in visit.site.config.modems:
        if modem.name.replace("/", "%2F") == name:
            return modem
    raise HTTPError(404)


def _steered(visit: Visit, path: str, done: bool, notice: str) -> HTTPResponse:
    visit.site.ring()
    return visit.go(path, notice=notice if done else "as_before")


def _each(visit: Visit, change: Callable[[Visit, str], bool]) -> bool:
    """`change` every modem; whether one of them was not so before."""
    changed = [change(visit, modem.name) for modem in visit.site.config.modems]
    return any(changed)


def _pause(visit: Visit, modem: str) -> bool:
    why = visit.field("why").replace("\0", "").encode("utf-8", "replace").decode()[:_LONGEST_WHY].strip()
    store = visit.site.store
    with store.write():
        done = fleet.pause(store, modem, now=visit.now, by_whom=_who(visit), why=why or None)
        if done:
            visit.audit("modem.paused", modem, why=(None, why or None))
    return done


def _resume(visit: Visit, modem: str) -> bool:
    store = visit.site.store
    with store.write():
        done = fleet.resume(store, modem, now=visit.now, by_whom=_who(visit))
        if done:
            visit.audit("modem.resumed", modem)
    return done


def _who(visit: Visit) -> str | None:
    return visit.person.name if visit.person else None


def _status(visit: Visit, name: str) -> dict[str, Any]:
    """What is known of one modem; its name alone before its relay has said anything."""
    known = (status for status in visit.site.modem_statuses() if status.get("name") == name)
    return next(known, {"name": name, "state": "starting"})


def _list(visit: Visit) -> dict[str, Any]:
    site = visit.site
    modems = [modem_view(_status(visit, modem.name), site.config, visit.tr) for modem in site.config.modems]
    paused = {pause.modem for pause in seats.pauses(site.store)}
    return {
        "modems": modems,
        "paused": paused,
        "all_paused": all(modem.name in paused for modem in modems),
        "any_paused": any(modem.name in paused for modem in modems),
    }


def _detail(visit: Visit, name: str) -> dict[str, Any]:
    site, modem = visit.site, configured(visit, name)
    view = modem_view(_status(visit, modem.name), site.config, visit.tr)
    seated = seats.seated(site.store, modem.name)
    known = {sim.id: sim for sim in sims.known(site.store)}
    sim = known.get(view.sim_id or seated or 0)
    samples = signals.history(site.store, modem.name, since=visit.now - SPAN)
    return {
        "modem": view,
        "pause": seats.paused(site.store, modem.name),
        "swap": _swap(view, seated, known),
        "sim": sim,
        "chart": chart(visit.tr, samples, visit.now),
        "chart_size": (WIDTH, HEIGHT),
        "purse": purse_view(visit, modem),
        "tallies": records.tallies(site.store, modem.name),
        "by_hand": site.desk is not None,
        "rolling": ROLLING,
    }


def _mark(visit: Visit, name: str) -> str:
    modem, desk = configured(visit, name).name, visit.site.desk
    return press_mark(visit.cookie, modem, desk.dialogue(modem) if desk else None)


def _swap(view: ModemView, seated: int | None, known: dict[int, KnownSim]) -> Swap | None:
    if seated is None or view.sim_id is None or view.sim_id == seated:
        return None
    return Swap(known.get(seated), known.get(view.sim_id), view.sim_id)
