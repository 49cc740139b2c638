"""Other programs at a glance: whether they may send, what they spent today, and by which ways they come in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from bottle import HTTPResponse

from smsbox import outbox
from smsbox.i18n.marks import N_
from smsbox.outbox import BY_BURST, BY_STOP
from smsbox.people.rights import Right
from smsbox.programs import stop, waiting
from smsbox.programs.standing import spent_today
from smsbox.settings import keys_of
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.SEE)

_PATIENCE = 0.4
"""Seconds a request holds or releases by itself; the rest is the clockwork's, every ten seconds."""

_PATHS = {
    "api": "/api/v1/messages",
    "simple": "/api/v1/sms",
    "smseagle": "/http_api/send_sms",
    "kannel": "/cgi-bin/sendsms",
    "sms_gate": "/3rdparty/v1/messages",
}
"""Where each way in begins, for a program that wants one address."""

SCOPES = {"all": N_("All programs together"), "prefix": N_("Numbers that begin with %(name)s"), "token": "%(name)s"}
"""What is spent, by its kind."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way in: its title, the address a program is given, and whether it is open."""

    text: str
    address: str
    open: bool


@routes.get("/programs")
def index(visit: Visit) -> HTTPResponse:
    """How they stand."""
    store = visit.site.store
    spent = list(spent_today(store, visit.site.config, visit.now))
    why = outbox.held_by_reason(store)
    return visit.page(
        "people/programs.html",
        stop=stop.stopped(store),
        waiting=why.get(BY_STOP, 0),
        burst=why.get(BY_BURST, 0),
        spent=spent,
        unknown=not any(each.kind == "token" for each in spent),
        scopes=SCOPES,
        doors=list(_ways(visit)),
    )


@routes.post("/programs/stop")
def stop_all(visit: Visit) -> HTTPResponse:
    """Take nothing more from any program, and let nothing leave that one wrote. Anybody may: it only holds."""
    store = visit.site.store
    with store.write():
        done = stop.stop(store, visit.actor.name, visit.now)
        if done:
            visit.audit("program.stopped")
    _follow(visit)
    return visit.go("/programs", notice="programs_stopped" if done else "as_before")


@routes.post("/programs/go-on", needs=Right.STEER)
def go_on(visit: Visit) -> HTTPResponse:
    """They may send again."""
    store = visit.site.store
    with store.write():
        done = stop.go_on(store, visit.now)
        if done:
            visit.audit("program.went_on")
    _follow(visit)
    visit.site.ring()
    return visit.go("/programs", notice="programs_go_on" if done else "as_before")


def _follow(visit: Visit) -> None:
    until = visit.site.clock.boottime() + _PATIENCE
    while waiting.follow(visit.site.store, visit.now) and visit.site.clock.boottime() < until:
        pass


def _ways(visit: Visit) -> Iterator[Way]:
    programs, declared = visit.site.config.programs, keys_of("programs")
    for name, path in _PATHS.items():
        yield Way(visit.tr.gettext(declared[name].title), f"{visit.host}{path}", getattr(programs, name) == "on")
    address = "" if programs.mail is None else f"smtp://{_reached(visit, *programs.mail)}"
    title = declared["mail"].title
    yield Way(visit.tr.gettext(title), address, programs.mail is not None)


def _reached(visit: Visit, host: str, port: int) -> str:
    """Where a device knocks: what listens everywhere is reached by the name by which this page is."""
    if ip_address(host).is_unspecified:
        host = urlsplit(visit.host).hostname or host
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
