"""A scenario that begins with an empty form: kept as a draft as soon as nothing is missing, and not before."""

from __future__ import annotations

from bottle import HTTPError, HTTPResponse

from smsbox.dialogs.flow import FlowState
from smsbox.dialogs.flows import rows
from smsbox.dialogs.flows.errors import FlowErrors
from smsbox.dialogs.flows.rows import Kept
from smsbox.people.rights import Right
from smsbox.web.dialogs import sheet
from smsbox.web.dialogs.beginning import NEEDED, empty
from smsbox.web.dialogs.kinds import KINDS
from smsbox.web.pages.dialog_editor import at_their_fields, form_page, shape_of
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.BULK)

_ROWS = 3
"""Empty rows to begin with."""


@routes.get("/dialogs/new/<kind>")
def begin(visit: Visit, kind: str) -> HTTPResponse:
    """The form of that kind, in which only what is usual stands."""
    kept = _unkept(visit, kind)
    shape = shape_of(visit, kept)
    return form_page(visit, kept, shape, sheet.form_of(kept.source, shape, spare=_ROWS), 200)


@routes.post("/dialogs/new/<kind>")
def create(visit: Visit, kind: str) -> HTTPResponse:
    """A draft of it, and on to trying it; or what is missing yet, each at its field."""
    kept, store = _unkept(visit, kind), visit.site.store
    act, _, more = visit.field("do").partition(":")
    shape = shape_of(visit, kept)
    form = sheet.taken(visit, shape, more if act == "more" else "")
    if act == "more" or form.errors:
        return form_page(visit, kept, shape, form, 422 if form.errors else 200)
    onwards = "try" if act == "try" else "edit"
    source, places = sheet.file_of(kept.source, shape, form.values)
    try:
        with store.write():
            before = next((each for each in rows.listed(store) if each.source == source), None)
            if before is not None:  # the same press again; its name is in the file, so nobody else's is the same
                return visit.go(f"/dialogs/{before.id}/{onwards}")
            made = rows.create(store, visit.site.config, source, by=visit.actor.name, now=visit.now)
            visit.audit("flow.made", f"{made.id} {made.name}", kind=(None, made.kind))
    except FlowErrors as wrong:
        told = at_their_fields(visit, kept, form, wrong.problems, places)
        return form_page(visit, kept, shape, form, 422, told)
    return visit.go(f"/dialogs/{made.id}/{onwards}", notice="flow_made")


def _unkept(visit: Visit, kind: str) -> Kept:
    """A scenario nobody has kept yet, without an id. Raises 404."""
    if kind not in NEEDED:
        raise HTTPError(404)
    source = empty(visit.site.store, kind, visit.site.config.shop.language or visit.language)
    title, now = visit.tr.gettext(KINDS[kind].text), visit.now
    return Kept(0, kind, kind, title, FlowState.DRAFT, 0, source, now, "", now, None, None)
