"""The backups: which there are, where, whether they are whole; make one, read one, take one along."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bottle import HTTPError, HTTPResponse

from smsbox import backup
from smsbox.backup import Backup, standing
from smsbox.backup.files import stick_is_in
from smsbox.backup.standing import FOLDER, SERVER, STICK, Check, Place
from smsbox.i18n.explanations import Explained, explain
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.store.kept import Kept
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.INSPECT)

_MB = 1_000_000
_PIECE = 1 << 16
_MOST = 60
TITLES = {FOLDER: N_("On the card"), STICK: N_("USB stick"), SERVER: N_("Server")}


@dataclass(frozen=True, slots=True)
class Line:
    """One backup as it is shown: on which `place`, how large; what was found when it was read whole, None: never."""

    file: Backup
    place: str
    size: str
    check: Check | None
    told: Explained | None


@dataclass(frozen=True, slots=True)
class Spot:
    """One place as it is shown: whether it is there now, what is known of it, and what is wrong with it."""

    word: str
    title: str
    there: bool
    place: Place
    told: Explained | None


@routes.get("/backups")
def show(visit: Visit) -> HTTPResponse:
    """All that can be reached from here."""
    return visit.page("backups/list.html", **_view(visit))


@routes.fragment("/live/backups")
def live(visit: Visit) -> HTTPResponse:
    """The same, renewed."""
    return visit.part("backups/live.html", **_view(visit))


@routes.post("/backups")
def make(visit: Visit) -> HTTPResponse:
    """Begin one now."""
    desk = visit.site.backups
    if desk is None or not desk.make():
        return visit.go("/backups", notice="backup_busy")
    visit.audit_done("backup.made")
    return visit.go("/backups", notice="backup_begun")


@routes.post("/backups/<place>/<name>/check")
def check(visit: Visit, place: str, name: str) -> HTTPResponse:
    """Have one read whole."""
    path, desk = _path(visit, place, name), visit.site.backups
    if desk is None or not desk.check(str(path)):
        return visit.go("/backups", notice="backup_busy")
    visit.audit_done("backup.checked", name)
    return visit.go("/backups", notice="backup_checking")


@routes.get("/backups/<place>/<name>/file", needs=Right.PEOPLE)
def download(visit: Visit, place: str, name: str) -> HTTPResponse:
    """The file itself: everything the shop knows of its customers, so it is for the owner alone."""
    path = _path(visit, place, name)
    visit.audit("backup.taken", name)
    answer = HTTPResponse(_pieces(path), 200)
    answer.set_header("Content-Type", "application/octet-stream")
    answer.set_header("Content-Length", str(path.stat().st_size))
    answer.set_header("Content-Disposition", f'attachment; filename="{name}"')
    return answer


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _path(visit: Visit, place: str, name: str) -> Path:
    """The file that is meant; nothing but a backup in one of the folders."""
    folder = _folders(visit).get(place)
    found = {each.path.name: each.path for each in backup.listed(folder)} if folder else {}
    if name not in found:
        raise HTTPError(404)
    return found[name]


def _folders(visit: Visit) -> dict[str, Path]:
    config = visit.site.config
    return {FOLDER: config.backup.folder, **({STICK: config.backup.stick} if stick_is_in(config) else {})}


def _view(visit: Visit) -> dict[str, Any]:
    config, desk = visit.site.config, visit.site.backups
    kept = Kept(visit.site.store, config.store.directory)
    checks, places = standing.checked(kept), standing.places(kept)
    lines = [
        Line(each, word, _size(visit, each.size), checks.get(each.path.name), _told(visit, checks, each.path.name))
        for word, folder in _folders(visit).items()
        for each in backup.listed(folder)
    ]
    spots = [
        Spot(FOLDER, TITLES[FOLDER], os.path.isdir(config.backup.folder), *_of_place(visit, places, FOLDER)),
        Spot(STICK, TITLES[STICK], stick_is_in(config), *_of_place(visit, places, STICK)),
        Spot(SERVER, TITLES[SERVER], bool(config.backup.url), *_of_place(visit, places, SERVER)),
    ]
    return {
        "lines": sorted(lines, key=lambda line: -line.file.at)[:_MOST],
        "spots": spots,
        "titles": TITLES,
        "act": desk.act if desk is not None else "",
        "next_at": standing.next_at(kept) if config.backup.nightly == "on" else None,
        "alone": not any(spot.there for spot in spots[1:]),
    }


def _size(visit: Visit, octets: int) -> str:
    return visit.tr.gettext(N_("{size} MB")).format(size=visit.tr.exact(round(octets / _MB, 1)))


def _of_place(visit: Visit, places: dict[str, Place], word: str) -> tuple[Place, Explained | None]:
    place = places.get(word, Place())
    return place, explain(visit.tr, place.why, place.facts) if place.failed_at else None


def _told(visit: Visit, checks: dict[str, Check], name: str) -> Explained | None:
    found = checks.get(name)
    return explain(visit.tr, found.why, found.facts) if found is not None and found.why else None
