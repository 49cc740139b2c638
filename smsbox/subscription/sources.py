"""Where customers come from: a word on a poster, the counter, a form, a missed call; each with the words people see."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

from smsbox.clock import Micros
from smsbox.errors import SmsboxError
from smsbox.i18n.languages import LANGUAGES
from smsbox.i18n.marks import N_
from smsbox.sms import keywords
from smsbox.sms.vocabulary import TO_LATIN
from smsbox.store import Store
from smsbox.subscription import choices
from smsbox.wording.transliteration import latin_letters


class SourceKind(Enum):
    """How somebody comes to us; the value is the word in the database."""

    KEYWORD = "keyword"
    POSTER = "poster"
    STAFF = "staff"
    FORM = "form"
    CALL = "call"

    @property
    def text(self) -> str:
        """The kind in words, English."""
        return _TEXTS[self][0]

    @property
    def hint(self) -> str:
        """What happens, one sentence, English."""
        return _TEXTS[self][1]

    @property
    def has_word(self) -> bool:
        """Whether people come by sending a word."""
        return self in (SourceKind.KEYWORD, SourceKind.POSTER)


_TEXTS = {
    SourceKind.KEYWORD: (N_("Word by SMS"), N_("Whoever sends the word is asked by SMS whether he agrees.")),
    SourceKind.POSTER: (
        N_("Poster with a code"),
        N_("A sheet to print: the camera of a phone opens an SMS with the word in it."),
    ),
    SourceKind.STAFF: (
        N_("Staff at the counter"),
        N_("You write down the number and read out what the customer agrees to."),
    ),
    SourceKind.FORM: (
        N_("Form in the network of the shop"),
        N_("A page for a tablet at the counter or the Wi-Fi for guests. Who fills it in is asked by SMS."),
    ),
    SourceKind.CALL: (
        N_("Missed call"),
        N_("Whoever rings the number of a SIM whose calls are set to “ask” is asked by SMS."),
    ),
}

_WORDS, _SHOUTED = 20, 4
"""Words among which one is looked for; more than so many in capitals say nothing about one of them."""
_EDGES = ".,;:!?()«»“”\"'"

LONGEST_WORD = 20
LONGEST_TITLE = 80
LONGEST_WORDS = 600


class BadSource(SmsboxError):
    """A source that cannot be. Facts: `reason` (title, word, reserved, taken, scenario, language), `word`."""

    key = "subscription.bad_source"
    exit_code = 65

    def __init__(self, *, reason: str, word: str = "") -> None:
        super().__init__(reason=reason, word=word)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Source:
    """`word` as people are told it (capitals), None where there is none; `words`: what people are shown before they
    agree, "" for the usual ones; `topics`: what they get offers about, none: everything.
    """

    id: int
    kind: SourceKind
    title: str
    word: str | None
    words: str
    language: str
    topics: tuple[str, ...]
    made_at: Micros
    by_whom: str
    closed_at: Micros | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A source that somebody wants."""

    kind: SourceKind
    title: str
    word: str = ""
    words: str = ""
    language: str = "uk"
    topics: Sequence[str] = ()


def spelled(word: str) -> str:
    """One spelling of a word however it was typed, as `sms.keywords` compares them; capitals, for posters."""
    return keywords.folded(word).replace(" ", "").upper()


def create(store: Store, draft: Draft, *, by: str, now: Micros, stop_words: Sequence[str] = ()) -> Source:
    """A new source; `stop_words`: what the shop has added to STOP. Raises BadSource."""
    word = _checked(draft, stop_words)
    with store.write():
        if word is not None and by_word(store, word) is not None:
            raise BadSource(reason="taken", word=word)
        if word is not None and any(_alike(spelled(each), word) for each in _of_scenarios(store)):
            raise BadSource(reason="scenario", word=word)
        (source_id,) = store.reserve_ids("sources", 1)
        store.run(
            "INSERT INTO sources (id, kind, title, word, words, language, topics, made_at, by_whom) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(source_id, draft.kind.value, draft.title.strip(), word, draft.words.strip(), draft.language),
            *(",".join(draft.topics), now, by),
        )
    made = get(store, source_id)
    assert made is not None
    return made


