"""What somebody sees of customers who looks after the machine only: enough to tell messages apart, not who or what."""

from __future__ import annotations

import re

_DOT = "•"
_COUNTRY, _LAST = 4, 2
_NUMBER = re.compile(r"\+?\d(?:[ ()-]?\d){8,14}")
"""A telephone number as networks write it into their notes; balances and dates have fewer figures in a row."""


def masked_number(number: str) -> str:
    """`+380500000001` as `+380•••••••01`; names and short codes are hidden whole."""
    if len(number) <= _COUNTRY + _LAST + 2:
        return _DOT * 6
    return number[:_COUNTRY] + _DOT * (len(number) - _COUNTRY - _LAST) + number[-_LAST:]


def masked_text(text: str) -> str:
    """A text as dots: always as many, since lengths tell something, too."""
    return _DOT * 12 if text else ""


def masked_within(text: str) -> str:
    """A note of the network, as of a missed call, without the numbers in it."""
    return _NUMBER.sub(lambda found: masked_number(found[0]), text)
