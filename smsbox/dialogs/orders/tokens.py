"""A text about orders in tokens: codes in whatever letters, amounts, words, breaks; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from smsbox.dialogs.orders.goods import plain_code
from smsbox.dialogs.orders.naming import Index
from smsbox.dialogs.orders.words import UNITS, amount_of
from smsbox.sms.keywords import LONGEST, folded

_TIME = re.compile(r"\d{1,2}:\d{2}|\d{1,2}\.\d{1,2}\.(?:\d{2,4})?|\+?\d{7,}")
_MONEY = re.compile(r"\d+(?:[.,]\d+)?\s*(?:грн|гривень|гривні|гривня|uah|₴|zł|zl|pln|eur|€)(?!\w)")
_SHORTENED = re.compile(r"(?<!\w)(вул|ул|буд|кв|просп|пр|пров|тел|ul|st|apt|шт|szt)\.")
_BROKEN = re.compile(r"(?<![\w.,])\d+[.,]\d+(?![\w])")
_APART = re.compile(r"(?<![\w])([^\W\d_]{1,4})[ .-]{1,2}(\d{1,4})(?!\w)")
_TOKEN = re.compile(r"[^\W_]+|[,;\n&+]|[.!?](?=\s|$)|[*×]")
_RUN = re.compile(r"\d+|[^\W\d_]+")
PLACED, HALF = "\ua7ff", "\ua7fb"
"""Stand for a time or a telephone, and for a broken number; nobody writes them."""


@dataclass(slots=True)
class Token:
    """`value` of an amount; `codes` named by a code; a word, a break."""

    said: str
    value: int | None = None
    codes: frozenset[str] = frozenset()
    digits: bool = False


def tokens_of(text: str, index: Index) -> list[Token]:
    """The tokens of `text`; what was written together stands apart, sums of money and times are no amounts."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    plain = _SHORTENED.sub(r"\1 ", _MONEY.sub(" ", plain))
    plain = _TIME.sub(lambda found: found[0] if found[0] in index.codes else f" {PLACED} ", plain)
    plain = _BROKEN.sub(lambda found: _broken(found[0], index), plain)
    plain = _APART.sub(lambda found: _together(found, index), plain)
    plain = re.sub(r"(?<=\w)[’'ʼ`-](?=\w)", lambda sign: " " if sign[0] == "-" else "", plain)
    return [token for each in _TOKEN.findall(plain) for token in _read(each, index)]


def _broken(said: str, index: Index) -> str:
    """ "1,5 кг" is no amount of ours; "101,102" are two codes."""
    pieces = re.split("[.,]", said)
    return ", ".join(pieces) if any(piece in index.codes for piece in pieces) else f" {HALF} "


def _together(found: re.Match[str], index: Index) -> str:
    joined = plain_code(found[1] + found[2])
    return joined if index.code(joined) else found[0]


def _read(said: str, index: Index) -> Iterator[Token]:
    """One token of the text, or the pieces it was written together of: "r1x3", "3шт", "тюльпан5"."""
    codes = index.code(said)
    if codes:
        yield Token(said, int(said) if said.isdigit() else None, codes, said.isdigit())
        return
    stuck = re.fullmatch(r"(.*\d)[xх](\d{1,4})|(\d{1,4})[xх]?([^\W\d_].*)", said)
    if stuck is not None:
        code, amount = (stuck[1], stuck[2]) if stuck[1] else (stuck[4], stuck[3])
        if index.code(code):
            yield Token(code, codes=index.code(code))
            yield Token(amount, int(amount), digits=True)
            return
    for run in _RUN.findall(said) or [said]:
        word = folded(run) or run
        if run.isdigit():
            yield Token(run, int(run), digits=True)
        else:
            yield Token(word, None if word in UNITS else amount_of(word), index.code(word))
