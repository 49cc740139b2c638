"""Whose token a request carries, in whatever way the program can: none of them in the address, which others may log."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from smsbox.clock import Micros
from smsbox.errors import SmsboxError
from smsbox.people import tokens, tries
from smsbox.people.tokens import Token
from smsbox.store import Store

if TYPE_CHECKING:
    from bottle import BaseRequest

_HEADERS = ("X-API-Key", "access-token")


class NoToken(SmsboxError):
    """A request without a token. No facts."""

    key = "api.no_token"
    exit_code = 77


class WrongToken(SmsboxError):
    """A token that opens nothing: mistyped, revoked or lapsed. No facts."""

    key = "api.wrong_token"
    exit_code = 77


class TooManyTries(SmsboxError):
    """Too many wrong tokens came from this address. Facts: `seconds` to wait."""

    key = "api.too_many_tries"
    exit_code = 77
    retryable = True


def carried(request: BaseRequest) -> str:
    """What stands where a token may stand; "" for nothing."""
    kind, _, rest = str(request.get_header("Authorization", "")).strip().partition(" ")
    if kind.lower() == "bearer":
        return rest.strip()
    if kind.lower() == "basic":
        return _password(rest.strip())
    return next((found for name in _HEADERS if (found := str(request.get_header(name, "")).strip())), "")


def _password(encoded: str) -> str:
    """Of `user:password` (RFC 7617): the token; the user's name is the program's own business."""
    try:
        return base64.b64decode(encoded, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def token_of(store: Store, secret: str, address: str, now: Micros) -> Token:
    """The token behind `secret`. Raises NoToken, WrongToken, TooManyTries.

    A right one is never kept waiting, whoever guesses from the same address: 256 random bits are not guessed.
    """
    if not secret:
        raise NoToken()
    found = tokens.behind(store, secret, now)
    if found is not None:
        return found
    wait = tries.for_secret("token", address).spend(store, now)
    if wait:
        raise TooManyTries(delay=wait, seconds=int(wait) + 1)
    raise WrongToken()
