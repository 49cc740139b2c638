"""Where each screen is found: the modules of `pages` that answer at a place, loaded when somebody goes there first.

A box that only sends carries none of what campaigns and customers need about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from smsbox.web.routes import Route, Routes, place_of

SCREENS: Mapping[str, tuple[str, ...]] = {
    "status": ("status",),
    "setup": ("setup", "wizard_modem", "wizard", "wizard_sending"),
    "login": ("door",),
    "logout": ("door",),
    "welcome": ("welcome",),
    "language": ("language",),
    "send": ("send",),
    "outbox": ("outbox", "exports", "sweeps"),
    "inbox": ("inbox", "exports"),
    "desk": ("desk", "desk_acts"),
    "canned": ("canned",),
    "tasks": ("tasks",),
    "calls": ("calls",),
    "automatons": ("automatons",),
    "tables": ("tables",),
    "modems": ("modems", "ussd", "console"),
    "fleet": ("modems",),
    "routes": ("routing",),
    "doctor": ("doctor",),
    "backups": ("backups",),
    "alarms": ("alarms",),
    "events": ("happenings",),
    "help": ("help",),
    "problems": ("problems",),
    "account": ("account", "phone_code", "order_phones"),
    "users": ("people",),
    "tokens": ("tokens",),
    "programs": ("programs", "api"),
    "hooks": ("hooks",),
    "audit": ("audit",),
    "settings": ("removal", "settings"),
    "shop": ("shop",),
    "campaigns": ("campaigns", "campaign_text", "campaign_audience", "campaign_when", "campaign_check", "results"),
    "reports": ("reports", "month"),
    "dialogs": (
        "dialogs",
        "dialog_editor",
        "dialog_new",
        "dialog_try",
        "dialog_votes",
        "dialog_leaders",
        "dialog_entries",
        "dialog_answers",
    ),
    "orders": ("orders", "order_stock"),
    "customers": ("customer_import", "customers", "customer", "customer_data", "doubles", "newcomers"),
    "sources": ("sources",),
    "questions": ("questions",),
    "join": ("join",),
    "coupons": ("till", "coupons"),
    "appointments": ("appointment_place", "appointments"),
}
"""Place → its modules in `smsbox.web.pages`, each with its `routes`; of several that fit a path the first counts."""


def routes_at(place: str) -> tuple[Route, ...]:
    """The routes of a place, whose modules are loaded now if they were not; none at one that nobody knows."""
    return tuple(route for name in SCREENS.get(place, ()) for route in _routes(name) if place_of(route.path) == place)


def all_routes() -> Iterator[Route]:
    """Every route of every screen; loads them all."""
    for place in SCREENS:
        yield from routes_at(place)


def _routes(name: str) -> Routes:
    routes: Routes = import_module(f"smsbox.web.pages.{name}").routes
    return routes
