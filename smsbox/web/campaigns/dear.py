"""The few characters that make a Latin text dear, and each place where one of them stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from smsbox.sms.alphabet import is_gsm7
from smsbox.wording.script import cyrillic, latin

MOST_KINDS, MOST_PLACES = 6, 4
_AROUND = 12
_BRACES = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Dear:
    """A `character` that no GSM alphabet has; in the text `letter` it stands so many `times`, of which some `places`
    are shown: what stands before it, and behind.
    """

    character: str
    letter: str
    times: int
    places: list[tuple[str, str]]


def dear(text: str, letter: str) -> list[Dear]:
    """Those of a text that would be Latin without them; none of one that is written in other letters anyway."""
    own = _BRACES.sub(lambda braces: "\0" * len(braces[0]), text)
    found: dict[str, list[int]] = {}
    for at, character in enumerate(own):
        if character != "\0" and not is_gsm7(character):
            found.setdefault(character, []).append(at)
    if not found or len(found) > MOST_KINDS or cyrillic(own) > latin(own):
        return []
    return [
        Dear(character, letter, len(places), [_around(text, at) for at in places[:MOST_PLACES]])
        for character, places in found.items()
    ]


def _around(text: str, at: int) -> tuple[str, str]:
    before, behind = text[max(0, at - _AROUND) : at], text[at + 1 : at + 1 + _AROUND]
    cut = "…" if at > _AROUND else ""
    return cut + before.replace("\n", " "), behind.replace("\n", " ") + ("…" if at + 1 + _AROUND < len(text) else "")
