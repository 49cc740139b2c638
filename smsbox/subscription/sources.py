"""Where customers come from: a word on a poster, the counter, a form, a missed call; each with the words people see."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from smsbox.clock import Micros
from smsbox.errors import SmsboxError
from smsbox.i18n.languages import LANGUAGES
from smsbox.i18n.marks import N_
from smsbox.sms import keywords
from smsbox.sms.vocabulary import TO_LATIN
from smsbox.store import Store


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

LONGEST_WORD = 20
LONGEST_TITLE = 80
LONGEST_WORDS = 600


class BadSource(SmsboxError):
    """A source that cannot be. Facts: `reason` (title, word, reserved, taken, language), `word`."""

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


def create(store: Store, draft: Draft, *, by: str, now: Micros) -> Source:
    """A new source. Raises BadSource."""
    word = _checked(draft)
    with store.write():
        if word is not None and by_word(store, word) is not None:
            raise BadSource(reason="taken", word=word)
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


def _checked(draft: Draft) -> str | None:
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
    if keywords.understand(word).kind is not None:
        raise BadSource(reason="reserved", word=word)
    return word


def get(store: Store, source_id: int) -> Source | None:
    """The source of that id, also a closed one."""
    return _one(store, "id = ?", source_id)


def by_word(store: Store, word: str) -> Source | None:
    """The open source whose word this is, however it is typed, also in the letters of another script that look like it:
    КАВА with a Latin keyboard is KABA.
    """
    wanted = spelled(word)
    return _one(store, "word = ? AND closed_at IS NULL", wanted) or next(
        (each for each in listed(store, open_only=True) if each.word and _looks(each.word) == _looks(wanted)), None
    )


def _looks(word: str) -> str:
    return word.casefold().translate(TO_LATIN)


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