def _checked(draft: Draft, stop_words: Sequence[str]) -> str | None:
    """The word of a draft that may be made. Raises BadSource."""
    if not draft.title.strip() or len(draft.title.strip()) > LONGEST_TITLE:
        raise BadSource(reason="title")
    if draft.language not in LANGUAGES:
        raise BadSource(reason="language")
    if not draft.kind.has_word:
        return None
    word = spelled(draft.word)
    if not 2 <= len(word) <= LONGEST_WORD or not re.search(r"[^\W\d_]", word):
        raise BadSource(reason="word", word=draft.word)
    if _means_something(word, stop_words):
        raise BadSource(reason="reserved", word=word)
    return word


def _of_scenarios(store: Store) -> list[str]:
    """The words by which open dialogs begin; what is sent by them never comes to a source."""
    sql = "SELECT w.word FROM flow_words w JOIN flows f ON f.id = w.flow_id WHERE f.state = 1"
    return [row[0] for row in store.run(sql).fetchall()]


def _means_something(word: str, stop_words: Sequence[str]) -> bool:
    """Whether who sends it says something else: STOP, thanks, "rarer", what cancels an order."""
    meant = keywords.understand(word, {keywords.Kind.STOP: stop_words})
    return meant.kind is not None or meant.cancels or not meant.words or choices.read(word) is not None


def get(store: Store, source_id: int) -> Source | None:
    """The source of that id, also a closed one."""
    return _one(store, "id = ?", source_id)


def by_word(store: Store, word: str) -> Source | None:
    """The open source whose word this is, however it is typed: in letters of another script that look like it (КАВА
    with a Latin keyboard is KABA), in Latin letters (KAVA), with the keyboard in another alphabet (RFDF).
    """
    wanted = spelled(word)
    if not wanted or len(wanted) > LONGEST_WORD * 2:
        return None
    return _one(store, "word = ? AND closed_at IS NULL", wanted) or next(
        (each for each in listed(store, open_only=True) if each.word and _alike(each.word, wanted)), None
    )


def _alike(word: str, other: str) -> bool:
    """Whether one is a spelling of the other; not two that only somebody's third spelling has in common."""
    return _looks(other) in _spellings(word) or _looks(word) in _spellings(other)


@lru_cache(maxsize=256)
def _spellings(word: str) -> frozenset[str]:
    said = keywords.folded(word)
    return frozenset(map(_looks, (said, keywords.folded(latin_letters(said)), *keywords.wrong_layouts(said))))


def _looks(word: str) -> str:
    return word.casefold().translate(TO_LATIN)


def within(store: Store, text: str) -> Source | None:
    """The open source whose word stands among other words of `text`, written as it is printed: in capitals, or with a
    digit in it. Small letters may be talk of anything ("яка кава сьогодні?").
    """
    if text.upper() == text and len(text.split()) > _SHOUTED:
        return None
    words = (word.strip(_EDGES) for word in text.split()[:_WORDS])
    found = (by_word(store, word) for word in words if _printed(word))
    return next((each for each in found if each is not None), None)


def _printed(word: str) -> bool:
    """Whether it is written as on a poster."""
    letters = len(word) > 1 and word != word.lower()
    return letters and (word == word.upper() or any(sign.isdigit() for sign in word))


def first_of(store: Store, kind: SourceKind) -> Source | None:
    """The newest open source of a kind: what came that way, and nobody said more of it."""
    return _one(store, "kind = ? AND closed_at IS NULL ORDER BY id DESC LIMIT 1", kind.value)


def listed(store: Store, *, open_only: bool = False) -> list[Source]:
    """All sources, the open ones first, the newest first."""
    where = " WHERE closed_at IS NULL" if open_only else ""
    rows = store.run(f"{_SELECT}{where} ORDER BY closed_at IS NOT NULL, id DESC")
    return [_source(row) for row in rows.fetchall()]


def close(store: Store, source_id: int, now: Micros) -> bool:
    """Nobody comes that way any more; its word is free again. False when it was closed before, or is none."""
    with store.write():
        done = store.run("UPDATE sources SET closed_at = ? WHERE id = ? AND closed_at IS NULL", now, source_id)
        return bool(done.rowcount == 1)


_SELECT = "SELECT id, kind, title, word, words, language, topics, made_at, by_whom, closed_at FROM sources"


def _one(store: Store, where: str, *values: Any) -> Source | None:
    row = store.run(f"{_SELECT} WHERE {where}", *values).fetchone()
    return None if row is None else _source(row)


def _source(row: Sequence[Any]) -> Source:
    topics = tuple(filter(None, row[6].split(",")))
    return Source(row[0], SourceKind(row[1]), row[2], row[3], row[4], row[5], topics, row[7], row[8], row[9])
