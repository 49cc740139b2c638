"""Customers out of a file: upload or paste, columns, dry run, the word to go on, progress, result, undo."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import IO, Any

from bottle import FileUpload, HTTPError, HTTPResponse

from smsbox import intake
from smsbox.i18n.imports import left_out, why_bad
from smsbox.i18n.marks import N_
from smsbox.intake import Import, Stage
from smsbox.intake.numbers import one_a_line
from smsbox.people.rights import Right
from smsbox.sheets import SheetRefused, exports
from smsbox.sheets.cells import Cell
from smsbox.sheets.exports import Reader
from smsbox.web.forms import MISSING, Filled, blank
from smsbox.web.intake import columns_form, view
from smsbox.web.pages.exports import Gone, answered, place, watched
from smsbox.web.routes import Routes
from smsbox.web.server.uploads import MOST_OCTETS, PREFIX, TICKETS
from smsbox.web.visit import Visit

routes = Routes(Right.BULK)

_PATIENCE = 1.5
"""Seconds a request counts or works by itself; the rest is the shop's loop."""
_TOO_LARGE = N_("The file has more than %(num)s MB. Cut it into several.")
_PASTED = N_("Pasted list")
_BAD_COLUMNS = ((N_("Row"), 8), (N_("Why"), 40), (N_("What"), 24))


@routes.get("/customers/import")
def show(visit: Visit) -> HTTPResponse:
    """Hand in a file or a list; the imports before."""
    return _door(visit, blank(("list",)), 200)


@routes.post(PREFIX + "<ticket>")
def hand_in(visit: Visit, ticket: str) -> HTTPResponse:
    """Take the file over and look at it. The ticket has let the file in; the right and the token let its sender in."""
    form = Filled({"list": ""})
    source, name = _handed(visit, form)
    if source is None:
        form.wrong("file", visit.tr.gettext(MISSING))
        return _door(visit, form, 422)
    site, by = visit.site, visit.actor.name
    try:
        found = intake.hand_in(site.store, site.config, source, name, by=by, now=visit.now)
    except intake.TooLarge:
        form.wrong("file", visit.tr.gettext(_TOO_LARGE) % {"num": visit.tr.number(MOST_OCTETS >> 20)})
        return _door(visit, form, 413)
    except SheetRefused as refusal:
        return _door(visit, form, 422, refusal)
    visit.audit_done("import.handed_in", f"{found.id} {found.name}")
    return visit.go(f"/customers/import/{found.id}")


@routes.get("/customers/import/<import_id:id>")
def one(visit: Visit, import_id: int) -> HTTPResponse:
    """How it stands."""
    return _page(visit, _get(visit, import_id), None, 200)


@routes.fragment("/live/customers/import/<import_id:id>")
def live(visit: Visit, import_id: int) -> HTTPResponse:
    """How it stands now."""
    return visit.part("customers/import/stage.html", **_told(visit, _get(visit, import_id)))


@routes.post("/customers/import/<import_id:id>")
def plan(visit: Visit, import_id: int) -> HTTPResponse:
    """Read it as the form says: look again, or count what would change."""
    found, site = _get(visit, import_id), visit.site
    if found.stage is not Stage.DRAFT or not found.looked:
        return visit.go(f"/customers/import/{import_id}", notice="moved_on")
    wanted, form, anew = columns_form.asked(visit, found)
    try:
        found = intake.look_again(site.store, site.config, import_id, wanted, visit.now)
    except SheetRefused as refusal:
        return _page(visit, found, form, 422, refusal)
    if anew or visit.field("do") != "count":
        path = f"/customers/import/{import_id}"
        return visit.go(path, notice="read_anew") if anew else visit.go(path)
    columns_form.judged(visit, found.plan, form, intake.today(site.config, visit.now))
    if form.errors:
        return _page(visit, found, form, 422)
    if intake.count(site.store, site.config, import_id, visit.now):
        _work(visit, import_id)
    return visit.go(f"/customers/import/{import_id}")


@routes.post("/customers/import/<import_id:id>/agree")
def agree(visit: Visit, import_id: int) -> HTTPResponse:
    """Do it."""
    found, site = _get(visit, import_id), visit.site
    with site.store.write():
        if intake.agree(site.store, site.config, import_id):
            visit.audit("import.agreed", f"{import_id} {found.name}", people=(None, found.found.get("added", 0)))
    _work(visit, import_id)
    return visit.go(f"/customers/import/{import_id}")


@routes.post("/customers/import/<import_id:id>/change")
def change(visit: Visit, import_id: int) -> HTTPResponse:
    """Back to the columns."""
    intake.reconsider(visit.site.store, import_id)
    return visit.go(f"/customers/import/{import_id}")


@routes.post("/customers/import/<import_id:id>/stop")
def stop(visit: Visit, import_id: int) -> HTTPResponse:
    """Do no more of it."""
    found, site = _get(visit, import_id), visit.site
    with site.store.write():
        if intake.stop(site.store, site.config, import_id, visit.now):
            visit.audit("import.stopped", f"{import_id} {found.name}")
    return visit.go(f"/customers/import/{import_id}")


@routes.post("/customers/import/<import_id:id>/discard")
def discard(visit: Visit, import_id: int) -> HTTPResponse:
    """Forget a file that was not imported."""
    found, site = _get(visit, import_id), visit.site
    with site.store.write():
        if intake.discard(site.store, site.config, import_id):
            visit.audit("import.discarded", f"{import_id} {found.name}")
    return visit.go("/customers/import")


