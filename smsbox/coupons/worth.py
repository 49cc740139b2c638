"""Sums of money at the till, in hundredths of the currency."""

from __future__ import annotations

import re
from decimal import Decimal

_SUM = re.compile(
    r"([0-9]{1,7}|[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+)(?:[.,]([0-9]{1,2}))?(?:\s*(?:грн|uah|₴|zł|zl|pln|eur|€)\.?)?",
    re.I,
)


def hundredths(text: str) -> int | None:
    """The sum somebody typed: `250`, `1 250,50`, `99.9 грн`; None for what is none."""
    found = _SUM.fullmatch(text.strip())
    if found is None:
        return None
    whole = "".join(sign for sign in found[1] if sign.isdigit())
    return int(Decimal(f"{whole}.{found[2] or 0}") * 100)
