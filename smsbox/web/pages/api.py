"""The API for whoever writes a program: what it may ask, with which right, and what it is answered."""

from __future__ import annotations

from bottle import HTTPResponse

from smsbox.people.rights import Right
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.SEE)


@routes.get("/programs/api")
def show(visit: Visit) -> HTTPResponse:
    """The document that programs get, for people."""
    from smsbox.web.api.openapi import described
    from smsbox.web.api.readable import chapters, things
    from smsbox.web.doors.places import all_operations

    document = described(all_operations(), visit.tr)
    told = {"chapters": chapters(document, visit.tr), "things": things(document, visit.tr)}
    return visit.page("people/api.html", host=visit.host, **told)
