"""The table of screens: none is forgotten, each is loaded for its own place, and only when somebody goes there."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from smsbox.web import pages
from smsbox.web.routes import Routes, place_of
from smsbox.web.screens import SCREENS, all_routes, routes_at

NAMES = {name for names in SCREENS.values() for name in names}
ONE_VISIT = """
import sys
from pathlib import Path
from tests.web.desk import make_desk
desk = make_desk(Path(sys.argv[1]))
owner = desk.owner()
loaded = lambda: print(sorted(name.split(".")[3] for name in sys.modules if name.startswith("smsbox.web.pages.")))
loaded()
assert owner.get("/tokens").status == 200
loaded()
"""


def declared(name: str) -> Routes:
    routes: Routes = import_module(f"smsbox.web.pages.{name}").routes
    return routes


def test_every_screen_has_its_place() -> None:
    assert {each.name for each in pkgutil.iter_modules(pages.__path__)} == NAMES


def test_every_route_is_found_and_no_screen_is_listed_where_it_has_none() -> None:
    found = {(route.method, route.path) for route in all_routes()}
    assert {(route.method, route.path) for name in NAMES for route in declared(name)} == found
    for place, names in SCREENS.items():
        assert all(any(place_of(route.path) == place for route in declared(name)) for name in names), place


def test_places_are_first_parts_of_paths() -> None:
    asked = ("/", "/outbox", "/outbox/7/again", "/live/outbox/7", "/live/", "//outbox", "")
    assert [place_of(path) for path in asked] == ["status", "outbox", "outbox", "outbox", "status", "outbox", "status"]
    assert routes_at("nowhere") == ()


def test_a_screen_is_loaded_when_somebody_goes_there(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", ONE_VISIT, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["['door']", "['door', 'tokens']"]
