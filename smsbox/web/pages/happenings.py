"""The event log: what happened, newest first, in words; by family, modem and time; as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from bottle import HTTPResponse

from smsbox import events
from smsbox.clock import Micros
from smsbox.events import Wanted
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.sheets import exports as sheets
from smsbox.sheets import writing
from smsbox.sheets.cells import Cell
from smsbox.sheets.exports import Reader
from smsbox.store import sims
from smsbox.web.event_words import FAMILIES, kinds_of, told
from smsbox.web.forms import LONG, Filled
from smsbox.web.messages.searching import ORDER, bound
from smsbox.web.pages.exports import Gone, answered, place, watched
from smsbox.web.paging import cursor
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.INSPECT)

PAGE = 50
PATH = "/events"
_FIELDS = {"family": 20, "modem": 200, "from": 40, "to": 40}
_COLUMNS = (
    (N_("No."), 10),
    (N_("When"), 19),
    (N_("What"), 30),
    (N_("More"), 60),
    (N_("Modem"), 12),
    (N_("Number"), 16),
    (N_("Message"), 10),
    (N_("Kind"), 20),
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address asks for: the form as typed, and what it means."""

    form: Filled
    wanted: Wanted

    def link(self, path: str = PATH, **more: object) -> str:
        """An address that asks the same."""
        kept = {name: value for name, value in self.form.values.items() if value} | more
        return f"{path}?{urlencode(kept)}" if kept else path


@routes.get(PATH)
def index(visit: Visit) -> HTTPResponse:
    """One page of the log."""
    store, asked = visit.site.store, _asked(visit)
    found = events.page(store, asked.wanted, PAGE, before=cursor(visit), after=cursor(visit, "after"))
    seen = _sims(visit)
    older = None if found.older is None else asked.link(before=found.older)
    return visit.page(
        "events.html",
        form=asked.form,
        families=FAMILIES,
        modems=[modem.name for modem in visit.site.config.modems],
        rows=[told(visit, line, seen) for line in found.rows],
        first_url=None if found.newer is None else asked.link(),
        older_url=None if found.short else older,
        further_url=older if found.short else None,
        looked_to=_moment_of(visit, found.older) if found.short else None,
        file_url=asked.link(f"{PATH}/export"),
    )


@routes.get(f"{PATH}/export")
def export(visit: Visit) -> HTTPResponse:
    """All of what is asked for as CSV, oldest first."""
    asked = _asked(visit)
    if asked.form.errors:
        return visit.go(asked.link())
    if not place():
        return visit.go(PATH, notice="one_file")
    reader = Reader(visit.tr, visit.zone, visit.now)
    table = sheets.table(reader, N_("Event log"), _COLUMNS, [])

    def make(gone: Gone) -> Iterator[bytes]:
        rows = watched(_rows(visit, asked.wanted, reader), gone)
        return writing.csv_octets(table, rows, sheets.delimiter(visit.language))

    return answered(visit, "events", "csv", make, asked.link(), "log.exported")


def _rows(visit: Visit, wanted: Wanted, reader: Reader) -> Iterator[list[Cell]]:
    store, seen = visit.site.store, _sims(visit)
    for ids in sheets.ids_of(store, events.searched(store, wanted)):
        for line in events.by_ids(store, ids):
            it = told(visit, line, seen)
            what = visit.tr.gettext(it.word.text)
            yield [it.id, reader.moment(it.at), what, it.detail, it.modem, it.number, line.message_id, line.kind]


def _asked(visit: Visit) -> _Asked:
    form = Filled({name: visit.query(name).strip() for name in _FIELDS})
    for name, most in _FIELDS.items():
        if len(form.values[name]) > most:
            form.wrong(name, visit.tr.gettext(LONG))
            form.values[name] = form.values[name][:most]
    if form.values["family"] not in FAMILIES:
        form.values["family"] = ""
    if form.values["modem"] not in [modem.name for modem in visit.site.config.modems]:
        form.values["modem"] = ""
    since, until = bound(visit, form, "from"), bound(visit, form, "to", end=True)
    if since is not None and until is not None and until <= since:
        form.wrong("to", visit.tr.gettext(ORDER))
    return _Asked(form, Wanted(kinds_of(form.values["family"]), form.values["modem"], since, until))


def _sims(visit: Visit) -> dict[int, str]:
    return {sim.id: sim.modem or "" for sim in sims.known(visit.site.store)}


def _moment_of(visit: Visit, event_id: int | None) -> Micros | None:
    """When it was written, for saying how far was looked."""
    found = events.by_ids(visit.site.store, [event_id]) if event_id is not None else []
    return found[0].at if found else None
