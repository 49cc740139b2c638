"""Routes: what a page module declares – method, path, the right it needs – and no page can forget.

There is no default: a module that says no right cannot be imported. A POST without the right form token never reaches
its page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from smsbox.people.rights import Right

if TYPE_CHECKING:
    from bottle import HTTPResponse


Handler = Callable[..., "HTTPResponse"]

_HOME = "status"
"""The place of `/`."""
_LIVE = "live"


class Access(Enum):
    """Who may use a route without being signed in."""

    ANYONE = "anyone"
    FIRST_START = "first start"


Needs = Right | Access


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one path. `fragment`: a live part, answered 401 instead of a redirect when nobody is signed in."""

    method: str
    path: str
    handler: Handler
    needs: Needs
    fragment: bool


def place_of(path: str) -> str:
    """The first part of a path, to which its live parts belong: `outbox` of `/outbox/7` and of `/live/outbox/7`."""
    first, _, rest = path.lstrip("/").partition("/")
    return (rest.partition("/")[0] if first == _LIVE else first) or _HOME


class Directory:
    """Which right a path needs, for those who show links and buttons: nobody is offered what he would be refused.

    `routes_at` gives the routes of a place; it is asked when the first link to that place is shown.
    """

    def __init__(self, routes_at: Callable[[str], Iterable[Route]]) -> None:
        self._routes_at = routes_at
        self._known: dict[str, list[tuple[str, re.Pattern[str], Needs]]] = {}

    def needs(self, method: str, path: str) -> Needs | None:
        """What a path of this site, perhaps with a query, needs; None for what is no page."""
        bare = re.split("[?#]", path, maxsplit=1)[0]
        known = self._at(place_of(bare))
        return next((needs for verb, fits, needs in known if verb == method and fits.fullmatch(bare)), None)

    def _at(self, place: str) -> list[tuple[str, re.Pattern[str], Needs]]:
        known = self._known.get(place)
        if known is None:
            known = [(route.method, _pattern(route.path), route.needs) for route in self._routes_at(place)]
            if known:  # addresses can be made up without end
                self._known[place] = known
        return known


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split("(<[^>]+>)", path)
    found = (
        "[1-9][0-9]*" if part.endswith(":id>") else "[^/]+" if part.startswith("<") else re.escape(part)
        for part in parts
    )
    return re.compile("".join(found))


class Routes:
    """The routes of one page module, in the order they were declared. `needs` holds for those that say nothing else."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._routes: list[Route] = []

    def __iter__(self) -> Iterator[Route]:
        return iter(self._routes)

    def get(self, path: str, *, needs: Needs | None = None) -> Callable[[Handler], Handler]:
        """A page to look at."""
        return self._declare("GET", path, needs, fragment=False)

    def fragment(self, path: str, *, needs: Needs | None = None) -> Callable[[Handler], Handler]:
        """A live part of a page, polled by the script."""
        return self._declare("GET", path, needs, fragment=True)

    def post(self, path: str, *, needs: Needs | None = None) -> Callable[[Handler], Handler]:
        """Something that changes something."""
        return self._declare("POST", path, needs, fragment=False)

    def _declare(self, method: str, path: str, needs: Needs | None, *, fragment: bool) -> Callable[[Handler], Handler]:
        def keep(handler: Handler) -> Handler:
            self._routes.append(Route(method, path, handler, needs or self._needs, fragment))
            return handler

        return keep
