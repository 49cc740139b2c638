"""How like two words are that were meant to be one: other letters, another ending, a wrong keyboard, a slip; pure.

Words come here as `keywords.folded` spells them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache

from smsbox.sms.keywords import forms
from smsbox.sms.refusals import near
from smsbox.sms.vocabulary import KEYBOARDS


class Likeness(IntEnum):
    """From the same word to a mere slip of the finger; the smaller, the surer."""

    SAME = 0
    LOOKS = 1
    SOUNDS = 2
    KEYBOARD = 3
    ENDING = 4
    SLIP = 5


_CYRILLIC = dict(zip("абвгґдезийіклмнопрстуфъыьэ", "abvggdeziiiklmnoprstuf*i*e", strict=True))
_CYRILLIC |= {"є": "ie", "ї": "ii", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu"}
_CYRILLIC |= {"я": "ia", "ў": "u"}
_TO_LATIN = str.maketrans({letter: latin.strip("*") for letter, latin in _CYRILLIC.items()})

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("shch|szcz|sch|sh|sz", "S"),
        ("zh|rz", "Z"),
        ("tch|ch|cz", "C"),
        ("kh|gh|g|x", "h"),
        ("ts|tz|zz", "c"),
        ("ck|q|c(?![eiyv]|$)", "k"),
        ("ph", "f"),
        ("w", "v"),
        ("[iyj]+(?=[aeou])", ""),
        ("[yj]", "i"),
        (r"(.)\1+", r"\1"),
    )
)
"""One spelling for what people write in Latin and in Cyrillic letters, in Ukrainian and in Russian; in this order."""

_LAST = (
    "а я у ю о е є и і ы й ь ї ої ою єю ею ом ем ім им їм ам ям ах ях ів їв ов ев ей ий ій ый ого ому его ему ими ами "
    "ями их іх ых ая яя ое ее ую юю ие ые a y i e u o om em am ami ach ow ego emu ej ie es s oi oiu eiu iu iv ov im "
    "ii oho ohu omu ah ih ui ai ei"
)
_ENDINGS = frozenset(("", *_LAST.split()))
"""What may stand behind the stem of a word when it is declined, in Cyrillic letters and by its sound."""

_FLEETING = re.compile(r"(?<=\w\w[бвгґджзйклмнпрстфхцчшщ])[оеє](?=[кц]ь?$)")
"""A vowel that is only in the first case: "продавець" is "продавцем" in another, "молоток" "молотком"."""
_AFTER_FLEETING = frozenset("кць")

_ENDING = 3
_SHORTEST_STEM = 2
_DOUBLED = re.compile(r"(.)\1+")
_VOICELESS = str.maketrans("бвгґджзbdgvz", "пфкктшсptkfs")
_TURNED_FROM, _SLIP_FROM, _FIRST_SLIP_FROM = 4, 5, 7
"""Letters from which two may have changed places; from which another slip is forgiven; also in the first letter."""


@lru_cache(maxsize=2048)
def sound(word: str) -> str:
    """What `word` sounds like, coarsely: the same for "борщ", "borshch" and "borsch", for "музика" and "музыка"."""
    heard = word.translate(_TO_LATIN)
    for pattern, letter in _SOUNDS:
        heard = pattern.sub(letter, heard)
    return heard


def likeness(word: str, known: str) -> Likeness | None:
    """How like `word`, as somebody wrote it, is to the `known` one; None when it is another word."""
    if word == known:
        return Likeness.SAME
    if known in forms(word) or known.replace("-", "") in forms(word):
        return Likeness.LOOKS
    heard, wanted = sound(word), sound(known)
    if heard == wanted and len(heard) > 1:
        return Likeness.SOUNDS
    if declined(word, known) or (len(wanted) > _ENDING and declined(heard, wanted)):
        return Likeness.ENDING
    if known[-1:] in _AFTER_FLEETING and declined(word, _FLEETING.sub("", known)):
        return Likeness.ENDING
    return Likeness.SLIP if slipped(word, known) or slipped(heard, wanted) else None


def declined(word: str, known: str) -> bool:
    """Whether the two differ in the ending alone."""
    stem = 0
    for one, two in zip(word, known, strict=False):
        if one != two:
            break
        stem += 1
    least = max(_SHORTEST_STEM, len(known) - _ENDING)
    return any(
        word[cut:] in _ENDINGS and known[cut:] in _ENDINGS and len(known) - cut <= _ENDING
        for cut in range(stem, least - 1, -1)
    )


def slipped(word: str, known: str) -> bool:
    """Whether one slip makes one of the other, and neither is too short to be sure. A word with digits is a code."""
    shorter = min(len(word), len(known))
    if shorter == _TURNED_FROM and word.isalpha() and word[0] == known[0] and _by_ear(word) == _by_ear(known):
        return True
    if shorter < _TURNED_FROM or not (word.isalpha() and known.isalpha()) or not near(word, known):
        return False
    if sorted(word) == sorted(known):
        return True
    return shorter >= (_SLIP_FROM if word[0] == known[0] else _FIRST_SLIP_FROM)


def _by_ear(word: str) -> str:
    """`word` as its end is heard: "джас" for "джаз", "джазз" too; another letter in so short a word is another word."""
    plain = _DOUBLED.sub(r"\1", word)
    return plain[:-1] + plain[-1].translate(_VOICELESS)


def keyboards(typed: str) -> Iterator[str]:
    """`typed`, small letters as they came, as it comes out on the keyboards of other alphabets."""
    for latin, cyrillic in KEYBOARDS:
        for source, target in ((latin, cyrillic), (cyrillic, latin)):
            if typed and all(letter in source for letter in typed):
                yield "".join(target[source.index(letter)] for letter in typed)
