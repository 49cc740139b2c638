"""Which numbers may be written to: the one rule that `submit` enforces and that forms and files ask beforehand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from smsbox.errors import SmsboxError
from smsbox.sms.msisdn import BadNumber, is_premium, parse

FORBIDDEN = frozenset({"destination", "premium", "short_code", "emergency"})
"""Reasons of BadNumber and DestinationRefused that are a ban, not a slip of the pen."""

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_COUNTRY_PREFIX = 5
"""A permitted beginning of this length is longer than any country code (`+` and three digits): it names a range."""


class DestinationRefused(SmsboxError):
    """A number this box may not write to. Facts: `recipient`, `allow` (beginnings), `reason`: `destination` (none of
    those) or `premium`.
    """

    key = "outbox.destination_refused"
    exit_code = 77


def destination(text: str, country: str, allow: Sequence[str]) -> str:
    """`text`, as somebody in `country` writes it, as E.164 that may be written to. Raises BadNumber,
    DestinationRefused.
    """
    number = parse(text, country)
    check(number, allow)
    return number


def may_reach(number: str, allow: Sequence[str]) -> bool:
    """Whether `check` lets `number` pass."""
    try:
        check(number, allow)
    except (BadNumber, DestinationRefused):
        return False
    return True


def check(number: str, allow: Sequence[str]) -> None:
    """Let E.164 `number` pass when it begins as one of `allow`; a premium one only when that names its range.

    Raises BadNumber, also for everything that is not E.164 (so for service and emergency numbers),
    DestinationRefused.
    """
    if _E164.fullmatch(number) is None:
        raise BadNumber(text=number, reason="characters")
    longest = max(map(len, filter(number.startswith, allow)), default=-1)
    if longest < 0:
        raise DestinationRefused(recipient=number, allow=list(allow), reason="destination")
    if longest < _COUNTRY_PREFIX and is_premium(number):
        raise DestinationRefused(recipient=number, allow=list(allow), reason="premium")
