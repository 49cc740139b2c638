"""What a text costs: segments, alphabet, room that is left, and which characters make it dear."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from smsbox.sms.alphabet import Alphabet, encode_ucs2, is_gsm7, septets
from smsbox.sms.segments import split

_ALONE = {Alphabet.GSM7: 160, Alphabet.UCS2: 70}
_JOINED = {Alphabet.GSM7: 153, Alphabet.UCS2: 67}


@dataclass(frozen=True, slots=True)
class Priced:
    """How a text travels: `segments`, its `alphabet`, its length in `units` (septets or UTF-16 code units), how many
    units are `left_in_last`, and each character that no GSM 7 bit table has with its index (`forcing`).
    """

    segments: int
    alphabet: Alphabet
    units: int
    left_in_last: int
    forcing: tuple[tuple[str, int], ...]

    @property
    def foreign(self) -> tuple[str, ...]:
        """The characters that force UCS-2, each once, in order of appearance."""
        return tuple(dict.fromkeys(character for character, _ in self.forcing))

    @property
    def room(self) -> int:
        """The units that so many segments hold in all."""
        return _ALONE[self.alphabet] if self.segments == 1 else self.segments * _JOINED[self.alphabet]


@lru_cache(maxsize=256)
def price(text: str) -> Priced:
    """The price of `text` as it will really be cut (23.040 9.2.3.24.1). Raises BadText and TooLong."""
    cut = split(text)
    last = units(cut.texts[-1], cut.alphabet)
    room = (_ALONE if len(cut.texts) == 1 else _JOINED)[cut.alphabet]
    return Priced(len(cut.texts), cut.alphabet, units(text, cut.alphabet), room - last, _forcing(text, cut.alphabet))


def units(text: str, alphabet: Alphabet) -> int:
    """The length of `text` in `alphabet`: septets, or UTF-16 code units. Raises BadText."""
    return septets(text) if alphabet is Alphabet.GSM7 else len(encode_ucs2(text)) // 2


def _forcing(text: str, alphabet: Alphabet) -> tuple[tuple[str, int], ...]:
    if alphabet is Alphabet.GSM7:
        return ()
    return tuple((character, at) for at, character in enumerate(text) if not is_gsm7(character))
