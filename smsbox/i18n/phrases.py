"""Sentences with facts that are made where nobody knows yet who will read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smsbox.i18n.translator import Translator

_PHRASE = "phrase"
_FACTS = "facts"


class Phrase(str):
    """`text`, a phrase of the catalogues, filled with `facts`: as a string it is English, `told` says it in a reader's
    language. Facts that are phrases themselves are told too.
    """

    __slots__ = ("facts", "text")

    text: str
    facts: dict[str, object]

    def __new__(cls, text: str, /, **facts: object) -> Phrase:
        made = super().__new__(cls, text.format_map(facts))
        made.text, made.facts = text, facts
        return made

    def told(self, tr: Translator) -> str:
        """The sentence in the language of `tr`."""
        return tr.gettext(self.text).format_map({name: told(tr, fact) for name, fact in self.facts.items()})


def told(tr: Translator, said: object) -> object:
    """`said` in the language of `tr` if it is a phrase, what `kept` made of one, or a broken number; else as it is."""
    said = _revived(said)
    if isinstance(said, float):
        return tr.exact(said)
    return said.told(tr) if isinstance(said, Phrase) else said


def kept(facts: Mapping[str, object]) -> dict[str, object]:
    """`facts` on their way into JSON: a phrase stays one, to be told in the language of whoever reads it later."""
    return {name: _kept(fact) for name, fact in facts.items()}


def _kept(fact: object) -> object:
    if isinstance(fact, Phrase):
        return {_PHRASE: fact.text, _FACTS: kept(fact.facts)}
    if isinstance(fact, (list, tuple)):
        return [_kept(each) for each in fact]
    return kept(fact) if isinstance(fact, Mapping) else fact


def _revived(fact: object) -> object:
    """The phrase that `kept` made `fact` of; anything else as it is."""
    if isinstance(fact, Mapping) and fact.keys() == {_PHRASE, _FACTS}:
        return Phrase(str(fact[_PHRASE]), **{name: _revived(each) for name, each in fact[_FACTS].items()})
    return fact
