"""Takes out of a text what is nobody else's business: numbers, identities, codes, what people wrote; pure.

What has a shape is found by its shape, what has none (a PIN, a message) by being known. Whatever is doubtful goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

DOTS = "•••"
_SHORTEST = 4
"""Letters a known text must have to be looked for."""

_MOMENT = (
    r"(?P<moment>\b(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?)(?:[.,]\d{1,9})?(?P<zone>Z\b|[+-]\d\d:?\d\d\b)?"
)
_DOTTED = r"(?:\+\d{1,3}|0\d\d|380)(?:\.\d{2,4}){2,}"
_DIGITS = r"\+?\d(?:[ \u00a0()/\-]{0,2}\d){6,}"
_FIGURES = re.compile(rf"{_MOMENT}|(?P<number>{_DOTTED}|{_DIGITS})")
_HEX = re.compile(r"(?<![^\W_])(?=[0-9A-Fa-f]*[A-Fa-f])[0-9A-Fa-f]{8,}(?![^\W_])")
_SECRETS = re.compile(
    r"scrypt\$\S+|(?<=://)[^\s/@]+(?=@)|(?<![A-Z0-9])[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{2}(?![A-Z0-9])|[\w.+-]+@[\w-]+\.[\w.]+"
)
_NAMED = re.compile(
    r"(?i)(\+C(?:PIN2?|LCK|PWD)=|\b(?:pin|puk|pass(?:word|wd|phrase)?|secret|token|cookie|session|code|hash)\b\s*[=:]\s*)\S+"
)
_QUOTED = re.compile(r'"[^"\n]*"?|(?<!\w)\'[^\'\n]*\'?|“[^”\n]*”?|«[^»\n]*»?')
_PLAIN_WORDS = frozenset(("SM", "ME", "MT", "BM", "SR", "GSM", "UCS2", "IRA", "HEX"))
_FOREIGN = re.compile(r"[^\x00-\x7f•…→–]+(?:[\s,.!?:;-]+[^\x00-\x7f•…→–]+)*")
_ANSWER = re.compile(r"^(?:AT\b|[+^*#$%&]|OK$|ERROR$|RING$|NO CARRIER$|BUSY$|>|$)", re.IGNORECASE)

IDENTITIES = frozenset(
    ("imei", "imsi", "iccid", "sim", "number", "recipient", "sender", "to", "expected", "smsc", "lac", "cell")
)
"""Facts that are shortened whatever they look like."""
NAMES = frozenset(("name", "modem"))
"""Facts that are names of modems, in any alphabet."""
PERSONAL = frozenset(("by", "by_whom", "why", "text", "answer", "note", "call_prompt", "code", "balance_code"))
"""Facts that go altogether: what people wrote, who did it, what was asked of the operator."""


def shortened(identity: str) -> str:
    """`+380500000001` as `+38050•••01`, an IMSI with its network, anything shorter with less."""
    plus, digits = identity[:1] == "+", re.sub(r"\D", "", identity)
    if len(digits) < 7:
        return DOTS if digits != identity or len(digits) > 3 else identity
    kept = 5 if plus or len(digits) >= 14 or digits.startswith("380") else 3 if len(digits) >= 10 else 2
    return f"{'+' if plus else ''}{digits[:kept]}{DOTS}{digits[-2:]}"


@dataclass(frozen=True, slots=True)
class Redactor:
    """`known`: texts that must not be seen, by their first letters, the longest first; `words`: short ones, found only
    as whole words (PINs).
    """

    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, texts: Iterable[str], words: Iterable[str] = ()) -> Redactor:
        """One that knows `texts` and each of their lines, and `words`."""
        lines = {part.strip() for text in texts for part in (text, *text.splitlines())}
        kept: dict[str, list[str]] = {}
        for line in sorted(lines, key=len, reverse=True):
            if len(line) >= _SHORTEST:
                kept.setdefault(line[:_SHORTEST], []).append(line)
        found = {beginning: tuple(those) for beginning, those in kept.items()}
        return cls(found, tuple(word for word in words if word))

    def text(self, text: str) -> str:
        """`text` without known texts, numbers, hexadecimal data, passwords and codes."""
        text = self._forgotten(text)
        text = _NAMED.sub(rf"\1{DOTS}", _SECRETS.sub(DOTS, text))
        text = _FIGURES.sub(_figure, _HEX.sub(DOTS, text))
        for word in self.words:
            text = re.sub(rf"(?<![\w.:-]){re.escape(word)}(?![\w:-])", DOTS, text)
        return text

    def strict(self, text: str) -> str:
        """The same for a text of any origin: nothing in quotation marks and no letters but English ones stay."""
        return _FOREIGN.sub(DOTS, self.text(_QUOTED.sub(_quoted, self._forgotten(text))))

    def _forgotten(self, text: str) -> str:
        """`text` with whatever belongs to a known text taken out; known texts may overlap."""
        kept, hidden = [], 0
        for place, letter in enumerate(text):
            for known in self.known.get(text[place : place + _SHORTEST], ()):
                if text.startswith(known, place):
                    kept += [DOTS] if place >= hidden else []
                    hidden = max(hidden, place + len(known))
                    break
            if place >= hidden:
                kept.append(letter)
        return "".join(kept)

    def wire(self, line: str) -> str:
        """One line of a talk with a modem: commands and answers stay, texts between them go."""
        return self.strict(line) if _ANSWER.match(line.strip()) else f"{DOTS} ({len(line)})"

    def value(self, value: Any, name: str = "") -> Any:
        """A plain value of JSON under the key `name`, whatever it holds inside."""
        if name in PERSONAL:
            return DOTS if value else value
        if isinstance(value, str):
            made = self.text if name in NAMES else self.strict
            return shortened(value) if name in IDENTITIES else made(value)
        if isinstance(value, Mapping):
            return {str(key): self.value(each, str(key)) for key, each in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self.value(each, name) for each in value]
        if isinstance(value, (bool, type(None), float)):
            return value
        if isinstance(value, int):
            short = abs(value) < 10_000_000 or name.endswith("_s")  # seconds are no number of anybody
            return value if short and name not in IDENTITIES else DOTS
        return self.strict(str(value))


def _figure(match: re.Match[str]) -> str:
    """A moment to the second stays; everything else with seven figures is a number."""
    if match["moment"]:
        return match["moment"] + (match["zone"] or "")
    return shortened(re.sub(r"[^\d+]", "", match["number"]))


def _quoted(match: re.Match[str]) -> str:
    quoted = match.group()
    inside = quoted[1:-1]
    return quoted if inside in _PLAIN_WORDS or re.fullmatch(r"/[\w./-]*", inside) else f"{quoted[0]}{DOTS}{quoted[0]}"
