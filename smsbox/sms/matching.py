"""Which of some options a text names, anywhere in it, as people write them; and where a word of ours stands; pure.

Options are known by their names and aliases, and, where that is asked for, by their numbers in digits or in words.
Other letters, other alphabets, endings and slips of the finger are forgiven (`likeness`); what could be two of them is
told as both, and never guessed at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from smsbox.sms import vocabulary
from smsbox.sms.counting import ENDINGS, number_of
from smsbox.sms.keywords import LONGEST, folded, words_of
from smsbox.sms.likeness import Likeness, keyboards, likeness

TALK = 6
"""Words in which a bare number still is an answer; in a longer text it may be anything."""

_TOKEN = re.compile(r"[^\s,;:!?()\[\]{}\"«»“”„/\\|*_=<>~…–—]+")
_STUCK = re.compile(r"(?<=[^\W\d_]{2})\.+(?=[^\W_])")
_NUMBERED = re.compile(
    rf"\s*[№#]\s*|(?<=\d)\s*[.)]+(?=\s|$|\w)|(?<=\d)\s*[-‐‑](?!(?:{ENDINGS})(?!\w))(?=[^\W\d_])", re.IGNORECASE
)
"""What stands between the number of an option and its name, or before it: "№ 2", "2. Вареники", "2-Вареники"."""
_GLUED = re.compile(r"(?<=[^\W\d_]{3})(?=\d)")
"""Where a number is glued to a word ("ГОЛОС2")."""
_EDGES = ' \t\r\n,;:!?.-–—()"«»“”„'
_NOT = frozenset(vocabulary.NOT_THIS.split())
_BEFORE_A_NUMBER = frozenset(vocabulary.BEFORE_A_NUMBER.split())
_FILLING = frozenset(vocabulary.AROUND_AN_ANSWER.split()) | frozenset(folded(vocabulary.AROUND_A_WORD).split())
_LAST = frozenset(vocabulary.THE_LAST.split())
_WISHING = frozenset(folded(vocabulary.WISHING).split())
_ALL = frozenset(("все", "усе", "vse", "use", "wszystko"))
_PART_FROM = 3
"""Letters of a word by which an option of several words may be called."""
_STRICT = (Likeness.SAME, Likeness.LOOKS, Likeness.SOUNDS, Likeness.KEYBOARD)
_SLIP_FROM = 6


@dataclass(frozen=True, slots=True)
class Named:
    """The options that were named, each once, in the order of the text: none, one, or several that have to be asked
    about. `plain`: nothing (else) is said that people would want to read. `sure`: not by a slip or a part of a name.
    """

    keys: tuple[str, ...] = ()
    plain: bool = False
    sure: bool = True

    @property
    def only(self) -> str | None:
        """The one that was named, if it was one."""
        return self.keys[0] if len(self.keys) == 1 else None


@dataclass(frozen=True, slots=True)
class Found:
    """A word of ours in a text: which, and what is said beside it, as it was written."""

    word: str
    rest: str


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a text, as compared, with the spellings another keyboard gives it; where its token stands."""

    said: str
    typed: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Mention:
    """Words `at` to `at` + `size` name the option `key`."""

    at: int
    size: int
    likeness: Likeness
    key: str
    number: bool = False


