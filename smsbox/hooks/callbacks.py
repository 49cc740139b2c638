"""Where a program wants to hear what became of its SMS, as Kannel does it: an address for each SMS, with escapes.

Only addresses below one that its token lists; what stands behind the host is compared in parts, so that no name that
merely begins so passes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from smsbox.clock import SECOND, Micros
from smsbox.errors import SmsboxError
from smsbox.hooks.addresses import BadAddress, Target, shaped

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.people.tokens import Token

DELIVERED, FAILED, BUFFERED, SUBMITTED, REJECTED = 1, 2, 4, 8, 16
"""Bits of Kannel's dlr-mask, and what %d says (its user guide, "Delivery reports")."""

_ESCAPE = re.compile("%(?:(?P<octet>[0-9A-Fa-f]{2})|(?P<word>.))", re.DOTALL)


class NotListed(SmsboxError):
    """An address that the token of the program does not list. Facts: `url`, `token` (its name)."""

    key = "hooks.callback_not_listed"
    exit_code = 77


@dataclass(frozen=True, slots=True)
class Report:
    """What became of an SMS. `bit`: one of the mask; `sender`: our number ("": unknown); `said`: the network's word."""

    bit: int
    message_id: int
    recipient: str
    sender: str
    sim: str
    said: str
    at: Micros
    name: str
    token: str


def check(token: Token, url: str, config: Config) -> None:
    """Whether `token` may have itself called at `url`, as it is written; nobody is asked where it leads. Raises
    BadAddress, NotListed.
    """
    target = shaped(url)
    for each in token.callbacks:
        try:
            if _below(target, shaped(each)):
                return
        except BadAddress:
            continue
    raise NotListed(url=url[:200], token=token.name)


def _below(target: Target, listed: Target) -> bool:
    if (target.scheme, target.host, target.port) != (listed.scheme, listed.host, listed.port):
        return False
    path, beginning = target.path, listed.path
    if beginning.endswith(("/", "=", "?", "&")) or path == beginning:
        return path.startswith(beginning)
    return path.startswith((f"{beginning}/", f"{beginning}?", f"{beginning}&"))


def filled(url: str, report: Report) -> str:
    """`url` with its escapes filled (Kannel's user guide, "Parameters (Escape Codes)").

    % and two hexadecimal digits are an octet of the address and stay: Kannel itself would take "%D0" for one of its
    escapes. What it knows and we do not is empty.
    """
    values = _values(report)

    def fill(found: re.Match[str]) -> str:
        if found["octet"]:
            return found[0]
        word = found["word"]
        return "%" if word == "%" else values.get(word, "") if word.isalpha() else found[0]

    return _ESCAPE.sub(fill, url)


def _values(report: Report) -> Mapping[str, str]:
    # As Kannel has it, a report comes from who got the SMS: %p is the customer, %P the shop.
    customer, shop = quote_plus(report.recipient), quote_plus(report.sender)
    moment = datetime.fromtimestamp(report.at // SECOND, UTC)
    return {
        "d": str(report.bit),
        "A": quote_plus(report.said),
        "p": customer,
        "P": shop,
        "q": customer,
        "Q": shop,
        "t": moment.strftime("%Y-%m-%d+%H:%M:%S"),
        "T": str(report.at // SECOND),
        "i": quote_plus(report.sim),
        "I": str(report.message_id),
        "F": quote_plus(report.name),
        "n": quote(report.token),
        "c": "0",
        "C": "UTF-8",
    }
