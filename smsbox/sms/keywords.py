"""What a customer's message orders: STOP, START, HELP, YES, NO in whatever way people write them; pure.

A message is normalised in a fixed order, then looked up as a whole, then searched for STOP at its edges, then for
phrases. Anything else is for people to read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from smsbox.sms import vocabulary
from smsbox.sms.fields import APOSTROPHES
from smsbox.sms.refusals import Refusals, signs
from smsbox.sms.vocabulary import TO_CYRILLIC, TO_LATIN, WORDS, Kind

__all__ = ["Kind", "Meaning", "folded", "forms", "quoted", "understand", "words_of", "wrong_layouts"]

SHORT = 4
"""STOP counts at the edge of a message of at most so many words; in a longer one it may mean anything."""

_OVER_AND_OVER = 60
"""Words of a message that says one thing again and again."""

LONGEST = 2000
"""Characters of a message that are read; what is longer is no order."""

_QUOTE = 5
"""A part of one of our own texts counts as quoted from so many words on."""

_LAYOUT_FROM = 4
"""Shorter words typed in a wrong layout may be words of another language."""

_APOSTROPHES = dict.fromkeys(map(ord, APOSTROPHES + "ʹ′＇"))
_ONLY_LATIN = str.maketrans("łøđі", "lodі")
_RUNS = re.compile(r"(\w)\1{2,}")
_SENTENCES = re.compile(r"[.!?;\n\r…]+")
_LATIN = re.compile("[a-z]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_GREEK = re.compile("[\u0370-\u03ff]")

Extra = Mapping[Kind, Sequence[str]]
"""Words a shop adds to those everybody knows."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was understood. `words` of the message, normalised, without manners; `word` the one that decided.

    `language`: where only one has that word, else "". `cancels`: in an open order it would act on that. `plain`: beside
    it nothing is said that people would have to read.
    """

    kind: Kind | None
    words: tuple[str, ...] = ()
    word: str = ""
    language: str = ""
    cancels: bool = False
    plain: bool = True


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: Kind
    edge: bool
    languages: frozenset[str]


_Table = Mapping[str, _Entry]


def folded(text: str) -> str:
    """`text` in the one spelling that words are compared in: NFKC, small letters, no invisible characters, no
    apostrophes, punctuation and emoji as blanks, Polish without diacritics, е for ё. Hyphens inside words stay; so does
    a plus that stands alone.
    """
    text = unicodedata.normalize("NFKC", text[:LONGEST].translate(_APOSTROPHES)).casefold().translate(_APOSTROPHES)
    text = "".join(_plain(character) for character in unicodedata.normalize("NFC", text))
    return " ".join(kept for word in text.split() if (kept := _without_edges(word)))


def words_of(text: str) -> tuple[str, ...]:
    """The words of `text` as they are compared, without manners; spelled-out letters (S T O P) as one word."""
    words = _without_manners(folded(text).split())
    if len(words) > 2 and all(len(word) == 1 and word.isalpha() for word in words):
        return ("".join(words),)
    return tuple(words)


def understand(text: str, extra: Extra | None = None) -> Meaning:
    """What `text` orders, if anything; `extra` words count as those of the list do."""
    table = _table(_hashable(extra))
    words = words_of(text)
    cancels = len(words) == 1 and any(form in _CANCEL for form in forms(words[0]))
    found = _whole(words, table)
    at_edge = _at_an_edge(words, table) if found is None and len(words) <= SHORT else None
    for word, entry in filter(None, (found, at_edge)):
        (language,) = entry.languages if len(entry.languages) == 1 else ("",)
        plain = at_edge is None or _refusals().plain(words, word)
        return Meaning(entry.kind, words, word, language, cancels, plain)
    return _in_own_words(text, words, table) or Meaning(None, words, cancels=cancels)


def _in_own_words(text: str, words: tuple[str, ...], table: _Table) -> Meaning | None:
    """STOP with a slip of the finger, as a sign, or in words that no list has."""
    refusals = _refusals()
    refused = refusals.refused(words)
    stop = refusals.typo(words) or ("" if not signs(text) else text.strip()) or (refused and refused[1] and refused[0])
    if stop:
        return Meaning(Kind.STOP, words, stop)
    phrase = refusals.phrase(text, words, [_in_one_script(word) for word in words]) or _sentence(text, table)
    if phrase is not None:
        return Meaning(Kind.PHRASE, words, *phrase)
    more = refused[0] if refused else refusals.no_more(words, (each for each in table if table[each].kind is Kind.NO))
    return Meaning(Kind.PHRASE, words, more) if more else None


def quoted(text: str, ours: Iterable[str]) -> str | None:
    """What is left of `text` once one of `ours`, texts that we wrote, is taken out; None when it quotes none of them.

    A long part of one of ours is a quotation as well: phones cut what they forward.
    """
    said = folded(text)
    for own in sorted({folded(each) for each in ours}, key=len, reverse=True):
        if own and f" {own} " in f" {said} ":
            return f" {said} ".replace(f" {own} ", " ", 1).strip()
        if said.count(" ") + 1 >= _QUOTE and f" {said}" in f" {own}":
            return ""
    return None


# ── spelling


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] == "M" or category in ("Cf", "Sk"):
        return ""
    if character == "ё":
        return "е"
    if character.isalnum():
        return _latin(character)
    return character if character in "-+" else "-" if character in "‐‑" else " "


def _latin(character: str) -> str:
    """A Latin letter without what Poles put on it; a Cyrillic one as it is, for й is not и."""
    if character < "\u0080" or _CYRILLIC.match(character):
        return character
    return unicodedata.normalize("NFD", character)[0].translate(_ONLY_LATIN)


def _without_edges(word: str) -> str:
    """Hyphens inside words stay, a plus only where there is nothing else."""
    return "+" if set(word) == {"+"} else word.replace("+", " ").strip(" -").replace(" ", "-")


def _without_manners(words: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for word in words:
        kept.append(word)
        if " ".join(kept[-2:]) in _MANNERS:
            del kept[-2:]
        elif word in _MANNERS:
            kept.pop()
    return kept


def forms(word: str) -> Iterable[str]:
    """The spellings `word` may stand for: as it is; without hyphens; without drawn-out letters; where it mixes
    scripts, in one of them by the looks of its letters.
    """
    yield word
    yield word.replace("-", "")
    yield _RUNS.sub(r"\1", word)
    if _mixed(word):
        yield word.translate(TO_CYRILLIC)
        yield word.translate(TO_LATIN)


def _mixed(word: str) -> bool:
    """Whether it is written with letters of several scripts."""
    return sum(bool(script.search(word)) for script in (_LATIN, _CYRILLIC, _GREEK)) > 1


def _in_one_script(word: str) -> str:
    return word.translate(TO_CYRILLIC) if _mixed(word) else word


# ── looking up


def _look_up(words: Sequence[str], table: _Table) -> tuple[str, _Entry] | None:
    """The entry of one word, or of several that are one."""
    spelled = forms(words[0]) if len(words) == 1 else (" ".join(words),)
    return next(((form, table[form]) for form in spelled if form in table), None)


def _whole(words: Sequence[str], table: _Table) -> tuple[str, _Entry] | None:
    """The entry of a message that says one thing, once or again ("стоп стоп", "ні, не треба")."""
    if not 0 < len(words) <= _OVER_AND_OVER:
        return None
    found: list[tuple[str, _Entry]] = []
    at = 0
    while at < len(words):
        for size in (3, 2, 1):
            entry = _look_up(words[at : at + size], table) if at + size <= len(words) else None
            if entry is not None:
                found.append(entry)
                at += size
                break
        else:
            return None
    return found[0] if len({entry.kind for _, entry in found}) == 1 else None


def _at_an_edge(words: Sequence[str], table: _Table) -> tuple[str, _Entry] | None:
    """STOP as the first or last word."""
    edges = (words[:2], words[-2:], words[:1], words[-1:]) if len(words) > 1 else ()
    found = (_look_up(edge, table) for edge in edges)
    stop = next((each for each in found if each and each[1].kind is Kind.STOP and each[1].edge), None)
    return None if stop is None or _refusals().innocent(words, stop[0]) else stop


def _sentence(text: str, table: _Table) -> tuple[str, str] | None:
    """STOP as a sentence of its own in a longer message: surely meant, but people should read the rest."""
    for sentence in _SENTENCES.split(text[:LONGEST]):
        words = words_of(sentence)
        found = _look_up(words, table) if len(words) == 1 else None
        if found is not None and found[1].kind is Kind.STOP and found[1].edge:
            return found[0], ""
    return None


# ── the table


def _listed(text: str) -> list[str]:
    return [word.strip() for word in text.split(",")]


def _hashable(extra: Extra | None) -> tuple[tuple[Kind, tuple[str, ...]], ...]:
    return tuple((kind, tuple(words)) for kind, words in (extra or {}).items() if words)


@lru_cache(maxsize=8)
def _table(extra: tuple[tuple[Kind, tuple[str, ...]], ...]) -> _Table:
    """Every spelling that is known, and what it means."""
    table: dict[str, _Entry] = {}
    for kind, languages in WORDS.items():
        for language, text in languages.items():
            for word in _listed(text):
                _enter(table, kind, word, language)
    for kind, words in extra:
        for word in words:
            _enter(table, kind, word, "")
    return table


def _enter(table: dict[str, _Entry], kind: Kind, word: str, language: str) -> None:
    edge = not word.endswith("*")
    known = folded(word)
    for spelling in (known, *(() if kind in (Kind.YES, Kind.NO) else wrong_layouts(known))):
        before = table.get(spelling)
        if before is None:
            table[spelling] = _Entry(kind, edge, frozenset({language} - {""}))
        elif before.kind is kind:
            languages = before.languages | {language} if language else before.languages
            table[spelling] = _Entry(kind, before.edge or edge, frozenset(languages))


def wrong_layouts(word: str) -> Iterable[str]:
    """`word`, as `folded` spells it, as it comes out when the keyboard was in another alphabet. Not for YES and NO,
    which must be clear.
    """
    if len(word) < _LAYOUT_FROM:
        return
    for latin, cyrillic in vocabulary.KEYBOARDS:
        for source, target in ((cyrillic, latin), (latin, cyrillic)):
            typed = "".join(target[source.index(letter)] for letter in word if letter in source)
            if len(typed) == len(word) and typed.isalpha():
                yield typed


_MANNERS = frozenset(folded(each) for each in _listed(vocabulary.MANNERS))
_CANCEL = frozenset(folded(each) for each in vocabulary.CANCEL)


@cache
def _refusals() -> Refusals:
    """The ways to refuse, beside the single words everybody knows."""
    table = _table(())
    stops = {word: entry.edge for word, entry in table.items() if entry.kind is Kind.STOP and " " not in word}
    return Refusals(folded, stops, {word for word in table if word not in stops} | _MANNERS | _CANCEL)
