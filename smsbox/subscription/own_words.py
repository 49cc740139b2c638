"""Words of the shop's own that would leave a customer without a way to refuse: found before they are kept, and told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from smsbox.config import Judged
from smsbox.config.model import ShopConfig
from smsbox.config.problems import Problem
from smsbox.i18n.phrases import Phrase
from smsbox.sms.keywords import Kind, understand
from smsbox.subscription import texts
from smsbox.wording.footer import says_how_to_leave

_LEAVE = {"uk": "СТОП", "ru": "СТОП", "en": "STOP", "pl": "STOP"}
_AGREE = {"uk": "ТАК", "ru": "ДА", "en": "YES", "pl": "TAK"}


def mistakes(shop: ShopConfig) -> list[Problem]:
    """What is wrong with the texts of the shop. The usual one is sent in place of each such."""
    return [*_texts(shop), *_footer(shop), *_stop_words(shop)]


def with_mistakes(judged: Judged, before: ShopConfig, changes: Mapping[str, object]) -> Judged:
    """`judged` with what `changes` make wrong in the texts of the shop, each at a setting that was changed: a word for
    leaving that is taken away may be the one a text names.
    """
    theirs = [key for key in changes if key.startswith("shop.")]
    if judged.problems or not theirs:
        return judged
    known = mistakes(before)
    found = (each for each in mistakes(judged.config.shop) if each not in known or each.key in changes)
    problems = (each if each.key in changes else replace(each, key=theirs[0]) for each in found)
    return replace(judged, problems=tuple(problems))


def _texts(shop: ShopConfig) -> Iterator[Problem]:
    leave, agree = _LEAVE[shop.language], _AGREE[shop.language]
    for what in texts.MUST_NAME:
        own = getattr(shop, f"text_{what}")
        missing = texts.unsaid(what, own, shop.stop_words) if own else []
        if any(Kind.YES in kinds for kinds in missing):
            said = Phrase("it names no word by which a customer agrees, so the usual text is sent in its place")
            yield Problem(f"shop.text_{what}", None, said, Phrase("a text with {word} in it", word=agree))
        elif missing:
            said = Phrase("it names no word by which a customer refuses, so the usual text is sent in its place")
            yield Problem(f"shop.text_{what}", None, said, Phrase("a text with {word} in it", word=leave))


def _footer(shop: ShopConfig) -> Iterator[Problem]:
    if shop.footer and not says_how_to_leave(shop.footer, shop.stop_words):
        said = Phrase("it names no word by which a customer refuses, so the usual text is sent in its place")
        yield Problem("shop.footer", None, said, Phrase("a text with {word} in it", word=_LEAVE[shop.language]))


def _stop_words(shop: ShopConfig) -> Iterator[Problem]:
    for word in shop.stop_words:
        if understand(word.rstrip("*"), {Kind.STOP: shop.stop_words}).kind is not Kind.STOP:
            yield Problem("shop.stop_words", None, Phrase('"{word}" means something else to smsbox', word=word))