@routes.post("/customers/import/<import_id:id>/undo")
def undo(visit: Visit, import_id: int) -> HTTPResponse:
    """Put it back."""
    found, site = _get(visit, import_id), visit.site
    with site.store.write():
        if intake.undo(site.store, import_id, visit.now):
            visit.audit("import.undone", f"{import_id} {found.name}")
    _work(visit, import_id)
    return visit.go(f"/customers/import/{import_id}")


@routes.get("/customers/import/<import_id:id>/bad")
def bad(visit: Visit, import_id: int) -> HTTPResponse:
    """The rows that cannot be used, as a file that can be mended and read again."""
    found, kind = _get(visit, import_id), visit.query("format")
    if kind not in ("csv", "xlsx"):
        raise HTTPError(404)
    if not place():
        return visit.go(f"/customers/import/{import_id}", notice="one_file")
    name = f"import-{import_id}-bad"
    return answered(
        visit,
        name,
        kind,
        lambda gone: _bad_file(visit, found, kind, gone),
        f"{import_id} {found.name}",
        "import.exported",
    )


def _bad_file(visit: Visit, found: Import, kind: str, gone: Gone) -> Iterator[bytes]:
    reader = Reader(visit.tr, visit.zone, visit.now)
    names = [column.name or f"{at}" for at, column in enumerate(found.plan.columns, 1)]
    columns = [*_BAD_COLUMNS, *((name, 20) for name in names)]
    table = exports.table(reader, N_("Bad rows"), columns, [(visit.tr.gettext(N_("File")), found.name)])
    rows = _bad_rows(visit, found)
    return exports.octets(kind, table, watched(rows, gone), visit.language)


def _bad_rows(visit: Visit, found: Import) -> Iterator[list[Cell]]:
    for each in intake.bad_rows(visit.site.store, visit.site.config, found):
        yield [each.line, why_bad(visit.tr, each.reason, each.same_as), each.value, *each.cells]


def _handed(visit: Visit, form: Filled) -> tuple[IO[bytes] | None, str]:
    """The file that was sent, or the list that was pasted, and its name."""
    sent = visit.request.POST
    file = sent.get("file")
    if isinstance(file, FileUpload) and file.raw_filename:
        return file.file, file.raw_filename.replace("\\", "/").rpartition("/")[2][:120]
    pasted = sent.get("list", "")
    text = pasted.file.read().decode("utf-8", "replace") if isinstance(pasted, FileUpload) else pasted
    form.values["list"] = text
    listed = one_a_line(text, visit.site.config.region.country)
    return (io.BytesIO(listed.encode("utf-8", "replace")) if text.strip() else None), visit.tr.gettext(_PASTED)


def _door(visit: Visit, form: Filled, status: int, refusal: SheetRefused | None = None) -> HTTPResponse:
    return visit.page(
        "customers/import/start.html",
        status,
        form=form,
        refusal=view.refused(visit.tr, refusal),
        ticket=PREFIX + TICKETS.issue(),
        most=MOST_OCTETS >> 20,
        imports=intake.newest(visit.site.store),
        stages=view.STAGES,
    )


def _page(
    visit: Visit, found: Import, form: Filled | None, status: int, refusal: SheetRefused | None = None
) -> HTTPResponse:
    told = _told(visit, found)
    if found.stage is Stage.DRAFT and found.looked:
        told |= columns_form.view(found) | {"form": form or _form(found), "bad_row": view.BAD_ROW}
        told |= {"refusal": view.refused(visit.tr, refusal), "left_out": partial(left_out, visit.tr)}
        told |= {"birthday": partial(view.birthday, visit.tr), "parts_of_names": view.PARTS_OF_NAMES}
        told["preview"] = [
            (each, why_bad(visit.tr, each.reason, each.same_as) if isinstance(each, intake.Bad) else "")
            for each in found.look.people
        ]
        return visit.page("customers/import/columns.html", status, **told)
    return visit.page("customers/import/one.html", status, **told)


def _form(found: Import) -> Filled:
    evidence = found.plan.evidence
    values = {"when": "", "how": "", "words": "", "consent": "stated" if evidence else ""}
    if evidence is not None:
        values |= {"when": evidence.when, "how": evidence.how, "words": evidence.words}
    return Filled(values)


def _told(visit: Visit, found: Import) -> dict[str, Any]:
    return {
        "each": found,
        "Stage": Stage,
        "stage": view.STAGES[found.stage],
        "reasons": view.reasons(visit.tr, found.found),
        "wrong": view.wrong(visit.tr, found.found),
        "agreements": view.agreements(visit.tr, found.found),
        "examples": view.examples(visit.tr, found.found),
        "problem": view.problem(visit.tr, found),
        "undoable": found.undoable(visit.now),
    }


def _work(visit: Visit, import_id: int) -> None:
    """What can be done at once is done at once."""
    site = visit.site
    until = site.clock.boottime() + _PATIENCE
    found = intake.get(site.store, import_id)
    while found is not None and found.open and site.clock.boottime() < until:
        intake.advance(site.store, site.config, found, visit.now)
        found = intake.get(site.store, import_id)
    if found is not None and found.open:
        site.ring()


def _get(visit: Visit, import_id: int) -> Import:
    found = intake.get(visit.site.store, import_id)
    if found is None:
        raise HTTPError(404)
    return found
