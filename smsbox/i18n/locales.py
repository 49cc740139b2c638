"""Owns how a language writes numbers, days and lengths of time, with the words that Unicode CLDR has for them.

They lie beside the catalogue, taken out of CLDR by `python -m tests.i18n.cldr`. A library that knows all of CLDR takes
6 MB of the daemon to load one language; the tests hold ours against it.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from smsbox.i18n.languages import catalogue_path

SPANS = (
    *(("year", 31_536_000), ("month", 2_592_000), ("week", 604_800), ("day", 86_400)),
    *(("hour", 3600), ("minute", 60), ("second", 1)),
)
"""Units and their seconds, the longest first."""

_WORTH = 1.5
"""A length of time is said in the longest unit of which it has so many."""


def spoken_path(language: str) -> Path:
    """Where signs, months, weekdays and units of `language` lie."""
    return catalogue_path(language).with_name("spoken.json")


def countries_path(language: str) -> Path:
    """Where the names of countries lie."""
    return catalogue_path(language).with_name("countries.json")


class Locale:
    """What one language says beside its phrases."""

    def __init__(self, language: str) -> None:
        said: dict[str, Any] = json.loads(spoken_path(language).read_text(encoding="utf-8"))
        self._language = language
        self.decimal: str = said["decimal"]
        self._group: str = said["group"]
        self._percent: str = said["percent"]
        self._months: list[str] = said["months"]
        self._months_alone: list[str] = said["months alone"]
        self.weekdays: list[str] = said["weekdays"]
        """In short, Monday first."""
        self._units: dict[str, dict[str, str]] = said["units"]

    @cached_property
    def countries(self) -> dict[str, str]:
        """Code of ISO 3166-1 → name; read when it is asked for."""
        found: dict[str, str] = json.loads(countries_path(self._language).read_text(encoding="utf-8"))
        return found

    def number(self, value: float | Decimal, fewest: int, most: int) -> str:
        """`value` with so many digits behind the decimal mark, in groups of three; a half is rounded to the even."""
        whole, _, rest = f"{_exact(value):,.{most}f}".partition(".")
        rest = rest[:fewest] + rest[fewest:].rstrip("0")
        return whole.replace(",", self._group) + (self.decimal + rest if rest else "")

    def percent(self, share: float, most: int, sign: str = "") -> str:
        """0.25 as 25 %, with at most so many digits behind the decimal mark; `sign`: what stands behind the number."""
        return self.number(_exact(share).scaleb(2), 0, most) + (sign or self._percent)

    def measure(self, value: float, unit: str, number: str) -> str:
        """`number`, which is `value` written out, with its unit in the form that goes with it."""
        forms = self._units[unit]
        return forms.get(_plural(self._language, value), forms["other"]).replace("{0}", number)

    def span(self, seconds: int) -> str:
        """A length of time in one unit: `45 seconds`, `12 minutes`."""
        unit, length = next(
            (each for each in SPANS if abs(seconds) / each[1] >= _WORTH),
            SPANS[-1],
        )
        count = round(abs(seconds) / length)
        return self.measure(count, unit, str(count))

    def day(self, day: date | datetime, *, year: bool) -> str:
        """`5 March`, `5 March 2026`."""
        return f"{day.day} {self._months[day.month - 1]}" + (f" {day.year}" if year else "")

    def month(self, day: date) -> str:
        """`March 2026`."""
        return f"{self._months_alone[day.month - 1]} {day.year}"


def _exact(value: float | Decimal) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _plural(language: str, value: float) -> str:
    """The category of `value` (CLDR, "Language Plural Rules"): which form of a unit goes with it."""
    count, ones, tens = abs(int(value)), abs(int(value)) % 10, abs(int(value)) % 100
    if value != int(value):
        return "other"
    if language == "en":
        return "one" if count == 1 else "other"
    if count == 1 if language == "pl" else ones == 1 and tens != 11:
        return "one"
    return "few" if 2 <= ones <= 4 and not 12 <= tens <= 14 else "many"
