"""Cyrillic texts in Latin letters: 160 characters to a segment instead of 70.

Ukrainian by the resolution No. 55 of the Cabinet of Ministers of 27 January 2010; Russian by ICAO Doc 9303 part 3.
"""

from __future__ import annotations

import re
import unicodedata

from smsbox.sms.alphabet import is_gsm7
from smsbox.sms.fields import APOSTROPHES
from smsbox.wording.squeeze import squeeze

_SAME = dict(zip("абвдезийклмнопрстуф", "abvdeziiklmnoprstuf", strict=True))
_SAME |= {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu", "я": "ia"}
_UKRAINIAN = _SAME | {"г": "h", "ґ": "g", "є": "ie", "и": "y", "і": "i", "ї": "i"}
_UKRAINIAN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_RUSSIAN = _SAME | {"г": "g", "ё": "e", "ъ": "ie", "ы": "y", "э": "e"}

_ONLY_RUSSIAN = re.compile("[ыэёъЫЭЁЪ]")
_ONLY_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_WORD = re.compile(rf"[Ѐ-ӿ][Ѐ-ӿ{APOSTROPHES}]*")
_ACCENTED = re.compile("[À-ɏḀ-ỿ]")
_NO_ACCENT = {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "œ": "oe", "Œ": "OE"}
_APART = re.compile(r"(\{[^{}]*\})")


def transliterate(text: str, language: str | None = None) -> str:
    """`text` in Latin letters; None guesses the language by its letters. What stands in braces stays as it is.

    Typography is made plain along with it, where that makes the whole text one of the GSM alphabet.
    """
    language, pieces = _language(text, language), _APART.split(text)
    written = (piece if at % 2 else latin_letters(piece, language) for at, piece in enumerate(pieces))
    return squeeze("".join(written))[0]


def latin_letters(text: str, language: str | None = None) -> str:
    """`text` with each Cyrillic word in Latin letters, and without the accents that make Latin ones dear (ł, ż, č)."""
    known = _language(text, language)
    return _ACCENTED.sub(lambda letter: _plain(letter[0]), _WORD.sub(lambda word: _word(word[0], known), text))


def _plain(letter: str) -> str:
    if is_gsm7(letter):
        return letter
    bare = _NO_ACCENT.get(letter) or unicodedata.normalize("NFD", letter)[0]
    return bare if is_gsm7(bare) else letter


def _language(text: str, language: str | None) -> str:
    if language in ("uk", "ru"):
        return language
    return "ru" if _ONLY_RUSSIAN.search(text) and not _ONLY_UKRAINIAN.search(text) else "uk"


def _word(word: str, language: str) -> str:
    table = _UKRAINIAN if language == "uk" else _RUSSIAN
    other = _RUSSIAN if language == "uk" else _UKRAINIAN
    shouted = len(word) > 1 and word.isupper()
    pieces = []
    for at, letter in enumerate(word):
        small = letter.lower()
        latin = "" if small in APOSTROPHES else table.get(small, other.get(small, letter))
        if language == "uk":
            first = at == 0
            if first and small in _UKRAINIAN_FIRST:
                latin = _UKRAINIAN_FIRST[small]
            elif small == "г" and word[at - 1 : at].lower() == "з":
                latin = "gh"
        pieces.append(latin.upper() if shouted else latin.capitalize() if letter.isupper() else latin)
    return "".join(pieces)
