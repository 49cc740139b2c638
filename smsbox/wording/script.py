"""Latin and Cyrillic in one text: words that mix both, and letters that only look alike."""

from __future__ import annotations

import re
from collections.abc import Iterator

LATIN_OF = dict(zip("АВЕЗІКМНОРСТУХаеіорсухЈјЅѕ", "ABE3IKMHOPCTYXaeiopcyxJjSs", strict=True))
"""Cyrillic letters, and the Latin ones that look the same."""

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_CYRILLIC = re.compile("[Ѐ-ӿ]")


def mixed(text: str) -> Iterator[re.Match[str]]:
    """The words of `text` that hold letters of both scripts."""
    return (word for word in _WORD.finditer(text) if _LATIN.search(word[0]) and _CYRILLIC.search(word[0]))


def cyrillic(text: str) -> int:
    """How many Cyrillic letters there are."""
    return len(_CYRILLIC.findall(text))


def latin(text: str) -> int:
    """How many Latin letters there are."""
    return len(_LATIN.findall(text))
