"""What a program of a foreign contract asks, before its contract is looked at: parameters, numbers, texts, moments.

Parameters of an address or a form are octets first: only the contract says what they are encoded in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from smsbox.errors import SmsboxError
from smsbox.programs import sending
from smsbox.programs.sending import BadDrafts, Sent, Wish
from smsbox.web.api.bearer import carried
from smsbox.web.api.keeper import TooLarge
from smsbox.web.failures import retry_after as when_again
from smsbox.web.failures import status_of
from smsbox.web.server.serve import BODY_LIMIT

if TYPE_CHECKING:
    from bottle import BaseRequest

    from smsbox.people.tokens import Token
    from smsbox.web.doors.door import Knock

FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 200
_CHARSET = re.compile("utf-?(8|16(be|le)?)|ucs-?2(be)?|us-ascii|(iso-8859|windows|cp|koi8)-?[0-9ru]{1,4}")
"""Charsets a program may write in: of Python's codecs those that are one."""
_YES = ("1", "true", "yes", "on")
_BETWEEN = re.compile(r"[,;\r\n]+")


class Missing(SmsboxError):
    """Nothing stands where something must. Facts: `name` of the parameter."""

    key = "doors.missing"
    exit_code = 65


class BadValue(SmsboxError):
    """Something else than belongs there. Facts: `name` of the parameter, `text` that stands there."""

    key = "doors.bad_value"
    exit_code = 65

    def __init__(self, name: str, text: object) -> None:
        super().__init__(name=name, text=str(text)[:80])


class NotHere(SmsboxError):
    """The foreign gateway can do something that this one does not. Facts: `what` (the contract's word)."""

    key = "doors.not_here"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class Asked:
    """Parameters by their names, as octets; of one that comes twice the last counts."""

    raw: Mapping[str, bytes]

    def octets(self, *names: str) -> bytes:
        """What stands under the first of these names that is there; b"" for none."""
        return next((self.raw[name] for name in names if self.raw.get(name)), b"")

    def text(self, *names: str, encoding: str = "utf-8") -> str:
        """The same, as text without blanks around it. Raises BadValue for what is not encoded so."""
        found = self.octets(*names)
        try:
            return found.decode(encoding).strip()
        except (UnicodeDecodeError, LookupError):
            raise BadValue(names[0], found.decode("ascii", "replace")) from None

    def needed(self, *names: str) -> str:
        """The same. Raises Missing, too."""
        found = self.text(*names)
        if not found:
            raise Missing(name=names[0])
        return found

    def number(self, name: str, low: int, high: int) -> int | None:
        """A whole number; None where there is none. Raises BadValue."""
        found = self.text(name)
        if not found:
            return None
        if not re.fullmatch("[+-]?[0-9]{1,9}", found) or not low <= int(found) <= high:
            raise BadValue(name, found)
        return int(found)

    def yes(self, name: str) -> bool:
        """Whether it is switched on."""
        return is_yes(self.text(name))


def is_yes(value: object) -> bool:
    """Whether a program means yes by it."""
    return str(value).strip().lower() in _YES


def of_query(request: BaseRequest) -> Asked:
    """The parameters in the address. Raises BadValue, NotHere: who only wants to see the head sends nothing."""
    if request.method == "HEAD":
        raise NotHere(what="HEAD")
    return _parsed(str(request.environ.get("QUERY_STRING", "")))


def of_form(request: BaseRequest) -> Asked:
    """The parameters in the address, and those of a form, which go before. Raises BadValue, TooLarge."""
    octets = b""
    if str(request.content_type or "").partition(";")[0].strip().lower() == FORM:
        if request.content_length > BODY_LIMIT:
            raise TooLarge(most=BODY_LIMIT)
        octets = request.body.read(BODY_LIMIT + 1)
        if len(octets) > BODY_LIMIT:
            raise TooLarge(most=BODY_LIMIT)
    return Asked({**of_query(request).raw, **_parsed(octets.decode("latin-1")).raw})


def _parsed(text: str) -> Asked:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, encoding="latin-1", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise BadValue("&", _MOST_FIELDS) from None
    return Asked({name: value.encode("latin-1", "replace") for name, value in pairs})


def encoded(asked: Asked, charset: str, *names: str) -> str:
    """A text in the charset that the program says; UTF-16 without a word more is big end first, as in SMS. Raises
    BadValue.
    """
    known = charset.lower()
    if not _CHARSET.fullmatch(known):
        raise BadValue("charset", charset)
    return asked.text(*names, encoding="utf-16-be" if known.startswith("ucs") or known == "utf-16" else known)


def in_header(request: BaseRequest) -> str:
    """The token in a header of a request that any page can have a browser make. A name and password, which browsers
    remember and add by themselves, are none.
    """
    basic = str(request.get_header("Authorization", "")).strip().lower().startswith("basic")
    return "" if basic else carried(request)


def numbers(text: str, *, name: str) -> list[str]:
    """The numbers of a list with commas, semicolons or lines between them, each once. Raises Missing."""
    return each_once(_BETWEEN.split(text), name=name)


def each_once(given: Sequence[str], *, name: str) -> list[str]:
    """Those that are there, each once. Raises Missing when there is none."""
    found = list(dict.fromkeys(part for each in given if (part := each.strip())))
    if not found:
        raise Missing(name=name)
    return found


def reason(error: SmsboxError) -> SmsboxError:
    """Of messages that are wrong the first: contracts that can say one thing only say that."""
    return next(iter(error.wrong.values())) if isinstance(error, BadDrafts) and error.wrong else error


def status(error: SmsboxError) -> int:
    """The HTTP status of an error, where a contract has none of its own for it."""
    return 403 if isinstance(error, BadDrafts) and error.forbidden else status_of(reason(error))


def retry_after(error: SmsboxError) -> dict[str, str]:
    """When to come again, for those who may."""
    again = when_again(error)
    return {} if again is None else {"Retry-After": again}


def send(knock: Knock, token: Token, wish: Wish) -> Sent:
    """Queue it, and wake who sends. Raises what `programs.sending.send` raises."""
    found = sending.send(knock.site.store, token, knock.site.config, wish, knock.now)
    knock.site.ring()
    return found
