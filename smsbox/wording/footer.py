"""How to leave: the line at the end of every advertising text, in the language of who reads it."""

from __future__ import annotations

import re
from functools import lru_cache

from smsbox.sms.alphabet import is_gsm7
from smsbox.sms.keywords import Kind, understand
from smsbox.wording.transliteration import transliterate

FOOTERS = {"uk": "Відмова: СТОП", "ru": "Отказ: СТОП", "en": "Opt out: STOP", "pl": "Rezygnacja: STOP"}
"""The usual words by language; each holds one that `sms.keywords` understands."""

_SAID = re.compile(r"[:–—-]\s*(?:СТОП|STOP)\W*\Z")
_CAPITALS = re.compile(r"\b[^\W\d_]{4,}\b")


def with_footer(text: str, language: str = "uk", footer: str | None = None) -> str:
    """`text` (finished, not a template) with the line that says how to leave; as it is when it ends so already.

    `footer` are the shop's own words; None or blank: the usual ones of `language`. A text in Latin letters gets the
    line in Latin letters, so that it does not grow dear by it.
    """
    line = footer_line(text, language, footer)
    return text if text.endswith(line) or _SAID.search(text) else f"{text.rstrip()}\n{line}"


def footer_line(text: str, language: str = "uk", footer: str | None = None) -> str:
    """The line that `with_footer` puts below `text`."""
    line = (footer or "").strip() or FOOTERS.get(language, FOOTERS["en"])
    return _in_latin(line) if is_gsm7(text) and not is_gsm7(line) else line


@lru_cache(maxsize=32)
def _in_latin(line: str) -> str:
    """`line` in Latin letters, where it still says how to leave; a campaign asks for it a hundred thousand times."""
    latin = transliterate(line)
    return latin if says_how_to_leave(latin) else line


def says_how_to_leave(text: str) -> bool:
    """Whether `text` names a word, in capitals, by which one leaves."""
    words = (word for word in _CAPITALS.findall(text) if word.isupper())
    return any(understand(word).kind is Kind.STOP for word in words)
