"""One foreign contract: its ways in, declared with the functions that answer, and how it says what is wrong.

A way answers a `Knock` with a response. What it raises becomes the refusal of its contract; it is switched off with its
setting; nothing of it has a cookie or a page.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.i18n.translator import Translator, negotiate, translator
from smsbox.people.audit import Actor
from smsbox.programs.bearer import token_of

if TYPE_CHECKING:
    from bottle import BaseRequest, HTTPResponse

    from smsbox.clock import Micros
    from smsbox.people.tokens import Token
    from smsbox.web.site import Site

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Knock:
    """One request at a door."""

    site: Site
    request: BaseRequest
    now: Micros
    language: str

    @property
    def tr(self) -> Translator:
        """What sentences of the answer are said in."""
        return translator(self.language)

    @property
    def address(self) -> str:
        """Where it comes from."""
        return str(self.request.environ.get("REMOTE_ADDR", ""))

    def token(self, secret: str) -> Token:
        """Whose token `secret` is. Raises NoToken, WrongToken, TooManyTries."""
        return token_of(self.site.store, secret, self.address, self.now)

    def actor(self, token: Token) -> Actor:
        """Who does what is done now, for the audit log."""
        return Actor(token.name, "token", self.address)

    def sentence(self, error: SmsboxError) -> str:
        """What is wrong, in one sentence."""
        return explain(self.tr, error.key, error.facts).cause


Handler = Callable[..., "HTTPResponse"]
Refuse = Callable[[Knock, SmsboxError], "HTTPResponse"]


@dataclass(frozen=True, slots=True)
class Way:
    """One method of one path."""

    method: str
    path: str
    handler: Handler


class Door:
    """The ways of one contract. `name`: the setting of [programs] that says on or off; None: it has none."""

    def __init__(self, name: str | None, refuse: Refuse) -> None:
        self._name, self._refuse = name, refuse
        self._ways: list[Way] = []

    def __iter__(self) -> Iterator[Way]:
        return iter(self._ways)

    def get(self, *paths: str) -> Callable[[Handler], Handler]:
        """Something asked with GET, as in tills that know nothing else."""
        return self._declare("GET", paths)

    def post(self, *paths: str) -> Callable[[Handler], Handler]:
        """Something sent with POST."""
        return self._declare("POST", paths)

    def delete(self, *paths: str) -> Callable[[Handler], Handler]:
        """Something taken away."""
        return self._declare("DELETE", paths)

    def guard(self, way: Way, site: Site) -> Callable[..., HTTPResponse]:
        """The Bottle callback of a way."""
        import bottle

        def call(**arguments: Any) -> HTTPResponse:
            knock = _knock(site, bottle.request)
            try:
                if self._name and getattr(site.config.programs, self._name) != "on":
                    raise bottle.HTTPError(404)  # what is switched off is as if it were not there
                answer = way.handler(knock, **arguments)
            except SmsboxError as error:
                return self._refuse(knock, error)
            except bottle.HTTPResponse:
                raise
            except Exception:
                log.exception("%s %s failed", way.method, knock.request.path)
                return self._refuse(knock, SmsboxError())
            if way.method != "GET" or answer.status_code == 202:
                site.ring()
            return answer

        return call

    def _declare(self, method: str, paths: tuple[str, ...]) -> Callable[[Handler], Handler]:
        def keep(handler: Handler) -> Handler:
            self._ways.extend(Way(method, path, handler) for path in paths)
            return handler

        return keep


def _knock(site: Site, request: BaseRequest) -> Knock:
    language = negotiate(request.get_header("Accept-Language", ""), site.config.region.language)
    return Knock(site, request, site.clock.now(), language)
