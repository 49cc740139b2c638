"""Help: what the words on the other pages mean, and which commands there are."""

from __future__ import annotations

from bottle import HTTPResponse

from smsbox.people.rights import Right
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.SEE)


@routes.get("/help")
def show(visit: Visit) -> HTTPResponse:
    """One page of text."""
    return visit.page("help.html")
