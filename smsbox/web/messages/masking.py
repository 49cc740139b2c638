"""What somebody sees of customers who looks after the machine only: enough to tell messages apart, not who or what."""

from __future__ import annotations

_DOT = "•"
_COUNTRY, _LAST = 4, 2


def masked_number(number: str) -> str:
    """`+380500000001` as `+380•••••••01`; names and short codes are hidden whole."""
    if len(number) <= _COUNTRY + _LAST + 2:
        return _DOT * 6
    return number[:_COUNTRY] + _DOT * (len(number) - _COUNTRY - _LAST) + number[-_LAST:]


def masked_text(text: str) -> str:
    """A text as dots: always as many, since lengths tell something, too."""
    return _DOT * 12 if text else ""
