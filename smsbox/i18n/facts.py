"""Facts as a reader writes them: what fills the braces of an explanation, each by its name and its kind.

Facts come from errors, statuses and rows of the database, where they are numbers and plain text, for nobody knows
there who will read them.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from smsbox.i18n.phrases import told
from smsbox.i18n.system import system_words

if TYPE_CHECKING:
    from smsbox.i18n.translator import Translator

_NAMES = frozenset({"id", "ids", "line", "pid", "port", "position"})
"""Numbers that name something: nobody groups their digits."""

_SUMS = frozenset({"low", "money", "price"})
"""Amounts of money, also where they lie as text."""

_REFUSALS = frozenset({"detail", "problem", "why"})
"""What the system or a part of it said when it refused."""

_AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,4})?")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(_DAY.pattern + r"[ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?(\.[0-9]+)?([+-][0-9]{2}:[0-9]{2})?")
_MOMENTS = frozenset({"at", "last", "next_at", "on", "received", "seen", "sent", "time"})
"""Days and moments by the clock of the shop, as ISO 8601 writes them."""


def written(tr: Translator, facts: Mapping[str, object]) -> dict[str, object]:
    """All of them in the language of `tr`; None stays, for there is nothing to say then."""
    return {name: _written(tr, name, fact) for name, fact in facts.items()}


def _written(tr: Translator, name: str, fact: object) -> object:
    fact = told(tr, fact)
    if isinstance(fact, (list, tuple)):
        return ", ".join(str(_written(tr, name, each)) for each in fact)
    if name in _REFUSALS:
        return system_words(tr, str(fact))
    if name in _SUMS and _AMOUNT.fullmatch(str(fact)):
        return tr.sum(Decimal(str(fact)))
    if isinstance(fact, (int, float, Decimal)) and not isinstance(fact, bool) and name not in _NAMES:
        return tr.number(fact)
    return dated(tr, fact) if name in _MOMENTS and isinstance(fact, str) else fact


def dated(tr: Translator, fact: str) -> str:
    """A day or a moment of ISO 8601, as the clock that wrote it shows it, in the language of `tr`; other text stays."""
    try:
        if _DAY.fullmatch(fact):
            return tr.whole_day(datetime.fromisoformat(fact).date())
        return tr.whole_moment(datetime.fromisoformat(fact)) if _MOMENT.fullmatch(fact) else fact
    except ValueError:
        return fact


class Said:
    """A fact that is told in more than one way: its `__format__` gets how, from the braces of the phrase."""


def fill(phrase: str, facts: Mapping[str, object]) -> str:
    """`phrase` with its `{names}` filled in; a fact that is missing reads `?`."""
    return _Facts().vformat(phrase, (), facts)


class _Facts(string.Formatter):
    """Only plain names: a phrase of ours never reaches into an object."""

    def get_field(self, field_name: str, args: object, kwargs: Mapping[str, object]) -> tuple[object, str]:
        value = kwargs.get(field_name)
        return "?" if value is None else value, field_name

    def format_field(self, value: object, format_spec: str) -> str:
        return format(value, format_spec) if isinstance(value, Said) else str(value)
