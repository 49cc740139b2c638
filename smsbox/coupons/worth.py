"""Sums of money at the till, in hundredths of the currency."""

from __future__ import annotations

import re
from decimal import Decimal

_SUM = re.compile(
    r"([0-9]{1,7}|[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+)(?:[.,]([0-9]{1,2}))?(?:\s*(?:грн|uah|₴|zł|zl|pln|eur|€)\.?)?",
    re.I,
)
_EURO = "AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK"
_CURRENCIES = {"UA": "грн", "PL": "zł", **dict.fromkeys(_EURO.split(), "€")}


def currency(country: str) -> str:
    """What people pay with at a till in `country` (ISO 3166), as they write it; "" where that is not known here."""
    return _CURRENCIES.get(country, "")


def hundredths(text: str) -> int | None:
    """The sum somebody typed: `250`, `1 250,50`, `99.9 грн`; None for what is none."""
    found = _SUM.fullmatch(text.strip())
    if found is None:
        return None
    whole = "".join(sign for sign in found[1] if sign.isdigit())
    return int(Decimal(f"{whole}.{found[2] or 0}") * 100)
