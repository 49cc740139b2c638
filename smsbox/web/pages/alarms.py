"""Alarms: by which ways somebody is told, whether they work, what was told; a test by each."""

from __future__ import annotations

from dataclasses import dataclass

from bottle import HTTPError, HTTPResponse

from smsbox.alarms import records
from smsbox.alarms.courier import is_set
from smsbox.alarms.matters import EMAIL, SMS, WAYS, WEBHOOK
from smsbox.alarms.phones import numbers
from smsbox.alarms.records import Line, Way
from smsbox.i18n.explanations import Explained, explain
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.INSPECT)

_MOST = 50
_TITLES = {EMAIL: N_("E-mail"), WEBHOOK: N_("Webhook"), SMS: N_("SMS")}
_KINDS = {
    "alarm": (N_("Alarm"), "bad"),
    "reminder": (N_("Reminder"), "warn"),
    "over": (N_("All-clear"), "good"),
    "alive": (N_("Sign of life"), "idle"),
    "test": (N_("Test"), "idle"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One way: whom it reaches in words ("": it is not set up), how it stands, what is wrong with it."""

    way: str
    title: str
    whom: str
    stands: Way
    told: Explained | None


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the log: `word` and `tone` of its kind, by which way, what was wrong."""

    line: Line
    word: str
    tone: str
    by: str
    told: Explained | None


@routes.get("/alarms")
def show(visit: Visit) -> HTTPResponse:
    """Ways and log."""
    site = visit.site
    ways = records.ways(site.store, site.box)
    lines = [_line(visit, each) for each in records.log(site.store, site.box, _MOST)]
    return visit.page("alarms.html", channels=[_way(visit, way, ways.get(way, Way())) for way in WAYS], lines=lines)


@routes.post("/alarms/test")
def test(visit: Visit) -> HTTPResponse:
    """Have a test sent by one way; what comes of it stands here some seconds later."""
    way = visit.field("way")
    if way not in WAYS:
        raise HTTPError(404)
    if visit.site.alarm is None or not is_set(visit.site.config, way):
        return visit.go("/alarms", notice="alarm_not_set")
    visit.site.alarm(way)
    visit.audit_done("alarm.tested", way)
    return visit.go("/alarms", notice="alarm_tested")


def _way(visit: Visit, way: str, stands: Way) -> Shown:
    config = visit.site.config
    whom = ""
    if is_set(config, way):
        reached = {
            EMAIL: lambda: config.alarms.email,
            WEBHOOK: lambda: [str(config.alarms.webhook).partition("?")[0]],
            SMS: lambda: numbers(visit.site.store, config) or [visit.tr.gettext(N_("no telephone yet"))],
        }
        whom = ", ".join(reached[way]())
    told = explain(visit.tr, stands.error["key"], stands.error["facts"]) if stands.error and whom else None
    return Shown(way, _TITLES[way], whom, stands, told)


def _line(visit: Visit, line: Line) -> Told:
    word, tone = _KINDS.get(line.kind, (line.kind, "idle"))
    told = explain(visit.tr, line.error["key"], line.error["facts"]) if line.error else None
    return Told(line, word, tone, _TITLES.get(line.channel, line.channel), told)
