"""How to leave: the line at the end of every advertising text, in the language of who reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from smsbox.sms.alphabet import is_gsm7
from smsbox.sms.keywords import Kind, understand
from smsbox.wording.transliteration import transliterate

FOOTERS = {"uk": "Відмова: СТОП", "ru": "Отказ: СТОП", "en": "Opt out: STOP", "pl": "Rezygnacja: STOP"}
"""The usual words by language; each holds one that `sms.keywords` understands."""

_SAID = re.compile(r"[:–—-]\s*(?:СТОП|STOP)\W*\Z")
_WORDS = re.compile(r"\b[^\W\d_]{4,}\b")


def with_footer(text: str, language: str = "uk", footer: str | None = None, words: Sequence[str] = ()) -> str:
    """`text` (finished, not a template) with the line that says how to leave; as it is when it ends so already.

    `footer` are the shop's own words; None, or words by which nobody can leave: the usual ones of `language`. `words`:
    those a shop adds to the words for leaving. A text in Latin letters gets the line in Latin letters, so that it does
    not grow dear by it.
    """
    line = footer_line(text, language, footer, words)
    return text if text.endswith(line) or _SAID.search(text) else f"{text.rstrip()}\n{line}"


def footer_line(text: str, language: str = "uk", footer: str | None = None, words: Sequence[str] = ()) -> str:
    """The line that `with_footer` puts below `text`."""
    line, latin = _lines(language, (footer or "").strip(), tuple(words))
    return latin if is_gsm7(text) else line


def says_how_to_leave(text: str, words: Sequence[str] = ()) -> bool:
    """Whether `text` names a word by which one leaves: STOP, or another in capitals; `words` are those of the shop."""
    extra = {Kind.STOP: tuple(words)}
    named = (word for word in _WORDS.findall(text) if word.isupper() or word.casefold() in ("стоп", "stop"))
    return any(understand(word, extra).kind is Kind.STOP for word in named)


@lru_cache(maxsize=32)
def _lines(language: str, own: str, words: tuple[str, ...]) -> tuple[str, str]:
    """The line, and how it is written below Latin letters; a campaign asks for it a hundred thousand times."""
    line = own if says_how_to_leave(own, words) else FOOTERS.get(language, FOOTERS["en"])
    latin = line if is_gsm7(line) else transliterate(line)
    return line, latin if says_how_to_leave(latin, words) else line
