"""Says what is wrong with a value: what was found, in words, and the nearest right one."""

from __future__ import annotations

import difflib
import re
from typing import Any

from smsbox.i18n.phrases import Phrase

CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Wrong(Exception):
    """A value that is not allowed: what was found, and the nearest right value."""

    def __init__(self, said: str, nearest: str = "") -> None:
        super().__init__(said)
        self.said = said
        self.nearest = nearest


def nearest(word: str, known: list[str] | tuple[str, ...]) -> str:
    """The known word most like `word`, in quotes; "" when none is near. Case does not count."""
    by_folded = {each.casefold(): each for each in known}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return f'"{by_folded[close[0]]}"' if close else ""


def kind_of(value: Any) -> str:
    """What a value is, for a sentence about it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return Phrase("the number {value}", value=value)
    if isinstance(value, str):
        return Phrase('the text "{value}"', value=CONTROL.sub("?", value[:60])) if value else Phrase("an empty text")
    if isinstance(value, list):
        return Phrase("a list")
    return Phrase("a table") if isinstance(value, dict) else f"{type(value).__name__} {value}"
