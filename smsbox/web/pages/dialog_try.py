"""A scenario tried on the page: the visitor is the customer, and the real engine answers on a database of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bottle import HTTPError, HTTPResponse

from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows.editing import changed
from smsbox.dialogs.flows.rows import Kept
from smsbox.dialogs.trying import CUSTOMER, LATER, PEOPLE, SAID, BadScript, Line, Rehearsal, script
from smsbox.people.rights import Right
from smsbox.web.dialogs.frame import frame, kept_of, read
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.BULK)

MOST_LINES = 60
"""What a visitor may say in one talk; everything is played from the beginning each time."""
_LONGEST, _LONGEST_SCRIPT = 400, 20_000
_ANSWERS = {
    "uk": ("ТАК", "НІ", "СКАСУВАТИ"),
    "en": ("YES", "NO", "CANCEL"),
    "pl": ("TAK", "NIE", "ANULUJ"),
    "ru": ("ДА", "НЕТ", "ОТМЕНА"),
}
_PLACES = ("1", "2", "3")


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the talk as it is shown: `own` his words, `clock` time that goes by, `people` left for them."""

    text: str
    number: str
    own: bool
    clock: bool
    people: bool


@routes.get("/dialogs/<flow_id:id>/try")
def begin(visit: Visit, flow_id: int) -> HTTPResponse:
    """Nothing is said yet."""
    kept = kept_of(visit, flow_id)
    flow = _flow(visit, kept)
    return _page(visit, kept, flow, [], [], 200)


@routes.post("/dialogs/<flow_id:id>/try")
def say(visit: Visit, flow_id: int) -> HTTPResponse:
    """One line more; the whole talk is played."""
    kept = kept_of(visit, flow_id)
    flow = _flow(visit, kept)
    said = _line(visit.field("press") or visit.field("say"))
    try:
        lines = [*script(visit.field("so_far")[:_LONGEST_SCRIPT].splitlines()), *script([said] if said else [])]
        lines = lines[:MOST_LINES]
        talk = list(_played(visit, flow, lines))
    except BadScript:
        raise HTTPError(400) from None
    return _page(visit, kept, flow, lines, talk, 200)


def _line(text: str) -> str:
    """What was said or pressed as a line of a script; "" for nothing."""
    text = " ".join(text.encode("utf-8", "replace").decode().replace("\0", "").split())[:_LONGEST]
    if not text or text.startswith(f"{LATER} +"):
        return text
    return f"{SAID} {text}"


def _flow(visit: Visit, kept: Kept) -> Flow[Any]:
    """What is to be tried; one that this program cannot read is mended first."""
    flow, _ = read(visit, kept.source)
    if flow is None:
        raise visit.go(f"/dialogs/{kept.id}/file")
    return flow


def _played(visit: Visit, flow: Flow[Any], lines: list[Line]) -> list[Line]:
    site = visit.site
    if site.route is None:
        raise HTTPError(404)
    # As if it were open: who tries it today would only hear that it begins on Monday.
    source = changed(flow.source, {("opens",): None, ("closes",): None})
    with Rehearsal(source, site.route, now=visit.now, shop=site.config.shop, region=site.config.region) as stage:
        return list(stage.play(lines))


def _page(visit: Visit, kept: Kept, flow: Flow[Any], lines: list[Line], talk: list[Line], status: int) -> HTTPResponse:
    answers = (*_PLACES, *_ANSWERS.get(flow.language, _ANSWERS["en"])) if lines else ()
    told = [
        Told(each.text, "" if each.number == CUSTOMER else each.number, each.sign == SAID, *_other(each))
        for each in talk
    ]
    values: dict[str, Any] = frame(visit, kept) | {
        "talk": told,
        "so_far": "\n".join(str(replace(each, text=" ".join(each.text.split()))) for each in lines),
        "offers": [*flow.words[:3], *answers],
        "full": len(lines) >= MOST_LINES,
    }
    return visit.page("dialogs/try.html", status, **values)


def _other(line: Line) -> tuple[bool, bool]:
    return line.sign == LATER, line.sign == PEOPLE
