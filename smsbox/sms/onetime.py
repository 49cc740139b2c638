"""One-time codes as they stand in texts: how they are written, read out of what somebody sent, and hidden from others.

A short one opens one order within minutes. A long one is for the way back out of a pause: nobody may ever lock it, so
it is long enough that it cannot be guessed however often somebody tries. It begins with 1, since no telephone number of
twelve digits does.
"""

from __future__ import annotations

import re

SHORT, LONG = 6, 12
LEAD = "1"
HIDDEN = "••••••"

_LONG = re.compile(r"(?<!\d)1\d{3}[\s-]?\d{4}[\s-]?\d{4}(?!\d)")
_SHORT = re.compile(r"(?<!\d)\d{6}(?!\d)")
_TWICE_THREE = re.compile(r"(?<!\d)(?<!\d[\s-])\d{3}[\s-]\d{3}(?![\s-]?\d)")
_WORD = r"\s*(?:[^\W\d]\w{1,11}[\s:,.-]+)?"
"""Such as YES or RESUME."""
_ALONE = re.compile(rf"{_WORD}(\d{{3}})[\s-]?(\d{{3}})[\s.!]*")
_NUMBER_ALONE = re.compile(rf"{_WORD}(\d(?:[\s-]?\d)*)[\s.!]*")
_NO_DIGIT = re.compile(r"\D")


def written(code: str) -> str:
    """A code as it is easiest to type off: `123456`, `1234 5678 9012`."""
    return " ".join(code[place : place + 4] for place in range(0, LONG, 4)) if len(code) == LONG else code


def within(text: str) -> list[str]:
    """The codes that stand in a text, without their blanks, the long ones first."""
    long = [_NO_DIGIT.sub("", found) for found in _LONG.findall(text)]
    return [*long, *_SHORT.findall(_LONG.sub(" ", text))]


def typed(text: str) -> str:
    """The code of a message that is one, alone or behind a word, or that has one long code and no other; else ""."""
    alone = _ALONE.fullmatch(text)
    if alone is not None:
        return alone[1] + alone[2]
    found = within(text)
    return found[0] if len(found) == 1 and len(found[0]) == LONG else ""


def masked(text: str) -> str:
    """A text without the digits of the codes in it, nor of what somebody may have mistyped for one."""
    alone = _NUMBER_ALONE.fullmatch(text)
    if alone is not None and _nearly(_NO_DIGIT.sub("", alone[1])):
        return text[: alone.start(1)] + HIDDEN + text[alone.end(1) :]
    return _TWICE_THREE.sub(HIDDEN, _SHORT.sub(HIDDEN, _LONG.sub(HIDDEN, text)))


def _nearly(digits: str) -> bool:
    return abs(len(digits) - SHORT) <= 1 or (abs(len(digits) - LONG) <= 1 and digits.startswith(LEAD))
