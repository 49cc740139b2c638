"""What the house says to who brings a letter: whether he may, whether it can be written to there, that it is queued.

A letter that comes again – its sender did not hear our answer – is known by its Message-ID and is not sent again.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.i18n.translator import translator
from smsbox.outbox import Draft
from smsbox.people.rights import Right
from smsbox.people.tokens import Token
from smsbox.programs import answered, sending
from smsbox.programs.answered import Answered
from smsbox.programs.bearer import NoToken, TooManyTries, WrongToken, token_of
from smsbox.programs.sending import BadDrafts, Wish
from smsbox.store import Store

log = logging.getLogger(__name__)

DOOR = "mail"
_LONGEST = 400
"""Octets of a reply: RFC 5321 4.5.3.1.5 allows 512."""
_FOR_GOOD = {
    NoToken: "530 5.7.0",
    WrongToken: "535 5.7.8",
    TooManyTries: "454 4.7.0",
    sending.NotAllowed: "550 5.7.1",
    sending.DestinationRefused: "550 5.7.1",
    sending.NotPermitted: "550 5.7.1",
}
_OTHERS, _LATER = "550 5.6.0", "451 4.3.0"
_MAILBOX = "550 5.1.1"
_PLAIN = str.maketrans("“”„«»‘’–—−\u00a0", '"""""\'\'--- ') | {ord("…"): "..."}
"""A reply is ASCII (RFC 5321 4.2)."""


def answer(store: Store, config: Config, asked: Mapping[str, Any], now: Micros) -> str:
    """The reply (RFC 5321 4.2) to what the listener asks: `token`, `to` one number, a `letter`."""
    ways: dict[str, Callable[[], str]] = {
        "token": lambda: _welcome(_token(store, asked, now)),
        "to": lambda: _known(sending.destination(asked["to"], _token(store, asked, now), config)),
        "letter": lambda: _queued(_take(store, config, asked, now)),
    }
    try:
        return ways[asked["ask"]]()
    except SmsboxError as error:
        return _refusal(error, asked["ask"])
    except Exception:  # a mistake of ours loses no letter: it is brought again
        log.exception("a letter could not be taken")
        return _refusal(SmsboxError(), asked["ask"])


def _token(store: Store, asked: Mapping[str, Any], now: Micros) -> Token:
    return token_of(store, asked["secret"], asked["address"], now)


def _welcome(token: Token) -> str:
    sending.need(token, Right.WRITE)
    return "235 2.7.0 Welcome"


def _known(number: str) -> str:
    return "250 2.1.5 OK"


def _queued(ids: Sequence[int]) -> str:
    return f"250 2.0.0 OK, queued as {','.join(map(str, ids))}"[:_LONGEST]


def _take(store: Store, config: Config, asked: Mapping[str, Any], now: Micros) -> list[int]:
    """Queue it for all or none; the ids, those of the first time when it came before."""
    token, text = _token(store, asked, now), str(asked["text"])
    # Who stands under “To” and, written otherwise, under “Cc” is one.
    to = list(dict.fromkeys(sending.destination(each, token, config) for each in asked["to"]))
    model = Draft(recipient="", text=text, validity_s=config.sending.validity_s)
    wish = Wish.to(to, model, DOOR)
    with store.write(together=True):
        # Some devices give all their letters one name; those are told apart by what they say.
        whole = hashlib.sha256(json.dumps([asked["mark"], sorted(to), text]).encode()).hexdigest()
        name = f"{DOOR} {whole}" if asked["mark"] else None
        known = answered.before(store, token.id, name, b"", now) if name else None
        if known is not None:
            return list(known.content)
        found = sending.send(store, token, config, wish, now)
        ids = [each.message_id for each in found.queued.values()]
        if name:
            answered.keep(store, token.id, name, Answered(250, ids))
    return ids


def _refusal(error: SmsboxError, asked: str) -> str:
    first = next(iter(error.wrong.values())) if isinstance(error, BadDrafts) and error.wrong else error
    later = first.retryable or type(first) is SmsboxError
    code = _FOR_GOOD.get(type(first)) or (_LATER if later else _MAILBOX if asked == "to" else _OTHERS)
    told = explain(translator("en"), first.key, first.facts).cause
    plain = told.translate(_PLAIN).encode("ascii", "replace").decode()
    return f"{code} {' '.join(plain.split())}"[:_LONGEST]