class Options:
    """Options to choose from: key → its names, the first of them the usual one. `numbers`: they may be called by their
    place, from 1.
    """

    def __init__(self, names: Mapping[str, Sequence[str]], *, numbers: bool = True) -> None:
        self._keys = tuple(names)
        self._numbers = numbers
        self._phrases = [
            (tuple(folded(name).split()), key) for key, some in names.items() for name in some if folded(name)
        ]
        self._signs = [
            (name.strip(), key) for key, some in names.items() for name in some if name.strip() and not folded(name)
        ]
        once = Counter(phrase for phrase, _ in self._phrases)
        self._exact = {phrase: key for phrase, key in self._phrases if once[phrase] == 1}

    def named(self, text: str) -> Named:
        """Which of them `text` names."""
        words = _words(text)
        quick = self._exact.get(words_of(text))
        if quick is not None:
            return Named((quick,), plain=True)
        found = self._mentions(words, text)
        if not found:
            signs = tuple(dict.fromkeys(key for sign, key in self._signs if sign in text))
            return Named(signs, plain=_FILLING.issuperset(words_of(text)))
        keys = self._without_a_list([each.key for each in _merged(found)])
        covered = {place for each in found for place in range(each.at, each.at + each.size)}
        left = words_of(" ".join(word.said for place, word in enumerate(words) if place not in covered))
        sure = all(each.likeness is not Likeness.SLIP for each in found)
        return Named(tuple(dict.fromkeys(keys)), _FILLING.issuperset(left), sure)

    def _mentions(self, words: Sequence[_Word], text: str) -> list[_Mention]:
        """All that are named and not refused: whole names, numbers; parts of names only where there is neither."""
        candidates = [*self._whole(words), *(self._by_number(words) if self._numbers else ())]
        taken = _longest_first(candidates) or self._by_part(words)
        return sorted((each for each in taken if not _refused(words, each.at, text)), key=lambda each: each.at)

    def _whole(self, words: Sequence[_Word]) -> Iterator[_Mention]:
        for phrase, key in self._phrases:
            for at in range(len(words) - len(phrase) + 1):
                like = _as_phrase(words[at : at + len(phrase)], phrase)
                if like is not None:
                    yield _Mention(at, len(phrase), like, key)

    def _by_number(self, words: Sequence[_Word]) -> Iterator[_Mention]:
        for at, word in enumerate(words):
            number = len(self._keys) if word.said in _LAST else number_of(word.said)
            the_one = at > 0 and (word.said == "one" or (number == 1 and words[at - 1].said in _ALL))
            if number is None or not 0 < number <= len(self._keys) or the_one:  # "the second one", "мені все одно"
                continue
            if len(words) <= TALK or at in (0, len(words) - 1) or words[at - 1].said in _BEFORE_A_NUMBER:
                yield _Mention(at, 1, Likeness.LOOKS, self._keys[number - 1], number=True)

    def _by_part(self, words: Sequence[_Word]) -> list[_Mention]:
        """Those whose names have most words in common with the text; each word of theirs counts once."""
        best: dict[str, list[_Mention]] = {}
        for phrase, key in self._phrases:
            if len(phrase) > 1:
                found = [each for part in phrase if (each := _part(words, part, key)) is not None]
                if len(found) > len(best.get(key, ())):
                    best[key] = found
        most = max(map(len, best.values()), default=0)
        return [each for some in best.values() if len(some) == most for each in some] if most else []

    def _without_a_list(self, keys: list[str]) -> list[str]:
        """What is named beside a whole list of the options, as it stands in a text that was sent on."""
        size = len(self._keys)
        for at in range(len(keys) - size + 1) if 1 < size < len(keys) else ():
            if tuple(keys[at : at + size]) == self._keys:
                return [*keys[:at], *keys[at + size :]]
        return keys


@lru_cache(maxsize=16)
def options(names: tuple[tuple[str, tuple[str, ...]], ...], *, numbers: bool = True) -> Options:
    """The same `Options` for the same names: making them once spares time where ten thousand answer."""
    return Options(dict(names), numbers=numbers)


def find(text: str, words: Iterable[str], *, wishing: bool = False) -> Found | None:
    """The first of our `words` (which may be several words each) anywhere in `text`, and the rest of it.

    Forgiven are other letters, alphabets and keyboards; an ending only in the first word of the text, or, `wishing`,
    behind "I want"; a slip in words of six letters and more, and only when nothing better is found. Of two at one place
    the longer counts.
    """
    some = tuple(words)
    found = _found(text, some, wishing)
    return found or _found(_GLUED.sub(" ", text), some, wishing)


