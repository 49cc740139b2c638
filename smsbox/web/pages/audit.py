"""The audit log: who changed what, when and from where; the newest first."""

from __future__ import annotations

from bottle import HTTPResponse

from smsbox.people import audit
from smsbox.people.rights import Right, role_called
from smsbox.web.paging import cursor, older
from smsbox.web.people.audit_lines import changes, concerning
from smsbox.web.people.audit_words import AREAS, what_words
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.PEOPLE)

PAGE = 50


@routes.get("/audit")
def index(visit: Visit) -> HTTPResponse:
    """One page of the log, perhaps of one person or one area only."""
    store, before = visit.site.store, cursor(visit)
    names = audit.everyone(store)
    who = visit.query("who") if visit.query("who") in names else ""
    area = visit.query("area") if visit.query("area") in AREAS else ""
    rows = audit.entries(store, limit=PAGE + 1, before_id=before, who=who, area=area)
    return visit.page(
        "people/audit.html",
        rows=rows[:PAGE],
        names=names,
        areas=AREAS,
        who=who,
        area=area,
        what=what_words,
        concerning=concerning,
        changes=changes,
        role_of=role_called,
        first_url=None if before is None else "/audit",
        older_url=older("/audit", rows, PAGE, who=who, area=area),
    )
