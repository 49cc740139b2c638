"""Whose token it is: of whatever a program carries as its secret, by whichever way it came."""

from __future__ import annotations

from smsbox.clock import Micros
from smsbox.errors import SmsboxError
from smsbox.people import tokens, tries
from smsbox.people.tokens import Token
from smsbox.store import Store


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
