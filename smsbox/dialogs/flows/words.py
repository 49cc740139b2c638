"""The words that open flows: which of them stands in a text, and which cannot be anybody's any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from smsbox.clock import DAY, Micros
from smsbox.config import Config
from smsbox.config.lines import key_lines
from smsbox.config.problems import Problem
from smsbox.dialogs.flow import Flow, FlowState
from smsbox.i18n.phrases import Phrase
from smsbox.sms.keywords import Kind, folded, understand, words_of
from smsbox.sms.vocabulary import AROUND_A_WORD
from smsbox.store import Store
from smsbox.subscription import choices, sources

REMEMBERED: Micros = 90 * DAY
"""So long after a flow was closed its words still say that it is over."""

_KNOWN = (
    "SELECT w.word, w.flow_id FROM flow_words w JOIN flows f ON f.id = w.flow_id "
    "WHERE f.state = ? OR (f.state = ? AND f.closed_at > ?) ORDER BY w.word"
)


@dataclass(frozen=True, slots=True)
class Called:
    """A flow that a text calls by its `word`; `rest`: what else is said, as it was written."""

    flow_id: int
    word: str
    rest: str

    @property
    def alone(self) -> bool:
        """Whether nothing else is said but perhaps a number: that is meant for the flow, whatever was asked last."""
        return not self.rest or self.rest.strip(" .,!").isdigit()


def called(store: Store, text: str, now: Micros, *, wishing: bool = False) -> Called | None:
    """The open flow, or the one closed lately, whose word stands anywhere in `text`; the first of them counts."""
    known = dict(store.run(_KNOWN, int(FlowState.OPEN), int(FlowState.CLOSED), now - REMEMBERED).fetchall())
    if not known:
        return None
    from smsbox.sms import matching  # a box without flows does without it

    found = matching.find(text, known, wishing=wishing)
    if found is None or _only_digits_inside(found.word, text):
        return None
    return Called(known[found.word], found.word, "" if _only_around(found.rest) else found.rest)


def _only_around(rest: str) -> bool:
    """Whether what is said beside a word says nothing: "добрий день, ГОЛОС, будь ласка"."""
    around = frozenset(folded(each) for each in AROUND_A_WORD.split(", "))
    words = list(words_of(rest))
    while words:
        size = next((size for size in (2, 1) if " ".join(words[:size]) in around), 0)
        if not size:
            return False
        del words[:size]
    return True


def _only_digits_inside(word: str, text: str) -> bool:
    """A word of digits opens only where a message begins with it; elsewhere it may be a price."""
    return word.isdigit() and not folded(text).startswith(word)


def take(store: Store, flow: Flow[Any]) -> None:
    """Make the words of `flow` its own, those of closed flows too; in the caller's transaction, after `problems`."""
    store.run("DELETE FROM flow_words WHERE flow_id = ?", flow.id)
    others = [row[0] for row in store.run("SELECT word FROM flow_words").fetchall()]
    mine = list(dict.fromkeys(folded(word) for word in flow.words))
    gone = [(other,) for other in others if any(_alike(other, word) for word in mine)]
    if gone:
        store.run_many("DELETE FROM flow_words WHERE word = ?", gone)
    store.run_many("INSERT INTO flow_words (word, flow_id) VALUES (?, ?)", [(word, flow.id) for word in mine])


def problems(store: Store, config: Config, flow: Flow[Any]) -> list[Problem]:
    """Which words of `flow` it cannot have, since the shop has given them to something else: with their line."""
    sql = (
        "SELECT w.word, f.title FROM flow_words w JOIN flows f ON f.id = w.flow_id "
        "WHERE f.state = ? AND w.flow_id <> ? ORDER BY w.word"
    )
    flows = store.run(sql, int(FlowState.OPEN), flow.id).fetchall()
    own = [(each.word, each.title) for each in sources.listed(store, open_only=True) if each.word]
    line = key_lines(flow.source).get(("words",))
    said = (_taken(word, config, flows, own) for word in flow.words)
    return [Problem("words", line, each) for each in said if each is not None]


def _taken(word: str, config: Config, flows: Sequence[Any], own: Sequence[Any]) -> Phrase | None:
    meant = understand(word, {Kind.STOP: config.shop.stop_words})
    if meant.kind is not None or choices.read(word, config.shop.topics) is not None:
        return Phrase("“{word}” means something already: it answers, leaves, cancels or asks for help", word=word)
    for other, title in flows:
        if _alike(other, word):
            return Phrase("“{word}” is a word of the open scenario “{title}”", word=word, title=title)
    for other, title in own:
        if _alike(other, word):
            return Phrase("“{word}” is the word of the source “{title}”", word=word, title=title)
    return None


def _alike(word: str, other: str) -> bool:
    """Whether who sends one may be taken to have sent the other."""
    from smsbox.sms import matching

    return any(
        found is not None and not found.rest for found in (matching.find(word, [other]), matching.find(other, [word]))
    )
