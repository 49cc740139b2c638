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


class Directory:
    """Which right a path needs, for those who show links and buttons: nobody is offered what he would be refused."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._known = [(route.method, _pattern(route.path), route.needs) for route in routes]

    def needs(self, method: str, path: str) -> Needs | None:
        """What a path of this site, perhaps with a query, needs; None for what is no page."""
        bare = re.split("[?#]", path, maxsplit=1)[0]
        return next((needs for verb, fits, needs in self._known if verb == method and fits.fullmatch(bare)), None)


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
