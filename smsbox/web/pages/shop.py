"""The rules for customers, for those who answer for the shop and need not know its modems."""

from __future__ import annotations

from bottle import HTTPResponse

from smsbox.people.rights import Right
from smsbox.web.routes import Routes
from smsbox.web.settings.areas import SHOP
from smsbox.web.settings.editing import changed, shown
from smsbox.web.visit import Visit

routes = Routes(Right.SHOP)


@routes.get("/shop")
def show(visit: Visit) -> HTTPResponse:
    """Who writes to customers, how often, and what they are told."""
    return shown(visit, SHOP)


@routes.post("/shop")
def change(visit: Visit) -> HTTPResponse:
    """Preview, or apply, what was typed."""
    return changed(visit, SHOP)
