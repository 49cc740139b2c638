"""Routes: what a page module declares – method, path, who may come – and no page can forget.

A route that says nothing asks for a signed-in person; a POST without the right form token never reaches its page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bottle import HTTPResponse


Handler = Callable[..., "HTTPResponse"]


class Access(Enum):
    """Who may use a route."""

    ANYONE = "anyone"
    FIRST_START = "first start"
    SIGNED_IN = "signed in"


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one path. `fragment`: a live part, answered 401 instead of a redirect when nobody is signed in."""

    method: str
    path: str
    handler: Handler
    access: Access
    fragment: bool


class Routes:
    """The routes of one page module, in the order they were declared."""

    def __init__(self, access: Access = Access.SIGNED_IN) -> None:
        self._access = access
        self._routes: list[Route] = []

    def __iter__(self) -> Iterator[Route]:
        return iter(self._routes)

    def get(self, path: str, *, access: Access | None = None) -> Callable[[Handler], Handler]:
        """A page to look at."""
        return self._declare("GET", path, access, fragment=False)

    def fragment(self, path: str, *, access: Access | None = None) -> Callable[[Handler], Handler]:
        """A live part of a page, polled by the script."""
        return self._declare("GET", path, access, fragment=True)

    def post(self, path: str, *, access: Access | None = None) -> Callable[[Handler], Handler]:
        """Something that changes something."""
        return self._declare("POST", path, access, fragment=False)

    def _declare(
        self, method: str, path: str, access: Access | None, *, fragment: bool
    ) -> Callable[[Handler], Handler]:
        def keep(handler: Handler) -> Handler:
            self._routes.append(Route(method, path, handler, access or self._access, fragment))
            return handler

        return keep
