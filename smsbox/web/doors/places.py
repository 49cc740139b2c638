"""Where programs come in: the places of the API and of foreign doors, made when a program knocks there first.

A box to which no program speaks carries nothing of them about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from smsbox.web.routes import place_of

if TYPE_CHECKING:
    import bottle

    from smsbox.web.api.operation import Operation
    from smsbox.web.doors.door import Door, Way
    from smsbox.web.site import Site

NOUNS = ("messages", "inbox", "contacts", "campaigns", "coupons", "modems", "health", "me")
"""Modules of `web.api.nouns`, each with its `operations`."""

DOORS: Mapping[str, tuple[str, ...]] = {
    "api": ("described", "smseagle", "sms_gate", "simple", "alerts"),
    "http_api": ("smseagle",),
    "jsonrpc": ("smseagle",),
    "index.php": ("smseagle",),
    "cgi-bin": ("kannel",),
    "messages": ("sms_gate",),
    "message": ("sms_gate",),
    "webhooks": ("sms_gate",),
    "health": ("sms_gate",),
    "3rdparty": ("sms_gate",),
    "metrics": ("metrics",),
    "healthz": ("readiness",),
    "readyz": ("readiness",),
}
"""Place → the modules of `web.doors` that answer there, each with its `door`; `api` is that of the own API, too."""


def is_programs(path: str) -> bool:
    """Whether no page stands at `path`, but something for programs."""
    return place_of(path) in DOORS


def all_operations() -> Iterator[Operation]:
    """Every operation of the API; loads them all."""
    for name in NOUNS:
        yield from import_module(f"smsbox.web.api.nouns.{name}").operations


def ways_at(place: str) -> Iterator[tuple[Door, Way]]:
    """The foreign ways of a place; loads its modules."""
    for name in DOORS[place]:
        door: Door = import_module(f"smsbox.web.doors.{name}").door
        yield from ((door, way) for way in door if place_of(way.path) == place)


def lay(app: bottle.Bottle, place: str, site: Site) -> None:
    """Give `app` all that programs find at `place`, and its way to say no."""
    from smsbox.web.api.keeper import Keeper

    keeper = Keeper(site)
    if place == "api":
        for operation in all_operations():
            app.route(operation.path, operation.method, keeper.guard(operation))
    for door, way in ways_at(place):
        app.route(way.path, way.method, door.guard(way, site))
    app.default_error_handler = keeper.refuse
