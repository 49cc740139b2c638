"""Sentences with facts that are made where nobody knows yet who will read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smsbox.i18n.translator import Translator


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
    """`said` in the language of `tr` if it is a phrase or a broken number, else as it is."""
    if isinstance(said, float):
        return tr.exact(said)
    return said.told(tr) if isinstance(said, Phrase) else said
