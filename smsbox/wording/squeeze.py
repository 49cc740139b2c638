"""Makes a text cheaper without changing what it says: typographic characters become plain ones, waste goes.

Where a text travels as UCS-2 anyway, a dash costs as much as a hyphen: there only waste is taken out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from smsbox.errors import SmsboxError
from smsbox.sms.alphabet import is_gsm7
from smsbox.wording.price import price
from smsbox.wording.script import LATIN_OF, latin, mixed

_WASTE = re.compile(
    "[\u200b\u200c\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069]+"  # nobody sees them
    r"|(?<=[ \u00a0])[ \u00a0]+|[ \u00a0]+(?=\r?\n|\Z)|\r(?=\n)"
)
_PLAIN = {
    **dict.fromkeys("«»„“”‟″❝❞", '"'),
    **dict.fromkeys("‘’‚‛′ʼ´‹›", "'"),
    **dict.fromkeys("‐‑‒–—―−⁃", "-"),
    **dict.fromkeys(
        "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "
    ),
    **dict.fromkeys("•·●▪", "*"),
    "`": "'",
    "×": "x",
    "÷": "/",
    "\u2028": "\n",
    "\u2029": "\n",
    "…": "...",
    "№": "No",
    "™": "(TM)",
    "®": "(R)",
    "©": "(c)",
    "½": "1/2",
    "¼": "1/4",
    "→": "->",
    "≈": "~",
    "°": " ",
}
_TYPOGRAPHIC = re.compile("[" + re.escape("".join(_PLAIN)) + "]")
_BRACES = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed: `old` at the index `position` of the text as it was, and what stands there `new`."""

    old: str
    new: str
    position: int


def squeeze(text: str) -> tuple[str, tuple[Change, ...]]:
    """`text` without what only costs, and what was changed, in order; it never costs more than before.

    What stands in braces stays as it is. Letters in two pieces (й as some computers copy it) are put together, which
    no reader sees and is not told; positions count in the text after that.
    """
    whole = unicodedata.normalize("NFC", text)
    waste = [Change(found[0], "", found.start()) for found in _WASTE.finditer(whole)]
    wasted = {place for change in waste for place in range(change.position, change.position + len(change.old))}
    plainer = waste + [change for change in (*_typography(whole), *_lookalikes(whole)) if change.position not in wasted]
    changes = _outside_of_braces(whole, plainer)
    squeezed = _changed(whole, changes)
    # Worth it when nothing dear is left; what stands in braces is not known here.
    if not is_gsm7(_BRACES.sub("", squeezed)) or _cost(squeezed) > _cost(text):
        changes = _outside_of_braces(whole, waste)
        squeezed = _changed(whole, changes)
    return squeezed, tuple(changes)


def _typography(text: str) -> Iterator[Change]:
    for found in _TYPOGRAPHIC.finditer(text):
        if not is_gsm7(found[0]):
            yield Change(found[0], _PLAIN[found[0]], found.start())


def _lookalikes(text: str) -> Iterator[Change]:
    """Cyrillic letters that slipped into Latin words."""
    for word in mixed(text):
        if latin(word[0]) * 2 >= len(word[0]):
            for at, letter in enumerate(word[0], word.start()):
                if letter in LATIN_OF:
                    yield Change(letter, LATIN_OF[letter], at)


def _outside_of_braces(text: str, changes: list[Change]) -> list[Change]:
    inside = {place for found in _BRACES.finditer(text) for place in range(*found.span())}
    return sorted((each for each in changes if each.position not in inside), key=lambda each: each.position)


def _changed(text: str, changes: list[Change]) -> str:
    pieces, at = [], 0
    for change in changes:
        pieces += [text[at : change.position], change.new]
        at = change.position + len(change.old)
    return "".join(pieces) + text[at:]


def _cost(text: str) -> tuple[int, int]:
    """Segments and bits; endless for what cannot be sent at all."""
    try:
        priced = price(text)
    except SmsboxError:
        return 1 << 30, 0
    return priced.segments, priced.units * (7 if priced.alphabet.value == "gsm7" else 16)