def _found(text: str, words: Sequence[str], wishing: bool) -> Found | None:
    said = _words(text)
    first = 0
    while wishing and first < len(said) and said[first].said in _WISHING:
        first += 1
    best: tuple[tuple[bool, int, int, int], str, int, int] | None = None
    for word in words:
        phrase = tuple(folded(word).split())
        for at in range(len(said) - len(phrase) + 1) if phrase else ():
            like = _as_phrase(said[at : at + len(phrase)], phrase)
            if like is not None and _counts(like, phrase, first=at in (0, first)):
                rank = (like not in _STRICT, at, -len(phrase), int(like))
                if best is None or rank < best[0]:
                    best = rank, word, said[at].start, said[at + len(phrase) - 1].end
    if best is None:
        return None
    _, word, start, end = best
    before, after = text[:start].strip(_EDGES), text[end:].strip().lstrip(_EDGES)
    return Found(word, " ".join(each for each in (before, after) if each))


def _counts(like: Likeness, phrase: Sequence[str], *, first: bool) -> bool:
    """Whether so much likeness is enough to open something."""
    if like in _STRICT:
        return True
    long = min(map(len, phrase)) >= (_SLIP_FROM if like is Likeness.SLIP else _SLIP_FROM - 1)
    return long and (like is Likeness.SLIP or first)


def _words(text: str) -> list[_Word]:
    """The words of `text` with their places in it."""
    spaced = _STUCK.sub(lambda dots: " " * len(dots[0]), text[:LONGEST])
    spaced = _NUMBERED.sub(lambda sign: " " * len(sign[0]), spaced)
    found: list[_Word] = []
    for token in _TOKEN.finditer(spaced):
        for said in folded(token[0]).split():
            found.append(_Word(said, (), token.start(), token.end()))
    for raw in re.finditer(r"\S+", text[:LONGEST]):
        typed = tuple(each for one in {raw[0], raw[0].rstrip("!?.")} for each in keyboards(one.casefold()))
        inside = [place for place, word in enumerate(found) if raw.start() <= word.start < raw.end()]
        if typed and inside:
            first, last = found[inside[0]], found[inside[-1]]
            found[inside[0]] = _Word(first.said, typed, first.start, last.end if len(inside) == 1 else first.end)
        elif typed:
            found.append(_Word("", typed, raw.start(), raw.end()))
    return sorted(found, key=lambda word: word.start)


def _as_phrase(words: Sequence[_Word], phrase: Sequence[str]) -> Likeness | None:
    """How like the words are to the phrase: as the worst of them."""
    worst = Likeness.SAME
    for word, known in zip(words, phrase, strict=True):
        like = _like(word, known)
        if like is None:
            return None
        worst = max(worst, like)
    return worst


def _like(word: _Word, known: str) -> Likeness | None:
    like = likeness(word.said, known) if word.said else None
    if like is not None and like <= Likeness.SOUNDS:
        return like
    return Likeness.KEYBOARD if known in word.typed else like


def _part(words: Sequence[_Word], part: str, key: str) -> _Mention | None:
    """Where the text has this word of a name."""
    if len(part) < _PART_FROM and not part.isdigit():
        return None
    found = ((like, at) for at, word in enumerate(words) if (like := _like(word, part)) is not None)
    best = min(found, default=None)
    return None if best is None else _Mention(best[1], 1, best[0], key)


def _longest_first(candidates: Iterable[_Mention]) -> list[_Mention]:
    """Those that do not lie in each other: the longer first, then the liker; equal ones of two options both."""
    taken: list[_Mention] = []
    for each in sorted(candidates, key=lambda one: (-one.size, one.likeness, one.at)):
        rivals = [one for one in taken if one.at < each.at + each.size and each.at < one.at + one.size]
        if all((one.at, one.size, one.likeness) == (each.at, each.size, each.likeness) for one in rivals):
            taken.append(each)
    return taken


def _refused(words: Sequence[_Word], at: int, text: str) -> bool:
    """Whether "not" stands right before it, and no comma between them."""
    before = words[at - 1] if at else None
    return before is not None and before.said in _NOT and text[before.end : words[at].start].isspace()


def _merged(mentions: Sequence[_Mention]) -> list[_Mention]:
    """A number beside the name it stands for is one mention."""
    kept: list[_Mention] = []
    for each in mentions:
        last = kept[-1] if kept else None
        if last and last.key == each.key and last.number != each.number and each.at == last.at + last.size:
            kept[-1] = _Mention(last.at, last.size + each.size, max(last.likeness, each.likeness), each.key)
        else:
            kept.append(each)
    return kept
