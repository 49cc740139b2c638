"""Values of settings as people type and read them: a word, a number with comma or point, a list line by line."""

from __future__ import annotations

import re

from smsbox.config.checks import Wrong
from smsbox.i18n.phrases import Phrase
from smsbox.settings import Kind, Setting

LISTS = (Kind.PREFIXES, Kind.HOST_NAMES, Kind.TEXTS, Kind.OPERATORS)
NUMBERS = (Kind.SECONDS, Kind.FRACTION, Kind.AMOUNT)
_BETWEEN = {Kind.PREFIXES: r"[\n,;\s]", Kind.HOST_NAMES: r"[\n,;\s]", Kind.OPERATORS: r"[\n,;]"}
_GAPS = re.compile("[\\s\u00a0\u202f]+")


def from_text(setting: Setting, text: str) -> object:
    """`text` in the form the file uses; None for nothing. Raises Wrong when it is no number and should be one."""
    said = text.strip()
    if setting.kind in LISTS:
        # a pattern may hold commas, a name of an operator blanks
        parts = re.split(_BETWEEN.get(setting.kind, r"\n"), said)
        return [part.strip() for part in parts if part.strip()] or None
    if not said:
        return None
    if setting.kind is Kind.COUNT:
        return _number(said, int)
    if setting.kind in NUMBERS:
        return _number(said, float)
    return said


def to_text(setting: Setting, value: object) -> str:
    """A value of the file as it is typed into a field; "" for none."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "\n".join(str(each) for each in value)
    if setting.kind in NUMBERS and isinstance(value, (int, float)):
        return f"{value:.10g}"
    return str(value)


def _number(said: str, kind: type[int] | type[float]) -> object:
    try:
        return kind(_GAPS.sub("", said).replace(",", "."))
    except ValueError:
        what = Phrase('the text "{value}"', value=said[:60])
        raise Wrong(
            Phrase("{what} is not a whole number", what=what)
            if kind is int
            else Phrase("{what} is not a number", what=what)
        ) from None
