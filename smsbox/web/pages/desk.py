"""Conversations: lists of them by whose turn it is, and each one whole, live."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from bottle import HTTPResponse

from smsbox import contacts
from smsbox.desk import labels, lasts, lists, threads
from smsbox.desk.lists import LISTS, MOST, Listed, Place
from smsbox.people.rights import Right
from smsbox.web.messages.excerpt import excerpt
from smsbox.web.routes import Routes
from smsbox.web.threads import seeking, words
from smsbox.web.threads.codes import path_of
from smsbox.web.threads.shown import live, number_of, page
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

PAGE = 25
_PLACE = re.compile(r"([0-9]{1,18})\.([0-9]{5,15})")


@routes.get("/desk")
def index(visit: Visit) -> HTTPResponse:
    """One list, or what was looked for."""
    return visit.page("desk/list.html", **_listed(visit), known_labels=labels.known(visit.site.store))


@routes.fragment("/live/desk")
def live_rows(visit: Visit) -> HTTPResponse:
    """The same once more."""
    return visit.part("desk/rows.html", **_listed(visit), live=True)


@routes.get("/desk/<digits>")
def thread(visit: Visit, digits: str) -> HTTPResponse:
    """One conversation; whoever may answer has read it now."""
    number = number_of(visit, digits)
    if visit.may(Right.WRITE):
        threads.read(visit.site.store, number)
    return page(visit, number)


@routes.fragment("/live/desk/<digits>")
def live_talk(visit: Visit, digits: str) -> HTTPResponse:
    """What was said since, where it stands, and who has it."""
    return visit.part("desk/talk.html", **live(visit, number_of(visit, digits)), live=True)


def _listed(visit: Visit) -> dict[str, Any]:
    store, me = visit.site.store, visit.actor.name
    which = visit.query("list") if visit.query("list") in LISTS else "open"
    label, text = labels.spelled(_clean(visit.query("label"))), _clean(visit.query("text"))[: seeking.LONGEST]
    before, oldest = _place(visit.query("before")), visit.query("order") == "old" and not (text or label)
    if text:
        found = Listed(seeking.found(visit, text), None)
    elif label:
        found = lists.labelled(store, label, PAGE, before=before)
    else:
        found = lists.listed(store, which, PAGE, who=me, before=before, oldest=oldest)
    numbers = [each.number for each in found.threads]
    kept = {"list": "" if which == "open" else which, "label": label, "text": text, "order": "old" if oldest else ""}
    return {
        "which": which,
        "label": label,
        "text": text,
        "found": found.threads,
        "names": contacts.names(store, numbers),
        "labels": labels.of_numbers(store, numbers),
        "lasts": lasts.words(store, numbers),
        "brief": lambda said: excerpt(said, text),
        "states": words.STATES,
        "counts": {name: _counted(visit, count) for name, count in lists.counts(store, me).items()},
        "lists": words.LISTS,
        "path_of": path_of,
        "me": me,
        "first": before is None,
        "here": _link("/live/desk", kept),
        "on": None if found.on is None else _link("/desk", kept | {"before": _written(found.on)}),
        "begin": _link("/desk", kept),
        "oldest": oldest,
        "turned": _link("/desk", kept | {"order": "" if oldest else "old"}),
    }


def _clean(text: str) -> str:
    """Without what no text can have."""
    return text.replace("\0", "").encode("utf-8", "replace").decode().strip()


def _counted(visit: Visit, count: int) -> str:
    return f"{visit.tr.number(MOST)}+" if count > MOST else visit.tr.number(count)


def _link(path: str, given: dict[str, str]) -> str:
    kept = {name: value for name, value in given.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path


def _place(text: str) -> Place | None:
    found = _PLACE.fullmatch(text)
    return (int(found[1]), "+" + found[2]) if found else None


def _written(place: Place) -> str:
    return f"{place[0]}.{place[1].removeprefix('+')}"
