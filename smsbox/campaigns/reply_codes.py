"""The two digits a customer can answer with: they say which campaign he means; who he is says his number. Pure."""

from __future__ import annotations

import re
from collections.abc import Container

from smsbox.campaigns.split import draw

_FIRST, _LAST = 10, 99
_NUMBER = re.compile(r"(?<![\d.,:/-])\d{2}(?![\d:/-]|[.,]\d)")


def code_for(seed: str, number: str, taken: Container[str] = ()) -> str:
    """The code of this campaign (`seed`) for `number`; none of those he has from other campaigns, while any is left."""
    count = _LAST - _FIRST + 1
    begin = int(draw(seed, number, "code") * count)
    codes = [str(_FIRST + (begin + place) % count) for place in range(count)]
    return next((each for each in codes if each not in taken), codes[0])


def codes_in(text: str) -> list[str]:
    """What may be such a code in an answer, in order; no part of a time, a date, a price or a longer number."""
    return _NUMBER.findall(text)
