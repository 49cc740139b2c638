"""How people say in words of their own that they want no more advertising, and where the words of STOP say something
else; pure.

All of it works on words in the spelling of `keywords.folded`, without manners.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from smsbox.sms import vocabulary

_TYPO_FROM = 8
"""Letters of a word in which one slip is forgiven; a shorter one may be another word."""
_VAGUE = ("no", "без", "bez", "end")
"""Refuse something only when nothing else is said."""
_DIGITS = str.maketrans("0", "о")


class Refusals:
    """The lists of the vocabulary, as `fold` spells them. `stops`: single words that mean STOP, and whether they do in
    company; `others`: all else that is known.
    """

    def __init__(self, fold: Callable[[str], str], stops: Mapping[str, bool], others: Iterable[str]) -> None:
        self._sent, self._filling, self._more, self._lead, self._withdrawn, self._ordered = (
            frozenset(_listed(fold, text))
            for text in (
                *(vocabulary.SENT, vocabulary.FILLING, vocabulary.MORE, vocabulary.LEAD),
                *(vocabulary.WITHDRAWN, vocabulary.ORDERED),
            )
        )
        self._innocent = _listed(fold, vocabulary.NOT_LEAVING)
        self._stops, self._others = frozenset(stops), frozenset(others)
        self._safe = frozenset(word for word, in_company in stops.items() if in_company)
        self._phrases = {
            fold(phrase) + "*" * phrase.endswith("*"): language
            for language, text in vocabulary.PHRASES.items()
            for phrase in text.split(", ")
        }
        slips = {slip for word in ("стоп", "stop") for slip in _slips(word)}
        self._typos = slips | set(_listed(fold, vocabulary.TYPOS)) - self._others
        what, refused, between, enough, writing, sending = (
            _any(_listed(fold, text))
            for text in (
                *(vocabulary.SENT, vocabulary.REFUSED, vocabulary.REFUSED_BEFORE),
                *(vocabulary.ENOUGH, vocabulary.WRITING, vocabulary.SENDING),
            )
        )
        self._refused = re.compile(
            rf"(?<!\S)(?:{refused} (?:{between} )*{what}(?: {what})?|{what} {refused}|"
            rf"{enough} {writing}(?: {what})?|{enough} {sending}(?: {what}|$))(?!\S)"
        )

    def innocent(self, words: Sequence[str], word: str = "") -> bool:
        """Whether `word`, of STOP, means something else here: a stop lamp, an order that is withdrawn."""
        said = f" {' '.join(words)} ".replace("-", " ")
        if self._sent.intersection(words):
            return False
        if any(f" {each} " in said for each in self._innocent):
            return True
        return word in self._withdrawn and bool(self._ordered.intersection(words))

    def plain(self, words: Iterable[str], stop: str) -> bool:
        """Whether beside `stop` nothing is said that people would have to read."""
        known = (self._sent, self._filling, self._lead, self._stops)
        return all(word in stop.split() or any(word in some for some in known) for word in words)

    def refused(self, words: Sequence[str]) -> tuple[str, bool] | None:
        """What is refused ("не треба вашої реклами"), and whether nothing else is said."""
        bare = " ".join(word for word in words if word not in self._filling)
        found = self._refused.search(bare)
        if found is None or (found[0] != bare and found[0].split()[0] in _VAGUE):
            return None
        return found[0], found[0] == bare

    def no_more(self, words: Sequence[str], noes: Iterable[str]) -> str | None:
        """A "no" to all that is still to come ("не хочу більше"); `noes` as they are known."""
        if not self._more.intersection(words):
            return None
        bare = " ".join(word for word in words if word not in self._filling)
        return bare if bare in noes else None

    def typo(self, words: Sequence[str]) -> str | None:
        """STOP with a slip of the finger, said alone or with what is not to be sent."""
        core = [word for word in words if word not in self._sent and word not in self._filling]
        if len(core) != 1 or core[0] in self._others or core[0] in self._stops:
            return None
        word = core[0].strip("0123456789").translate(_DIGITS)
        if word in self._safe or word in self._typos or word.replace("о", "o") in self._safe:
            return word
        if len(word) < _TYPO_FROM or any(near(word, other) for other in self._others):
            return None
        return next((stop for stop in sorted(self._safe) if len(stop) >= _TYPO_FROM and near(word, stop)), None)

    def phrase(self, text: str, *spellings: Sequence[str]) -> tuple[str, str] | None:
        """A phrase anywhere in the message, and its language; `spellings` of its words."""
        if vocabulary.RUDE in text:
            return vocabulary.RUDE, ""
        for words in () if self.innocent(spellings[0]) else spellings:
            said, bare = f" {' '.join(words)} ", " ".join(word for word in words if word not in self._filling)
            for phrase, language in self._phrases.items():
                plain = phrase.removesuffix("*")
                if f" {plain} " in said and (
                    not phrase.endswith("*") or bare == plain or self._of_messages(plain, bare)
                ):
                    return plain, language
        return None

    def _of_messages(self, phrase: str, text: str) -> bool:
        """Whether what is not to be sent are messages."""
        behind = f"{text} ".partition(f"{phrase} ")[2].split()
        return bool(behind) and behind[0] in self._sent


def signs(text: str) -> bool:
    """Whether `text` is nothing but signs that say STOP."""
    bare = [letter for letter in text if not letter.isspace() and letter not in "\ufe0f\ufe0e\u200d!"]
    return bool(bare) and all(letter in vocabulary.SIGNS for letter in bare)


def _listed(fold: Callable[[str], str], text: str) -> list[str]:
    return [fold(word) for word in text.split(", ")]


def _any(phrases: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(map(re.escape, phrases), key=len, reverse=True))})"


def _slips(word: str) -> Iterable[str]:
    """Two neighbours that changed places, one letter twice."""
    for place in range(len(word)):
        yield word[:place] + word[place] + word[place:]
        if place:
            yield word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]


def near(word: str, other: str) -> bool:
    """Whether one slip makes one of the other: a letter more, less, another one, or two that changed places."""
    if abs(len(word) - len(other)) > 1 or word == other:
        return word == other
    at = next((place for place, (one, two) in enumerate(zip(word, other, strict=False)) if one != two), None)
    if at is None:
        return True
    left, right = word[at:], other[at:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or left[1::-1] + left[2:] == right
