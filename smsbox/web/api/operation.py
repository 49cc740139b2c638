"""Operations of the API: what a module declares – method, path, right, what comes in and goes out – and none forgets.

The declaration is what requests are checked against and what describes the API (`smsbox.web.api.openapi`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from smsbox.errors import SmsboxError
from smsbox.people.audit import Actor
from smsbox.people.rights import Right
from smsbox.web.api.fields import Body

if TYPE_CHECKING:
    from bottle import BaseRequest

    from smsbox.clock import Micros
    from smsbox.people.tokens import Token
    from smsbox.web.site import Site

BASE = "/api/v1"


class Closed(SmsboxError):
    """This way in is switched off. Facts: `door` (the name of its setting)."""

    key = "api.closed"
    exit_code = 77


@dataclass(frozen=True, slots=True)
class Call:
    """One request of a program: whose `token`, at which moment, in which language, and what was read of it."""

    site: Site
    request: BaseRequest
    token: Token
    now: Micros
    language: str
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    looked: Any = None
    """What `look` of the operation found."""

    @property
    def actor(self) -> Actor:
        """Who does what is done now, for the audit log."""
        return Actor(self.token.name, "token", str(self.request.environ.get("REMOTE_ADDR", "")))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program gets: an HTTP status and JSON content (None: no content)."""

    status: int
    content: Any = None
    headers: tuple[tuple[str, str], ...] = ()


Handler = Callable[..., Answer]
Look = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path. `needs` None: any token will do. `answers`: status → what comes, and what that means.

    `repeatable`: it may be sent under an Idempotency-Key, and then is done once. `missing`: what it is about may be
    none. `look`: what it looks up before, so that nobody waits meanwhile for the database.
    """

    method: str
    path: str
    handler: Handler
    needs: Right | None
    text: str
    answers: Mapping[int, tuple[type[Body] | None, str]]
    query: type[Body] | None
    body: type[Body] | None
    repeatable: bool
    about: str
    missing: bool
    look: Look | None

    @property
    def name(self) -> str:
        """What generated clients call it."""
        return f"{self.handler.__module__.rpartition('.')[2]}_{self.handler.__name__}"


class Operations:
    """The operations of one module. `about`: what they are called together, `text` what they are for."""

    def __init__(self, about: str, text: str, needs: Right) -> None:
        self.about, self.text, self._needs = about, text, needs
        self._found: list[Operation] = []

    def __iter__(self) -> Iterator[Operation]:
        return iter(self._found)

    def get(self, path: str, text: str, answer: type[Body], **how: Any) -> Callable[[Handler], Handler]:
        """Something to look at."""
        return self._declare("GET", path, text, {200: (answer, how.pop("told", ""))}, **how)

    def post(
        self, path: str, text: str, answer: type[Body] | None, *, status: int = 200, **how: Any
    ) -> Callable[[Handler], Handler]:
        """Something that changes something; once, when it comes under an Idempotency-Key."""
        return self._declare("POST", path, text, {status: (answer, how.pop("told", ""))}, repeatable=True, **how)

    def _declare(
        self,
        method: str,
        path: str,
        text: str,
        answers: Mapping[int, tuple[type[Body] | None, str]],
        *,
        needs: Right | str | None = "",
        query: type[Body] | None = None,
        body: type[Body] | None = None,
        repeatable: bool = False,
        may_be_missing: bool = False,
        look: Look | None = None,
    ) -> Callable[[Handler], Handler]:
        right = self._needs if needs == "" else needs

        def keep(handler: Handler) -> Handler:
            self._found.append(
                Operation(
                    *(method, BASE + path, handler, right, text, answers, query, body, repeatable, self.about),  # type: ignore[arg-type]
                    *("<" in path or may_be_missing, look),
                )
            )
            return handler

        return keep
