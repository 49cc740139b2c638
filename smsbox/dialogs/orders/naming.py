"""What goods may be called: their codes in whatever letters, the words of their names in whatever case and spelling."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from smsbox.dialogs.orders.goods import Catalogue
from smsbox.sms.keywords import folded
from smsbox.sms.likeness import Likeness, keyboards, likeness, sound
from smsbox.sms.vocabulary import TO_LATIN

_FLEETING = re.compile(r"(?<=[бвгґджзклмнпрстфхцчшщ])[оеє](?=к$)")
_PIECES = re.compile("[xх]?[0-9]+")
"""No spelling of a code but itself: "x3" is three pieces."""
_LEAST = 3
"""Letters of a word by which goods may be called; shorter ones only as codes."""
_KEPT = 2000
"""Words that are looked up once."""


class Index:
    """Spellings of codes, and words of names, with the goods they stand for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.codes: dict[str, frozenset[str]] = {}
        self.words: dict[str, frozenset[str]] = {}
        self.names: dict[tuple[str, ...], str] = {}
        self.order = [each.code for each in catalogue.goods]
        looser: dict[str, frozenset[str]] = {}
        for goods in catalogue.goods:
            self.codes[goods.key] = frozenset((goods.code,))
            for spelling in {goods.key.translate(TO_LATIN), sound(goods.key)} - {goods.key}:
                looser[spelling] = looser.get(spelling, frozenset()) | {goods.code}
            for name in (goods.title, *goods.words):
                words = tuple(folded(name).replace("-", " ").split())
                self.names.setdefault(words, goods.code)
                for word in words:
                    if len(word) >= _LEAST or word.isdigit() or len(words) == 1:
                        self.words[word] = self.words.get(word, frozenset()) | {goods.code}
        self.looser = {spelling: codes for spelling, codes in looser.items() if spelling not in self.codes}
        self._found: dict[str, frozenset[str]] = {}

    def code(self, said: str) -> frozenset[str]:
        """The goods whose code that is, in whatever letters."""
        if said in self.codes or _PIECES.fullmatch(said) or not any(sign.isdigit() for sign in said):
            return self.codes.get(said, frozenset())
        spellings = (said.translate(TO_LATIN), sound(said))
        found = (self.codes.get(each, frozenset()) | self.looser.get(each, frozenset()) for each in spellings)
        return frozenset().union(*found)

    def word(self, said: str) -> frozenset[str]:
        """The goods in whose names it stands."""
        if said not in self._found:
            if len(self._found) > _KEPT:
                self._found.clear()
            self._found[said] = self._look_up(said)
        return self._found[said]

    def meant(self, codes: frozenset[str], words: Sequence[str]) -> tuple[str, ...]:
        """Which of the goods of a mention it means: those whose whole name it is before those with more in theirs."""
        if len(codes) > 1:
            whole = {
                code
                for name, code in self.names.items()
                if code in codes and len(name) == len(words) and _same(words, name)
            }
            if whole:
                return tuple(code for code in self.order if code in whole)
        return tuple(code for code in self.order if code in codes)

    def _look_up(self, said: str) -> frozenset[str]:
        if said in self.words:
            return self.words[said]
        if len(said) < _LEAST or said.isdigit():
            return frozenset()
        best: dict[Likeness, frozenset[str]] = {}
        heard = sound(said)[:1]
        for known, codes in self.words.items():
            if not known.isdigit() and sound(known)[:1] == heard and (like := _like(said, known)) is not None:
                best[like] = best.get(like, frozenset()) | codes
        if best:
            return best[min(best)]
        typed = (self.words.get(each, frozenset()) for each in keyboards(said))  # "nhjzylf" for "троянда"
        return next((codes for codes in typed if codes), frozenset())


def _like(said: str, known: str) -> Likeness | None:
    like = likeness(said, known)
    if like is not None:
        return like
    shorter = _FLEETING.sub("", said)  # "булочок" of "булочка"
    return likeness(shorter, known) if shorter != said else None


def _same(words: Sequence[str], name: Sequence[str]) -> bool:
    return all(_like(word, known) is not None for word, known in zip(words, name, strict=True))


@lru_cache(maxsize=8)
def index_of(catalogue: Catalogue) -> Index:
    """The same `Index` for the same catalogue: making it once spares time where many order."""
    return Index(catalogue)
